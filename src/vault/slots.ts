import { Writer, decodeWith } from '#base/codec.ts';
import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { kdf } from '#crypto/hash.ts';
import { labels } from '#crypto/labels.ts';
import {
  decodeArgon2Params,
  defaultArgon2Params,
  deriveSlotKey,
  encodeArgon2Params,
} from '#crypto/passphrase.ts';
import type { Random } from '#crypto/random.ts';
import { open, seal } from '#crypto/seal.ts';
import type { FirstLock, NewPasskey, PasskeySlot, SlotKind, SlotName } from './api.ts';
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
  /** What the page needs to ask each passkey for its secret, and the slot it opens. */
  readonly passkeys: readonly (PasskeySlot & { readonly sealed: Bytes })[];
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
  const passkeys = rows.value.flatMap((row) => readPasskeySlot(row.key, row.value) ?? []);
  const kinds: SlotKind[] = passphraseSlot ? ['passphrase'] : [];
  if (passkeys.length > 0) kinds.push('passkey');
  if (kinds.length === 0 && clearLsk === undefined) return err({ type: 'StorageDamaged' });
  return ok({ kinds, clearLsk, passphraseSlot, passkeys });
}

/** The writes that leave LSK in clear until a slot is chosen. */
const clearSlotWrites = (lsk: Bytes): Write[] => [
  { table: 'slots', key: 'format', value: Uint8Array.of(FORMAT_VERSION) },
  { table: 'slots', key: 'clear', value: lsk },
];

/** The writes that put LSK behind a passphrase and take it out of the clear. */
export async function passphraseSlotWrites(
  random: Random,
  lsk: Bytes,
  passphrase: string,
): Promise<Result<Write[], VaultError>> {
  if (passphrase.length < MIN_PASSPHRASE_LENGTH) {
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

const PASSKEY_PREFIX = 'passkey/';

/** The writes that put LSK behind a passkey's PRF secret (WebAuthn Level 3, §10.1.4). */
export function passkeySlotWrites(random: Random, lsk: Bytes, passkey: NewPasskey): Write[] {
  const { credentialId, salt, name } = passkey;
  const aad = new Writer().text(credentialId).text(salt).done();
  const key = kdf(passkey.prf, labels.slotPrf, aad, LSK_BYTES);
  const sealed = seal(random, key, labels.slot, aad, lsk);
  const value = new Writer().text(credentialId).text(salt).text(name).lp(sealed).done();
  return [
    { table: 'slots', key: 'format', value: Uint8Array.of(FORMAT_VERSION) },
    { table: 'slots', key: `${PASSKEY_PREFIX}${credentialId}`, value },
    { table: 'slots', key: 'clear', delete: true },
  ];
}

function readPasskeySlot(
  key: string,
  value: Bytes,
): (PasskeySlot & { readonly sealed: Bytes }) | undefined {
  if (!key.startsWith(PASSKEY_PREFIX)) return undefined;
  const slot = decodeWith(value, 'passkey slot', (reader) => ({
    credentialId: reader.text('credential', 2048),
    salt: reader.text('salt', 64),
    name: reader.text('name', 256),
    sealed: reader.lp('sealed', 256),
  }));
  return slot.ok ? slot.value : undefined;
}

/** @param prf 32 bytes that the passkey gave for the slot's salt */
export function openPasskeySlot(
  slots: Slots,
  credentialId: string,
  prf: Uint8Array,
): Result<Bytes, VaultError> {
  const slot = slots.passkeys.find((passkey) => passkey.credentialId === credentialId);
  if (!slot) return err({ type: 'UnknownPasskey' });
  const aad = new Writer().text(slot.credentialId).text(slot.salt).done();
  const lsk = open(kdf(prf, labels.slotPrf, aad, LSK_BYTES), labels.slot, aad, slot.sealed);
  return lsk.ok ? lsk : err({ type: 'UnknownPasskey' });
}

/** The writes that take a slot away; without any other, LSK lies in clear again. */
export function removeSlotWrites(slots: Slots, lsk: Bytes, slot: SlotName): Write[] {
  const key = slot === 'passphrase' ? 'passphrase' : `${PASSKEY_PREFIX}${slot.credentialId}`;
  const left = slots.passkeys.length + (slots.passphraseSlot ? 1 : 0) - 1;
  const removal: Write = { table: 'slots', key, delete: true };
  return left > 0 ? [removal] : [removal, { table: 'slots', key: 'clear', value: lsk }];
}

/** Every row of the slots, gone: before others are written under a new LSK. */
export const dropSlotsWrites = (slots: Slots): Write[] => [
  { table: 'slots', key: 'clear', delete: true },
  { table: 'slots', key: 'passphrase', delete: true },
  ...slots.passkeys.map(({ credentialId }): Write => ({
    table: 'slots',
    key: `${PASSKEY_PREFIX}${credentialId}`,
    delete: true,
  })),
];

/** The writes of a new vault's first lock, or of none. */
export async function firstLockWrites(
  random: Random,
  lsk: Bytes,
  lock: FirstLock,
): Promise<Result<Write[], VaultError>> {
  if (lock === undefined) return ok(clearSlotWrites(lsk));
  if ('passkey' in lock) return ok(passkeySlotWrites(random, lsk, lock.passkey));
  return passphraseSlotWrites(random, lsk, lock.passphrase);
}

const RECOVERY_KEY = 'recovery';

/**
 * The signed write of the recovery box, sealed by the words alone: in no table that a lost lock
 * takes with it, so that the words still open what this device holds.
 */
export const recoveryWriteRow = (write: Bytes): Write => ({
  table: 'slots',
  key: RECOVERY_KEY,
  value: write,
});

export const readRecoveryWrite = (store: Store): ReturnType<Store['get']> =>
  store.get('slots', RECOVERY_KEY);

/** LSK by the passphrase, or as it lies in clear where no lock was chosen. */
export async function lskOf(slots: Slots, passphrase: string): Promise<Result<Bytes, VaultError>> {
  if (slots.passphraseSlot) return openPassphraseSlot(slots.passphraseSlot, passphrase);
  return slots.clearLsk ? ok(slots.clearLsk) : err({ type: 'StorageDamaged' });
}
