import { Writer, decodeWith } from '#base/codec.ts';
import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { labels } from '#crypto/labels.ts';
import {
  decodeArgon2Params,
  defaultArgon2Params,
  deriveSlotKey,
  encodeArgon2Params,
} from '#crypto/passphrase.ts';
import type { Random } from '#crypto/random.ts';
import { open, seal } from '#crypto/seal.ts';
import type { SlotKind } from './api.ts';
import type { VaultError } from './errors.ts';
import type { Store, Write } from './ports.ts';

/*
 * Key slots: the ways to the local storage key (LSK), which seals everything on the device that
 * is not already a sealed op or blob. Without a slot LSK lies in clear, and the app says so.
 * Nothing here ever leaves the device.
 */

/** Written beside the slots; a higher number means an app newer than this one wrote here. */
const FORMAT_VERSION = 1;
const SALT_BYTES = 16;
export const LSK_BYTES = 32;
/** Shorter phrases are refused: Argon2id cannot save them. */
export const MIN_PASSPHRASE_LENGTH = 8;

export type Slots = {
  readonly kinds: readonly SlotKind[];
  /** LSK itself, when no slot protects it. */
  readonly clearLsk: Bytes | undefined;
  readonly passphraseSlot: Bytes | undefined;
};

/** What stands on the device: undefined when nothing was ever created. */
export async function readSlots(store: Store): Promise<Result<Slots | undefined, VaultError>> {
  const rows = await store.range('slots', { from: '', to: '\uffff' });
  if (!rows.ok) return rows;
  const byKey = new Map(rows.value.map((row) => [row.key, row.value]));
  const format = byKey.get('format');
  if (format === undefined) return ok(undefined);
  if ((format[0] ?? 0) > FORMAT_VERSION) return err({ type: 'NewerData' });
  const passphraseSlot = byKey.get('passphrase');
  const clearLsk = byKey.get('clear');
  if (passphraseSlot === undefined && clearLsk === undefined) return err({ type: 'StorageDamaged' });
  return ok({ kinds: passphraseSlot ? ['passphrase'] : [], clearLsk, passphraseSlot });
}

/** The writes that leave LSK in clear until a slot is chosen. */
export const clearSlotWrites = (lsk: Bytes): Write[] => [
  { table: 'slots', key: 'format', value: Uint8Array.of(FORMAT_VERSION) },
  { table: 'slots', key: 'clear', value: lsk },
];

/** The writes that put LSK behind a passphrase and take it out of the clear. */
export async function passphraseSlotWrites(
  random: Random,
  lsk: Bytes,
  passphrase: string,
): Promise<Result<Write[], VaultError>> {
  if ([...passphrase].length < MIN_PASSPHRASE_LENGTH) {
    return err({ type: 'PassphraseTooShort', minLength: MIN_PASSPHRASE_LENGTH });
  }
  const salt = random.bytes(SALT_BYTES);
  const params = encodeArgon2Params(defaultArgon2Params);
  const slotKey = await deriveSlotKey(passphrase, salt, defaultArgon2Params);
  if (!slotKey.ok) throw new Error('the default Argon2id parameters are within their own bounds');
  const sealed = seal(random, slotKey.value, labels.slot, slotAad(salt, params), lsk);
  const value = new Writer().lp(salt).lp(params).lp(sealed).done();
  return ok([
    { table: 'slots', key: 'format', value: Uint8Array.of(FORMAT_VERSION) },
    { table: 'slots', key: 'passphrase', value },
    { table: 'slots', key: 'clear', delete: true },
  ]);
}

export async function openPassphraseSlot(
  slot: Bytes,
  passphrase: string,
): Promise<Result<Bytes, VaultError>> {
  const parts = decodeWith(slot, 'passphrase slot', (reader) => ({
    salt: reader.lp('salt', SALT_BYTES),
    params: reader.lp('params', 64),
    sealed: reader.lp('sealed', 256),
  }));
  const params = parts.ok ? decodeArgon2Params(parts.value.params) : parts;
  if (!parts.ok || !params.ok) return err({ type: 'StorageDamaged' });
  const slotKey = await deriveSlotKey(passphrase, parts.value.salt, params.value);
  if (!slotKey.ok) return err({ type: 'StorageDamaged' });
  const { salt, params: encoded, sealed } = parts.value;
  const lsk = open(slotKey.value, labels.slot, slotAad(salt, encoded), sealed);
  return lsk.ok ? lsk : err({ type: 'WrongPassphrase' });
}

const slotAad = (salt: Bytes, params: Bytes): Bytes => new Writer().lp(salt).lp(params).done();
