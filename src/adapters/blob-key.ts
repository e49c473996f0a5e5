import { invariant } from '#base/assert.ts';

const INDEX_DIGITS = 6;

/** The key of one chunk of a sealed file: `${name}/${index, 6 digits}`. */
export function chunkKey(name: string, index: number): string {
  invariant(Number.isInteger(index) && index >= 0 && index < 10 ** INDEX_DIGITS, 'a chunk index');
  return `${chunkKeys(name).from}${String(index).padStart(INDEX_DIGITS, '0')}`;
}

/** The keys of all chunks of a file: `from` ≤ key < `to`. '0' is the character after '/'. */
export function chunkKeys(name: string): { readonly from: string; readonly to: string } {
  invariant(/^[\w-]+$/.test(name), 'a local file name is letters, digits, - and _');
  return { from: `${name}/`, to: `${name}0` };
}

export const nameOfChunkKey = (key: string): string => key.slice(0, key.lastIndexOf('/'));
