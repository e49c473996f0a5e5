import { utf8Decode } from '#base/bytes.ts';

/**
 * What a file is, by its first bytes and never by its name.
 * Sources: PDF ISO 32000-1 §7.5.2 (header within the first 1024 bytes), JPEG ISO 10918-1,
 * PNG ISO 15948, GIF89a, WebP container RFC 9649, TIFF 6.0, ISO base media brands for HEIC/AVIF,
 * DICOM PS3.10 §7.1, RTF 1.9.1.
 */
export type MediaType =
  | 'application/pdf'
  | 'image/jpeg'
  | 'image/png'
  | 'image/gif'
  | 'image/webp'
  | 'image/heic'
  | 'image/avif'
  | 'image/tiff'
  | 'application/dicom'
  | 'application/rtf'
  | 'application/zip'
  | 'application/xml'
  | 'application/json'
  | 'text/plain';

/** How many first bytes `mediaTypeOf` looks at. */
export const SNIFF_BYTES = 4096;

/** @param head the file's first bytes, at most `SNIFF_BYTES` */
export function mediaTypeOf(head: Uint8Array): MediaType | undefined {
  for (const [type, matches] of signatures) if (matches(head)) return type;
  return textTypeOf(head);
}

type Matches = (head: Uint8Array) => boolean;

const latin = (head: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...head.subarray(start, start + length));

const startsWith =
  (...bytes: number[]): Matches =>
  (head) =>
    bytes.every((byte, index) => head[index] === byte);

const hasBrand =
  (...brands: string[]): Matches =>
  (head) =>
    latin(head, 4, 4) === 'ftyp' && brands.includes(latin(head, 8, 4));

const signatures: readonly (readonly [MediaType, Matches])[] = [
  ['image/jpeg', startsWith(0xff, 0xd8, 0xff)],
  ['image/png', startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['image/gif', (head) => /^GIF8[79]a/.test(latin(head, 0, 6))],
  ['image/webp', (head) => latin(head, 0, 4) === 'RIFF' && latin(head, 8, 4) === 'WEBP'],
  ['image/heic', hasBrand('heic', 'heix', 'hevc', 'mif1', 'msf1')],
  ['image/avif', hasBrand('avif', 'avis')],
  ['image/tiff', startsWith(0x49, 0x49, 0x2a, 0x00)],
  ['image/tiff', startsWith(0x4d, 0x4d, 0x00, 0x2a)],
  ['application/dicom', (head) => latin(head, 128, 4) === 'DICM'],
  ['application/rtf', (head) => latin(head, 0, 5) === '{\\rtf'],
  ['application/zip', startsWith(0x50, 0x4b, 0x03, 0x04)],
  ['application/pdf', (head) => latin(head, 0, 1024).includes('%PDF-')],
];

/** Text has no control characters but tab, line feed, form feed and carriage return. */
function textTypeOf(head: Uint8Array): MediaType | undefined {
  if (head.length === 0) return undefined;
  if (head.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d].includes(byte)))
    return undefined;
  const start = latin(head, 0, 512)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (start.startsWith('<?xml')) return 'application/xml';
  if (/^[[{]/.test(start) && utf8Decode(head.subarray(0, 1)).ok) return 'application/json';
  return 'text/plain';
}

const familyByExtension: Readonly<Record<string, readonly MediaType[]>> = {
  pdf: ['application/pdf'],
  jpg: ['image/jpeg'],
  jpeg: ['image/jpeg'],
  png: ['image/png'],
  gif: ['image/gif'],
  webp: ['image/webp'],
  heic: ['image/heic'],
  heif: ['image/heic'],
  tif: ['image/tiff'],
  tiff: ['image/tiff'],
  dcm: ['application/dicom'],
};

/** Does the name promise something that the bytes are not? Unknown extensions promise nothing. */
export function contradictsName(fileName: string, type: MediaType): boolean {
  const extension = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const promised = Object.hasOwn(familyByExtension, extension) && familyByExtension[extension];
  return promised !== false && promised !== undefined && !promised.includes(type);
}
