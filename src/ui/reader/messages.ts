/**
 * What the page and the sandboxed reading frame say to each other, over one MessagePort. The
 * frame has an opaque origin, no network and no keys: all it ever gets is in `OpenRequest`.
 */
export type ToFrame =
  | OpenRequest
  /** 1 fits the width of the frame. */
  | { readonly type: 'zoom'; readonly scale: number }
  | {
      readonly type: 'asset';
      readonly id: number;
      /** Undefined: there is no such asset. */
      readonly bytes: Uint8Array<ArrayBuffer> | undefined;
    };

export type OpenRequest = {
  readonly type: 'open';
  readonly kind: 'pdf' | 'image';
  readonly file: Blob;
  /** Says what the image shows, or names the file. */
  readonly title: string;
  /** "Page {page} sur {pages}", with both placeholders. */
  readonly pageLabel: string;
  readonly colorScheme: 'light' | 'dark';
  /** Instead of showing: draw the first page this many pixels wide and send it back. */
  readonly thumbnailWidth: number | undefined;
};

export type FromFrame =
  /** `heightPx`: what is drawn, at the scale of its opening. */
  | { readonly type: 'opened'; readonly pages: number; readonly heightPx: number }
  | { readonly type: 'thumbnail'; readonly image: Blob }
  | { readonly type: 'failed'; readonly reason: ReadingFailure }
  /** A character map, font or decoder that pdf.js carries, to be fetched by the page. */
  | {
      readonly type: 'need';
      readonly id: number;
      readonly kind: PdfAssetKind;
      readonly name: string;
    };

export type PdfAssetKind = 'cMapUrl' | 'standardFontDataUrl' | 'wasmUrl';
export type ReadingFailure = 'damaged' | 'password';
