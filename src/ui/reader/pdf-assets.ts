import type { PdfAssetKind } from './messages.ts';

const assets: Record<PdfAssetKind, Readonly<Record<string, unknown>>> = {
  cMapUrl: import.meta.glob('/node_modules/pdfjs-dist/cmaps/*.bcmap', {
    query: '?url',
    import: 'default',
    eager: true,
  }),
  standardFontDataUrl: import.meta.glob('/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', {
    query: '?url',
    import: 'default',
    eager: true,
  }),
  wasmUrl: import.meta.glob('/node_modules/pdfjs-dist/wasm/{jbig2,openjpeg,qcms_bg}.wasm', {
    query: '?url',
    import: 'default',
    eager: true,
  }),
};

/**
 * The app's own address of what pdf.js asks for by name; undefined for a name it does not carry.
 * The name comes from a frame that holds a hostile file: only exact names of these folders pass.
 */
export function pdfAssetAddress(kind: PdfAssetKind, name: string): string | undefined {
  if (!Object.hasOwn(assets, kind)) return undefined;
  const found = Object.entries(assets[kind]).find(([path]) => path.endsWith(`/${name}`));
  return typeof found?.[1] === 'string' && /^[\w.-]+$/.test(name) ? found[1] : undefined;
}
