import { Inflate, Unzlib } from 'fflate';
import { concat, type Bytes } from '#base/bytes.ts';

/** What a barcode or a card can hold, inflated. */
const MAX_BYTES = 5 * 1024 * 1024;

/** Inflates a few kilobytes; undefined when they are not such data, or swell beyond reason. */
export function inflateSmall(bytes: Bytes, format: 'zlib' | 'raw'): Bytes | undefined {
  const chunks: Uint8Array[] = [];
  const state = { isFinal: false };
  const collect = (chunk: Uint8Array, final: boolean): void => {
    chunks.push(chunk);
    state.isFinal = final;
  };
  const inflater = format === 'zlib' ? new Unzlib(collect) : new Inflate(collect);
  if (bytes.length > MAX_BYTES / 100) return undefined;
  try {
    inflater.push(bytes, true);
  } catch (failure) {
    // fflate throws `Error` with a numeric `code` for data that is not its format.
    if (failure instanceof Error && 'code' in failure) return undefined;
    throw failure;
  }
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  return state.isFinal && size <= MAX_BYTES ? concat(...chunks) : undefined;
}
