import { mustGet } from '#base/assert.ts';
import { toHex, type Bytes } from '#base/bytes.ts';
import type { AuthorId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { authorIdOf, createMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { createBundle, decodeBundle, fingerprintOf, type Bundle } from '#protocol/bundle.ts';
import {
  WORDS_DIFFER,
  sealAdmission,
  sealHello,
  type Admission,
} from '#protocol/device-pairing.ts';
import { mailboxOf, openBundle, parseDeviceCode, parsePairingQr } from '#protocol/pairing.ts';
import type { DeviceState, PairingId } from './api.ts';
import { Batch } from './batch.ts';
import { deviceName } from './device-arrival.ts';
import { deviceNotes, noteSeen, renameDevice, tidyName } from './device-entry.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import { memberNotesOf } from './member-notes.ts';
import type { NoteKinds } from './notes.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { failureToError } from './relay-failure.ts';
import { changeAccess } from './removal-acts.ts';
import type { Sync } from './sync.ts';
import { loadSas } from './load-sas.ts';

const DEVICE_RIGHTS = { read: true, write: true, deposit: false, admin: true } as const;

type Candidate = {
  readonly code: Bytes;
  readonly device: Bundle;
  readonly name: string;
  readonly once: MemberKeys;
};

/** The devices of this person: the members of their keyring, and those that ask to join. */
export class Devices {
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #candidates = new Map<PairingId, Candidate>();

  constructor(vault: OpenVault, sync: Sync) {
    this.#vault = vault;
    this.#sync = sync;
  }

  /** Every device that stands in the keyring, under the names that people gave them. */
  async list(): Promise<Result<readonly DeviceState[], VaultError>> {
    const log = this.#keyring();
    const named = await memberNotesOf(this.#vault, log);
    const said = await deviceNotes(this.#vault, log);
    if (!said.ok) return said;
    const devices = Array.from(log.state.members.values(), ({ author }) => {
      const { name, since, seenAt } = said.value.get(author) ?? NOTHING_SAID;
      return {
        device: author,
        name: name ?? named.get(author)?.name ?? '',
        isThis: author === log.author,
        since,
        seenAt,
        isLeaving: this.#vault.notes.get('removal', author) !== undefined,
      };
    });
    return ok(devices);
  }

  rename(device: AuthorId, name: string): Promise<Result<void, VaultError>> {
    return this.#vault.turns.take(async () => {
      const log = this.#keyring();
      if (!log.state.members.has(device)) return err({ type: 'UnknownDevice' });
      const batch = new Batch().tell('devices');
      const renamed = await renameDevice(this.#vault, batch, log, device, name);
      return renamed.ok ? this.#vault.commit(batch) : renamed;
    });
  }

  /** Says, once a day, that this device was here. */
  async noteSeen(): Promise<void> {
    await this.#vault.turns.take(async () => {
      const batch = new Batch().tell('devices');
      const noted = await noteSeen(this.#vault, batch, this.#keyring());
      return noted.ok && noted.value ? this.#vault.commit(batch) : noted;
    });
  }

  /** Lets in again whom the person let in, should another device's change have come first. */
  async resume(): Promise<void> {
    if (this.#vault.notes.list('toAdmit').length === 0) return;
    await this.#vault.turns.take(async () => {
      for (const { id, note } of this.#vault.notes.list('toAdmit')) await this.#letIn(id, note);
    });
  }

  async #letIn(id: string, note: NoteKinds['toAdmit']): Promise<void> {
    const { state, row } = this.#keyring();
    const author = id as AuthorId;
    if (row.pendingAccess) return;
    if (state.members.has(author) || state.removed.has(author)) {
      const batch = new Batch();
      this.#vault.notes.remove(batch, 'toAdmit', id);
      await this.#vault.commit(batch);
      return;
    }
    const bundle = decodeBundle(hexBytes(note.bundle));
    if (bundle.ok) await this.#add(bundle.value, note.name);
  }

  /** Answers a code that a new device shows. Nothing else is sent before the words are compared. */
  async read(
    text: string,
  ): Promise<Result<{ pairing: PairingId; name: string; words: readonly string[] }, VaultError>> {
    const shown = readCode(text, this.#vault.deps.origin);
    if (!shown.ok) return shown;
    const { code, fingerprint } = shown.value;
    const { relay, random } = this.#vault.deps;
    const mailbox = mailboxOf(code);
    const slot = await relay.getMailboxSlot(mailbox, 0, 0);
    if (!slot.ok) {
      const isGone = slot.error.type === 'RelayRefused' && [404, 410].includes(slot.error.status);
      return err(isGone ? { type: 'PairingExpired' } : failureToError(slot.error));
    }
    if (slot.value === undefined) return err({ type: 'PairingExpired' });
    const device = openBundle(code, fingerprint, slot.value);
    if (!device.ok) return err({ type: 'PairingNotAuthentic' });
    const once = createMemberKeys(random);
    const content = {
      rootPublicKey: undefined,
      version: 1,
      displayName: deviceName(''),
      attestations: [],
    };
    const hello = await sealHello({ random }, code, device.value, createBundle(once, content));
    const put = await relay.putMailboxSlot(mailbox, 1, hello, undefined);
    if (!put.ok) {
      const isTaken = put.error.type === 'RelayRefused' && put.error.status === 409;
      return err(isTaken ? { type: 'PairingAlreadyUsed' } : failureToError(put.error));
    }
    const pairing = mailbox as string as PairingId;
    const name = nameOf(device.value);
    this.#candidates.set(pairing, { code, device: device.value, name, once });
    const { sasWords } = await loadSas();
    return ok({ pairing, name, words: sasWords(fingerprintOf(device.value), mailbox, hello) });
  }

  /** The words were compared. The same: the device becomes a member, then is given the keys. */
  async admit(pairing: PairingId, same: boolean): Promise<Result<void, VaultError>> {
    const candidate = this.#candidates.get(pairing);
    if (!candidate) return err({ type: 'PairingExpired' });
    const { random, relay } = this.#vault.deps;
    const { code, device, name, once } = candidate;
    if (!same) {
      this.#candidates.delete(pairing);
      // Should this be lost, the code is given up all the same, when its quarter of an hour is over.
      await relay.putMailboxSlot(mailboxOf(code), 2, WORDS_DIFFER, undefined);
      return ok(undefined);
    }
    const added = await this.#vault.turns.take(() => this.#add(device, name));
    if (!added.ok) return added;
    const { secretKey } = once.signing;
    const sealed = await sealAdmission({ random }, code, device, this.#admission(), secretKey);
    const put = await relay.putMailboxSlot(mailboxOf(code), 2, sealed, undefined);
    if (!put.ok) return err(failureToError(put.error));
    this.#candidates.delete(pairing);
    return ok(undefined);
  }

  #keyring(): OpenLog {
    return this.#vault.logs.must(this.#vault.keyring);
  }

  async #add(device: Bundle, name: string): Promise<Result<void, VaultError>> {
    const { notes } = this.#vault;
    const log = this.#keyring();
    const author = authorIdOf(device.signingPublicKey);
    // Somebody who stands already needs no second admission: their keys go to them again.
    if (log.state.members.has(author)) return ok(undefined);
    const { signingPublicKey, kemPublicKey } = device;
    const member = { signingPublicKey, kemPublicKey, rights: DEVICE_RIGHTS, name };
    return changeAccess(this.#vault, log, { add: [member] }, (batch) => {
      notes.put(batch, 'toAdmit', author, { bundle: toHex(device.bytes), name });
    });
  }

  #admission(): Admission {
    const { deps, keyring } = this.#vault;
    const log = this.#keyring();
    const epochs = Object.keys(log.row.epochKeys)
      .map(Number)
      .sort((a, b) => a - b)
      .map((epoch) => ({ epoch, key: mustGet(log.keyOf(epoch), 'a key of the row') }));
    const { relayPublicKey } = this.#sync;
    const head = this.#sync.headOf(keyring);
    const relay = relayPublicKey && head ? { publicKey: relayPublicKey, head } : undefined;
    return { keyring, epochs, relayOrigin: deps.origin, relay };
  }
}

const NOTHING_SAID = { name: undefined, since: undefined, seenAt: undefined };

/** A scanned QR, or the 26 characters typed: then the words vouch for the fingerprint. */
function readCode(
  text: string,
  origin: string,
): Result<{ code: Bytes; fingerprint: Bytes | undefined }, VaultError> {
  const qr = parsePairingQr(text.trim());
  if (!qr.ok) {
    const code = parseDeviceCode(text);
    return code.ok
      ? ok({ code: code.value, fingerprint: undefined })
      : err({ type: 'NotAPairingCode' });
  }
  if (qr.value.sort !== 'device') return err({ type: 'PairingCodeOfOtherSort' });
  if (qr.value.origin !== origin) return err({ type: 'PairingFromOtherRelay' });
  return ok({ code: qr.value.code, fingerprint: qr.value.fingerprint });
}

/** The name that a device gives itself; empty when it says none that can be read. */
function nameOf({ displayName }: Bundle): string {
  try {
    const json: unknown = JSON.parse(displayName);
    const name = typeof json === 'object' && json !== null && 'name' in json ? json.name : '';
    return typeof name === 'string' ? tidyName(name) : '';
  } catch {
    return '';
  }
}
