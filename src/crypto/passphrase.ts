/**
 * From a passphrase to the key of a slot on this device, by Argon2id (RFC 9106).
 *
 * Promises: parameters outside the compiled-in bounds are refused before anything is computed,
 * so that a doctored slot can neither weaken the work nor exhaust the device.
 * Does not promise: to save a weak passphrase. Nothing derived here ever leaves the device.
 * `libsodium-wrappers-sumo` is imported here only, at the first use, and must then pass a
 * known answer [C36].
 */
import { invariant } from '#base/assert.ts';
import { equal, utf8, type Bytes } from '#base/bytes.ts';
import { Writer, decodeWith, type NotDecodable } from '#base/codec.ts';
import { err, ok, type Result } from '#base/result.ts';
import { wipe } from './constant-time.ts';
import { argon2KnownAnswer } from './known-answers.ts';
import { defaultExport, owned } from './sodium.ts';

/** `opsLimit`: passes (t). `memoryKiB`: memory (m). One lane, version 0x13. */
export type Argon2Params = { readonly opsLimit: number; readonly memoryKiB: number };

export const defaultArgon2Params: Argon2Params = { opsLimit: 3, memoryKiB: 64 * 1024 };
export const argon2Floor: Argon2Params = { opsLimit: 2, memoryKiB: 19 * 1024 };
export const argon2Ceiling: Argon2Params = { opsLimit: 10, memoryKiB: 256 * 1024 };

const SALT_BYTES = 16;

/**
 * @param passphrase as typed: only normalised to NFC, never trimmed or folded [C16]
 * @param salt 16 random bytes, new at each change of passphrase
 * @returns 32 bytes that seal the device's storage key
 */
export async function deriveSlotKey(
  passphrase: string,
  salt: Uint8Array,
  params: Argon2Params,
): Promise<Result<Bytes, 'ParamsOutOfBounds'>> {
  invariant(salt.length === SALT_BYTES, 'a salt has 16 bytes');
  if (!isWithinBounds(params)) return err('ParamsOutOfBounds');
  const argon2id = await loadedArgon2id();
  const typed = utf8(passphrase);
  const key = argon2id(typed, salt, params);
  wipe(typed);
  return ok(key);
}

/** opsLimit u32 ‖ memoryKiB u32: the associated data of what the slot seals [C17]. */
export const encodeArgon2Params = (params: Argon2Params): Bytes =>
  new Writer().u32(params.opsLimit).u32(params.memoryKiB).done();

/** Inverse of `encodeArgon2Params`; bounds are checked where the parameters are used. */
export const decodeArgon2Params = (bytes: Uint8Array): Result<Argon2Params, NotDecodable> =>
  decodeWith(bytes, 'Argon2id parameters', (reader) => ({
    opsLimit: reader.u32('opsLimit'),
    memoryKiB: reader.u32('memoryKiB'),
  }));

const isWithinBounds = (params: Argon2Params): boolean =>
  isBetween(params.opsLimit, argon2Floor.opsLimit, argon2Ceiling.opsLimit) &&
  isBetween(params.memoryKiB, argon2Floor.memoryKiB, argon2Ceiling.memoryKiB);

const isBetween = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

type Argon2id = (passphrase: Uint8Array, salt: Uint8Array, params: Argon2Params) => Bytes;

let loading: Promise<Argon2id> | undefined;

/** Loads once; a load that failed (network, known answer) is tried again at the next use. */
async function loadedArgon2id(): Promise<Argon2id> {
  loading ??= loadArgon2id();
  try {
    return await loading;
  } catch (failure) {
    loading = undefined;
    throw failure;
  }
}

async function loadArgon2id(): Promise<Argon2id> {
  const sumo = defaultExport(await import('libsodium-wrappers-sumo'));
  await sumo.ready;
  const argon2id: Argon2id = (passphrase, salt, { opsLimit, memoryKiB }) => {
    const memoryBytes = memoryKiB * 1024;
    const algorithm = sumo.crypto_pwhash_ALG_ARGON2ID13;
    return owned(sumo.crypto_pwhash(32, passphrase, salt, opsLimit, memoryBytes, algorithm));
  };
  const { passphrase, salt, params, key } = argon2KnownAnswer();
  invariant(equal(argon2id(passphrase, salt, params), key), 'Argon2id gives its known answer');
  return argon2id;
}
