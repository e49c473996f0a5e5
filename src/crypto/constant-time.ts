/**
 * Comparing and forgetting secrets.
 *
 * Promises: `secretsEqual` reads every byte whatever it finds; `wipe` overwrites the arrays given.
 * Does not promise: to hide a length, nor to reach copies that the engine, the garbage collector
 * or WebAssembly memory may still hold.
 */
import { sodium } from './sodium.ts';

/** Equality of secrets, tags and commitments. Different lengths are different. */
export const secretsEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && sodium().memcmp(a, b);

/** Fills with zeros, in place. */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}
