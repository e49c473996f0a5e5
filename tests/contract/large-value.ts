import type { Bytes } from '#base/bytes.ts';

/** More than a full device takes. */
const LARGE_BYTES = 8 * 1024 * 1024;

/** 8 MiB that no browser can compress on its way to disk: a linear congruential generator's. */
export function largeValue(): Bytes {
  const words = new Uint32Array(LARGE_BYTES / 4);
  let state = 1;
  for (let index = 0; index < words.length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    words[index] = state ^ (state >>> 16);
  }
  return new Uint8Array(words.buffer);
}
