import { mustGet } from '#base/assert.ts';
import { toHex } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import { decodeBundle, fingerprintOf } from '#protocol/bundle.ts';
import { sealGrant, type Grant } from '#protocol/grant.ts';
import { mailboxOf } from '#protocol/pairing.ts';
import { Batch } from './batch.ts';
import { channelOf } from './channel-entry.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import type { NoteKinds } from './notes.ts';
import { memberKeysOf } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import type { RelayFailure } from './ports.ts';
import type { Sync } from './sync.ts';
import { loadSas } from './load-sas.ts';

/** The answers to pairing codes: what lets a correspondent into a channel. */
export class Grants {
  readonly #vault: OpenVault;
  readonly #sync: Sync;

  constructor(vault: OpenVault, sync: Sync) {
    this.#vault = vault;
    this.#sync = sync;
  }

  /**
   * Seals the grant of a channel that was made. From then on its words are fixed, and every retry
   * sends the same bytes; sealed already, its words are told again.
   */
  seal(record: LogId, logId: LogId): Promise<Result<readonly string[], VaultError>> {
    return this.#vault.turns.take(async () => {
      const channel = await channelOf(this.#vault, record, logId);
      if (!channel.ok) return channel;
      const plan = this.#vault.notes.get('toGrant', logId);
      if (plan === undefined) return ok(channel.value.words);
      const { words, mailbox, answer } = await this.#answer(logId, plan, channel.value.until);
      const batch = new Batch().tell('channels', 'sync');
      this.#vault.notes.remove(batch, 'toGrant', logId);
      this.#vault.notes.put(batch, 'grant', logId, { mailbox, answer: toHex(answer) });
      const at = this.#vault.deps.clock.now();
      const log = this.#vault.logs.must(record);
      const written = await writeEntries(this.#vault, batch, log, [
        { type: 'change', id: channel.value.entry, fields: { words }, at },
      ]);
      if (!written.ok) return written;
      const done = await this.#vault.commit(batch);
      return done.ok ? ok(words) : done;
    });
  }

  async #answer(
    logId: LogId,
    plan: NoteKinds['toGrant'],
    notAfter: Instant | undefined,
  ): Promise<Pick<NoteKinds['grant'], 'mailbox'> & { words: string[]; answer: Uint8Array }> {
    const { deps, logs } = this.#vault;
    const code = hexBytes(plan.code);
    const decoded = decodeBundle(hexBytes(plan.bundle));
    const bundle = mustGet(decoded.ok ? decoded.value : undefined, 'a bundle that was read');
    const { relayPublicKey } = this.#sync;
    const head = this.#sync.headOf(logId);
    const grant: Grant = {
      logId,
      logKey: mustGet(logs.must(logId).keyOf(1), 'the first key'),
      memberKeys: memberKeysOf(plan.readerSeeds),
      title: '',
      notAfter,
      relayOrigin: deps.origin,
      relay: relayPublicKey && head ? { publicKey: relayPublicKey, head } : undefined,
    };
    const ownerKeys = signingKeyPairFromSeed(hexBytes(plan.ownerSeed));
    const answer = await sealGrant(deps, code, bundle, grant, ownerKeys.secretKey);
    const mailbox = mailboxOf(code);
    const { sasWords } = await loadSas();
    return { words: sasWords(fingerprintOf(bundle), mailbox, answer), mailbox, answer };
  }

  /** After a crash in the middle of an opening: seals what was not sealed. */
  async resume(): Promise<void> {
    for (const { id } of this.#vault.notes.list('toGrant')) {
      const record = this.#vault.logs.get(id as LogId)?.row.record;
      if (record !== undefined) await this.seal(record, id as LogId);
    }
  }

  /** Puts what waits into its mailbox. Answers the channels whose mailbox is taken or gone. */
  async deliver(): Promise<readonly LogId[]> {
    if (this.#sync.relayIsStrange) return [];
    const { deps, notes, turns } = this.#vault;
    const refused: LogId[] = [];
    for (const { id, note } of notes.list('grant')) {
      const put = await deps.relay.putMailboxSlot(
        note.mailbox,
        1,
        hexBytes(note.answer),
        undefined,
      );
      if (!put.ok && !isFinal(put.error)) continue;
      // Whoever answered first, it was not us: the words would not match.
      if (!put.ok) refused.push(id as LogId);
      await turns.take(() => {
        const batch = new Batch().tell('channels');
        notes.remove(batch, 'grant', id);
        return this.#vault.commit(batch);
      });
    }
    return refused;
  }
}

/** Unknown, taken or over: no later try would be answered otherwise. */
const isFinal = (failure: RelayFailure): boolean =>
  failure.type === 'RelayRefused' && [404, 409, 410].includes(failure.status);
