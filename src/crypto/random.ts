/**
 * Where random bytes come from: a dependency, so that simulations can replay.
 *
 * Promises: `systemRandom` is the operating system's generator, as the platform gives it [C37].
 * libsodium asks the same one, four bytes at a time.
 * Does not promise: anything about another `Random`. Only tests and vectors make others.
 */
import type { Bytes } from '#base/bytes.ts';

export type Random = { readonly bytes: (length: number) => Bytes };

export const systemRandom: Random = {
  // eslint-disable-next-line no-restricted-properties -- the place that deps take it from
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
