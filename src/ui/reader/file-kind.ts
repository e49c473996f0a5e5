/** How a file can be shown: drawn in the reading frame, or only kept and given back. */
export type FileKind = 'pdf' | 'image' | 'other';

const HEADER_BYTES = 1024;

const startsWith = (bytes: Uint8Array, ...expected: readonly number[]): boolean =>
  expected.every((byte, index) => bytes[index] === byte);

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.slice(from, to));

/** What the first bytes say the file is, whatever its name and type claim. */
export async function kindOfFile(file: Blob): Promise<FileKind> {
  const bytes = new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer());
  if (ascii(bytes, 0, bytes.length).includes('%PDF-')) return 'pdf';
  const isImage =
    startsWith(bytes, 0xff, 0xd8, 0xff) ||
    startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) ||
    ascii(bytes, 0, 4) === 'GIF8' ||
    (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP');
  return isImage ? 'image' : 'other';
}
