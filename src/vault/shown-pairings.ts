import { equal, toHex } from '#base/bytes.ts';
import type { EntryId, MailboxId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { encodeMemberKeys } from '#crypto/keys.ts';
import { fingerprintOf } from '#protocol/bundle.ts';
import { openGrant, type Grant, type UncheckedGrant } from '#protocol/grant.ts';
import { limits } from '#protocol/limits.ts';
import type { SignedHead } from '#protocol/messages.ts';
import { createPairingCode, mailboxOf, pairingQrText, sealBundle } from '#protocol/pairing.ts';
import type { Json } from '#record/entry.ts';
import type { PairingId, PairingState } from './api.ts';
import { Batch } from './batch.ts';
import type { Correspondences } from './correspondences.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenVault } from './open-vault.ts';
import { professionalOf } from './professional.ts';
import { failureToError } from './relay-failure.ts';
import type { Sync } from './sync.ts';
import { loadSas } from './load-sas.ts';

const POLL_MS = 20_000;
const RETRY_MS = 2_000;

type Shown = {
  readonly mailbox: MailboxId;
  failure: VaultError | undefined;
  polling: boolean;
};

/** The practitioner's side of pairing: codes on the screen, and the answers that come to them. */
export class ShownPairings {
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #correspondences: Correspondences;
  readonly #shown = new Map<PairingId, Shown>();
  #stopped = false;

  constructor(vault: OpenVault, sync: Sync, correspondences: Correspondences) {
    this.#vault = vault;
    this.#sync = sync;
    this.#correspondences = correspondences;
  }

  /** A fresh code for one person, its mailbox opened at the relay. */
  async show(): Promise<Result<{ pairing: PairingId; qrText: string }, VaultError>> {
    const own = await professionalOf(this.#vault);
    if (!own.ok) return own;
    if (!own.value) return err({ type: 'NoProfessionalIdentity' });
    const { deps, notes, turns } = this.#vault;
    const code = createPairingCode(deps);
    const mailbox = mailboxOf(code);
    const token = await this.#sync.blobToken(this.#vault.keyring);
    if (!token.ok) return token;
    const bundle = sealBundle(deps, code, own.value.bundle);
    const put = await deps.relay.putMailboxSlot(mailbox, 0, bundle, token.value);
    if (!put.ok) return err(failureToError(put.error));
    const qrText = pairingQrText(deps.origin, fingerprintOf(own.value.bundle), code);
    const expires = (deps.clock.now() + limits.mailboxMs) as Instant;
    const kept = await turns.take(async () => {
      const batch = new Batch().tell('pairing');
      const shown = { code: toHex(code), qrText, expires, answer: null };
      notes.put(batch, 'shown', mailbox, shown);
      return this.#vault.commit(batch);
    });
    if (!kept.ok) return kept;
    const pairing = mailbox as string as PairingId;
    this.#poll(pairing);
    return ok({ pairing, qrText });
  }

  async stopShowing(pairing: PairingId): Promise<Result<void, VaultError>> {
    this.#shown.delete(pairing);
    return this.#vault.turns.take(async () => {
      const batch = new Batch().tell('pairing');
      this.#vault.notes.remove(batch, 'shown', pairing);
      return this.#vault.commit(batch);
    });
  }

  /** Listens again for every code that is still shown or on its way. */
  resume(): void {
    const now = this.#vault.deps.clock.now();
    for (const { id, note } of this.#vault.notes.list('shown')) {
      if (note.answer === null && note.expires > now) this.#poll(id as PairingId);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  state(pairing: PairingId): PairingState {
    const note = this.#vault.notes.get('shown', pairing);
    const failure = this.#shown.get(pairing)?.failure;
    if (failure) return { state: 'failed', error: failure };
    if (!note) return { state: 'failed', error: { type: 'PairingExpired' } };
    const { qrText, expires, answer } = note;
    return answer ? { state: 'answered', ...answer } : { state: 'waiting', qrText, expires };
  }

  #poll(pairing: PairingId): void {
    const known = this.#shown.get(pairing);
    if (known?.polling === true) return;
    const shown: Shown = {
      mailbox: pairing as string as MailboxId,
      failure: undefined,
      polling: true,
    };
    this.#shown.set(pairing, shown);
    void this.#listen(pairing, shown).finally(() => {
      shown.polling = false;
    });
  }

  async #listen(pairing: PairingId, shown: Shown): Promise<void> {
    const { deps, notes, bell } = this.#vault;
    while (!this.#stopped && this.#shown.get(pairing) === shown) {
      const note = notes.get('shown', pairing);
      if (!note || note.expires <= deps.clock.now()) {
        shown.failure = { type: 'PairingExpired' };
        bell.ring(new Set(['pairing']));
        return;
      }
      const slot = await deps.relay.getMailboxSlot(shown.mailbox, 1, POLL_MS);
      if (slot.ok && slot.value !== undefined) {
        const taken = await this.#answered(pairing, hexBytes(note.code), slot.value);
        if (!taken.ok) shown.failure = taken.error;
        bell.ring(new Set(['pairing', 'patients']));
        return;
      }
      if (!slot.ok && slot.error.type === 'RelayRefused' && isGone(slot.error.status)) {
        shown.failure = { type: 'PairingExpired' };
        bell.ring(new Set(['pairing']));
        return;
      }
      if (!slot.ok) await this.#pause();
    }
  }

  /** The grant waits for the genesis that vouches for it; its words are known already. */
  async #answered(
    pairing: PairingId,
    code: Uint8Array<ArrayBuffer>,
    answer: Uint8Array,
  ): Promise<Result<void, VaultError>> {
    const own = await professionalOf(this.#vault);
    if (!own.ok) return own;
    if (!own.value) return err({ type: 'NoProfessionalIdentity' });
    const fingerprint = fingerprintOf(own.value.bundle);
    const opened = await openGrant(code, fingerprint, own.value.keys.kemSeed, answer);
    if (!opened.ok) return err({ type: 'PairingNotAuthentic' });
    const { grant } = opened.value;
    const fault = this.#faultOf(grant);
    if (fault) return err(fault);
    const { sasWords } = await loadSas();
    const words = sasWords(fingerprint, mailboxOf(code), answer);
    const kept = await this.#vault.turns.take(() =>
      this.#keep(pairing, opened.value, words, fingerprint),
    );
    if (kept.ok) this.#correspondences.follow(kept.value);
    return kept.ok ? ok(undefined) : kept;
  }

  async #keep(
    pairing: PairingId,
    { grant, signed, signature }: UncheckedGrant,
    words: readonly string[],
    fingerprint: Uint8Array,
  ): Promise<Result<EntryId, VaultError>> {
    const { deps, notes, logs, keyring } = this.#vault;
    const id = toHex(deps.random.bytes(16)) as EntryId;
    const at = deps.clock.now();
    const fields = {
      channel: grant.logId,
      epochs: [{ epoch: 1, key: toHex(grant.logKey) }],
      memberSeeds: toHex(encodeMemberKeys(grant.memberKeys)),
      title: grant.title,
      words,
      openedAt: at,
      until: grant.notAfter ?? null,
      fingerprint: toHex(fingerprint),
      ...(grant.relay && { head: seenHead(grant.relay.head) }),
      details: { signed: toHex(signed), signature: toHex(signature) },
    };
    const batch = new Batch().tell('patients', 'pairing');
    const log = logs.must(keyring);
    const written = await writeEntries(this.#vault, batch, log, [
      { type: 'add', id, section: 'correspondents', fields, at },
    ]);
    if (!written.ok) return written;
    const note = notes.get('shown', pairing);
    if (note) {
      notes.put(batch, 'shown', pairing, { ...note, answer: { channel: grant.logId, words } });
    }
    const done = await this.#vault.commit(batch);
    return done.ok ? ok(id) : done;
  }

  /** A grant is for the relay that both see, and for a log that this device knows nothing of yet. */
  #faultOf({ relayOrigin, relay, logId }: Grant): VaultError | undefined {
    const ours = this.#sync.relayPublicKey;
    const isOtherKey = relay && ours && !equal(relay.publicKey, ours);
    if (relayOrigin !== this.#vault.deps.origin || isOtherKey) {
      return { type: 'PairingFromOtherRelay' };
    }
    return this.#vault.logs.get(logId) ? { type: 'PairingNotAuthentic' } : undefined;
  }

  #pause(): Promise<void> {
    const { timers, clock } = this.#vault.deps;
    return new Promise((resolve) => {
      timers.at((clock.now() + RETRY_MS) as Instant, resolve);
    });
  }
}

/** Unknown or over; anything else may pass. */
const isGone = (status: number): boolean => status === 404 || status === 410;

const seenHead = ({ inc, relaySeq, chain }: SignedHead): Json => ({
  inc,
  relaySeq,
  relayChain: chain,
});
