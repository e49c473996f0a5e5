import { mustGet } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import type { AuthorId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { createMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { decodeAccessChange, decodeAccessNotes } from '#protocol/access-codec.ts';
import { createBundle, fingerprintOf, type Bundle } from '#protocol/bundle.ts';
import { sealAdmission, sealHello, type Admission } from '#protocol/device-pairing.ts';
import { accessChange } from '#protocol/genesis.ts';
import { openOp } from '#protocol/op-codec.ts';
import { mailboxOf, openBundle, parseDeviceCode, parsePairingQr } from '#protocol/pairing.ts';
import type { DeviceState, PairingId } from './api.ts';
import { Batch } from './batch.ts';
import { deviceName } from './device-arrival.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { failureToError } from './relay-failure.ts';
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

  /** Every device that stands in the keyring; names as they were given when they joined. */
  async list(): Promise<readonly DeviceState[]> {
    const log = this.#keyring();
    const named = await this.#notes(log);
    return Array.from(log.state.members.values(), ({ author }) => ({
      device: author,
      name: named.get(author)?.name ?? '',
      isThis: author === log.author,
    }));
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
    if (!same) {
      this.#candidates.delete(pairing);
      return ok(undefined);
    }
    const added = await this.#vault.turns.take(() => this.#add(candidate));
    if (!added.ok) return added;
    const { random, relay } = this.#vault.deps;
    const { code, device, once } = candidate;
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

  async #add({ device, name }: Candidate): Promise<Result<void, VaultError>> {
    const { deps, logs } = this.#vault;
    const log = this.#keyring();
    const named = await this.#notes(log);
    const changed = await accessChange(deps, log.state, {
      signing: log.member.signing,
      writer: log.row.writer,
      seen: log.cursor,
      logKey: mustGet(log.keyOf(log.state.epoch), 'the key of the current epoch'),
      kemPublicKeys: new Map(Array.from(named, ([author, { kem }]) => [author, kem])),
      add: [
        {
          signingPublicKey: device.signingPublicKey,
          kemPublicKey: device.kemPublicKey,
          rights: DEVICE_RIGHTS,
          name,
        },
      ],
    });
    // Somebody who stands already needs no second admission: their keys go to them again.
    if (!changed.ok) return changed.error === 'FORBIDDEN' ? ok(undefined) : notAdmitted();
    const batch = new Batch().tell('devices', 'sync');
    logs.appendMade(batch, log, changed.value.op);
    return this.#vault.commit(batch);
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

  /** Names and X-Wing keys of members, from the sealed notes of the keyring's access ops. */
  async #notes(log: OpenLog): Promise<Map<AuthorId, { name: string; kem: Bytes }>> {
    const named = new Map<AuthorId, { name: string; kem: Bytes }>();
    for await (const { op } of this.#vault.logs.places.ops(log.logId)) {
      if (op.kind !== 'access' || !decodeAccessChange(op.publicPart).ok) continue;
      const key = log.keyOf(op.epoch);
      const body = key && openOp(op, key);
      const notes = body?.ok === true ? decodeAccessNotes(body.value.payload) : undefined;
      if (notes?.ok !== true) continue;
      for (const { author, name, kemPublicKey } of notes.value.members) {
        named.set(author, { name, kem: kemPublicKey });
      }
    }
    return named;
  }
}

const notAdmitted = (): Result<never, VaultError> => err({ type: 'PairingNotAuthentic' });

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
    return typeof name === 'string' ? name.replace(/\p{C}/gu, '').slice(0, 60) : '';
  } catch {
    return '';
  }
}
