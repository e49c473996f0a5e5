/**
 * What bytes are, by their first ones and never by what is said of them. Sources: PDF ISO 32000-1
 * §7.5.2, JPEG ISO 10918-1, PNG ISO 15948, GIF89a, WebP RFC 9649, TIFF 6.0, ISO base media
 * brands, DICOM PS3.10 §7.1, RTF 1.9.1, ZIP APPNOTE, gzip RFC 1952.
 */
type Matches = (head: Uint8Array) => boolean;

const latin = (head: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...head.subarray(start, start + length));
const starts =
  (...bytes: number[]): Matches =>
  (head) =>
    bytes.every((byte, index) => head[index] === byte);
const brand =
  (...brands: string[]): Matches =>
  (head) =>
    latin(head, 4, 4) === 'ftyp' && brands.includes(latin(head, 8, 4));

const signatures: readonly (readonly [string, Matches])[] = [
  ['image/jpeg', starts(0xff, 0xd8, 0xff)],
  ['image/png', starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['image/gif', (head) => /^GIF8[79]a/.test(latin(head, 0, 6))],
  ['image/webp', (head) => latin(head, 0, 4) === 'RIFF' && latin(head, 8, 4) === 'WEBP'],
  ['image/heic', brand('heic', 'heix', 'hevc', 'mif1', 'msf1')],
  ['image/avif', brand('avif', 'avis')],
  ['image/tiff', starts(0x49, 0x49, 0x2a, 0)],
  ['image/tiff', starts(0x4d, 0x4d, 0, 0x2a)],
  ['application/dicom', (head) => latin(head, 128, 4) === 'DICM'],
  ['application/rtf', (head) => latin(head, 0, 5) === '{\\rtf'],
  ['application/zip', starts(0x50, 0x4b, 3, 4)],
  ['application/zip', starts(0x50, 0x4b, 5, 6)],
  ['application/gzip', starts(0x1f, 0x8b)],
  ['application/pdf', (head) => latin(head, 0, 1024).includes('%PDF-')],
];

/** Undefined when the bytes are text, or of a type not listed. */
export const binaryTypeOf = (bytes: Uint8Array): string | undefined =>
  signatures.find(([, matches]) => matches(bytes.subarray(0, 1024)))?.[0];

/** Images in which a barcode can be looked for. */
export const isPicture = (mediaType: string): boolean =>
  ['image/jpeg', 'image/png'].includes(mediaType);

/** File name extension of a type, for a part that has no name of its own. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/tiff': 'tif',
  'application/rtf': 'rtf',
  'application/dicom': 'dcm',
  'application/xml': 'xml',
  'text/plain': 'txt',
};
export const extensionOf = (mediaType: string): string => EXTENSIONS[mediaType] ?? 'bin';
