/**
 * The only door to libsodium (WebAssembly, `libsodium-wrappers`).
 *
 * Promises: after `await cryptoReady()` every function of this layer that is not a Promise is
 * synchronous; outputs are copies that own their buffer.
 * Does not promise: that a secret leaves WebAssembly memory once used. libsodium's wrapper
 * copies inputs there and frees them without wiping.
 */
import * as wrappers from 'libsodium-wrappers';
import { invariant } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';

export type Sodium = typeof wrappers;

/**
 * The wrappers' types declare named exports; at run time all but a few hang on the default one,
 * in the sumo build too.
 */
export const defaultExport = (module: unknown): Sodium => (module as { default: Sodium }).default;

const libsodium = defaultExport(wrappers);
let isReady = false;

/** Loads and compiles libsodium once; idempotent. Everything else here needs it first. */
export async function cryptoReady(): Promise<void> {
  await libsodium.ready;
  isReady = true;
}

/** libsodium itself, for the files of this layer and the tests of its primitives. */
export function sodium(): Sodium {
  invariant(isReady, 'cryptoReady() has been awaited');
  return libsodium;
}

/** The wrapper copies each output out of WebAssembly memory into a buffer of its own. */
export const owned = (output: Uint8Array): Bytes => output as Bytes;
