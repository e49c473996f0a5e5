/**
 * Where random bytes come from: a dependency, so that simulations can replay.
 *
 * Promises: `systemRandom` is libsodium's generator, seeded by the operating system.
 * Does not promise: anything about another `Random`. Only tests and vectors make others.
 */
import type { Bytes } from '#base/bytes.ts';
import { owned, sodium } from './sodium.ts';

export type Random = { readonly bytes: (length: number) => Bytes };

export const systemRandom: Random = {
  bytes: (length) => owned(sodium().randombytes_buf(length)),
};
