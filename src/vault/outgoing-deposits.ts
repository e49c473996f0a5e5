import { toHex } from '#base/bytes.ts';
import type { BlobId, LogId, OpHash } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { instant } from '#base/time.ts';
import type { OutboundOp } from '#protocol/client-events.ts';
import type { Refusal } from '#protocol/messages.ts';
import { headOf } from '#protocol/log-rules.ts';
import type { Op } from '#protocol/op.ts';
import type { Statement } from '#protocol/statement.ts';
import type { GivenDeposit } from './api.ts';
import { Batch } from './batch.ts';
import { sendBlob } from './blob-sending.ts';
import type { SealedFile } from './blob-shelf.ts';
import type { ChannelOf, CorrespondentChannel } from './correspondent-channel.ts';
import type { VaultError } from './errors.ts';
import type { Kept } from './follower.ts';
import { readGiven, type Given } from './given-deposits.ts';
import { hexBytes } from './hex-bytes.ts';
import type { NoteKinds } from './notes.ts';
import { drawWriter } from './open-log.ts';
import { idIn, noteId, opsIn, partsOf } from './outgoing-note.ts';
import type { OpenVault } from './open-vault.ts';
import { sealInOrder, type CorrespondentPlace, type OutgoingOps } from './correspondent-place.ts';
import type { Sync } from './sync.ts';

const RETRY_MS = 5_000;

type Waiting = { readonly id: string; readonly note: NoteKinds['deposit'] };

/**
 * What this person deposits, on its way: signed once, kept until the relay has it. One at a time in
 * each channel: its file, then the op that attaches it, then the deposit. Ops are sealed where the
 * channel was read to its end, and stored before they are sent.
 */
export class OutgoingDeposits {
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #channelOf: ChannelOf;
  readonly #working = new Set<LogId>();
  readonly #again = new Set<LogId>();
  #stopped = false;

  constructor(vault: OpenVault, sync: Sync, channelOf: ChannelOf) {
    this.#vault = vault;
    this.#sync = sync;
    this.#channelOf = channelOf;
  }

  /** Keeps what is to be sent, file included, in one transaction; then sends it. */
  async add(statement: Statement, file: SealedFile | undefined): Promise<Result<void, VaultError>> {
    const { logId } = statement;
    const kept = await this.#vault.turns.take(() => {
      const batch = new Batch().tell('patients');
      if (file) this.#vault.blobs.keep(batch, file);
      this.#vault.notes.put(batch, 'deposit', noteId(statement), {
        channel: logId,
        statement: toHex(statement.bytes),
        blob: file?.row.blob ?? null,
        ops: null,
        trouble: null,
      });
      return this.#vault.commit(batch);
    });
    if (kept.ok) this.wake(logId);
    return kept;
  }

  /** Gives up what waits, and its file. */
  drop(deposit: string): Promise<Result<void, VaultError>> {
    return this.#vault.turns.take(() => {
      const found = this.#all().find(({ note }) => idIn(note) === deposit);
      if (!found) return Promise.resolve(err({ type: 'UnknownEntry' } as const));
      return this.#vault.commit(this.#forget(found));
    });
  }

  /** The channel ended: receipts say nothing to anybody any more. */
  async ended(channel: LogId): Promise<void> {
    await this.#vault.turns.take(async () => {
      for (const waiting of this.#all(channel)) {
        if (!readGiven(hexBytes(waiting.note.statement))) {
          await this.#vault.commit(this.#forget(waiting));
        }
      }
    });
  }

  /** What waits, as screens show it; receipts are not shown. */
  waitingIn(channel: LogId): { given: Given; state: GivenDeposit['state'] }[] {
    const isClosed = this.#channelOf(channel)?.isClosed !== false;
    return this.#all(channel).flatMap(({ note }) => {
      const given = readGiven(hexBytes(note.statement));
      const state = isClosed ? 'windowClosed' : (note.trouble ?? 'sending');
      return given ? [{ given, state }] : [];
    });
  }

  /** The channels that something waits in. */
  get channels(): ReadonlySet<LogId> {
    return new Set(this.#all().map(({ note }) => note.channel));
  }

  opsOf(channel: LogId): OutgoingOps {
    return {
      unsent: () => this.#unsent(channel),
      accepted: (op) => this.#accepted(channel, op),
      refused: (hash, reason) => this.#refused(channel, hash, reason),
      caughtUp: () => {
        this.wake(channel);
      },
    };
  }

  /** Goes on with what waits in a channel, if it can. */
  wake(channel: LogId): void {
    if (this.#stopped) return;
    if (this.#working.has(channel)) {
      this.#again.add(channel);
      return;
    }
    this.#working.add(channel);
    void this.#work(channel).finally(() => {
      this.#working.delete(channel);
      if (this.#again.delete(channel)) this.wake(channel);
    });
  }

  stop(): void {
    this.#stopped = true;
  }

  async #work(logId: LogId): Promise<void> {
    const channel = this.#channelOf(logId);
    const [first] = this.#all(logId);
    const place = channel?.place;
    if (!channel || !place || !first || !this.#sync.isLive(logId)) return;
    if (first.note.ops) return this.#resume(place, first);
    const { blob } = first.note;
    const sent =
      blob === null || channel.shows(blob) ? ok(undefined) : await this.#send(logId, blob);
    if (!sent.ok) return this.#failed(first, sent.error);
    await this.#seal(channel, first);
  }

  async #send(logId: LogId, blob: BlobId): Promise<Result<void, VaultError>> {
    const row = await this.#vault.blobs.row(blob);
    if (!row.ok) return row;
    if (!row.value) return err({ type: 'FileNotHere' });
    const isStopped = (): boolean => this.#stopped;
    return sendBlob(this.#vault, this.#sync, logId, row.value, {
      isStopped,
      sent: () => undefined,
    });
  }

  /** Tried again after a while: nothing else may ever wake the work. */
  async #failed(waiting: Waiting, { type }: VaultError): Promise<void> {
    if (this.#stopped) return;
    if (type === 'QuotaReached') await this.#change(waiting, { trouble: 'overQuota' });
    const { clock, timers } = this.#vault.deps;
    timers.at(instant(clock.now() + RETRY_MS), () => {
      this.wake(waiting.note.channel);
    });
  }

  /** The channel may have gone on while the file was sent: its end is looked at within the turn. */
  async #seal(channel: CorrespondentChannel, waiting: Waiting): Promise<void> {
    const { notes, turns, deps } = this.#vault;
    await turns.take(async () => {
      const place = channel.place;
      const note = notes.get('deposit', waiting.id);
      if (!place || !note || note.ops) return;
      const known = notes.get('channelWriter', note.channel)?.writer;
      const writer = known ?? drawWriter(deps.random);
      const ops = sealInOrder(deps.random, place, writer, partsOf(note));
      const batch = new Batch().tell('patients', 'sync');
      notes.put(batch, 'channelWriter', note.channel, { writer });
      notes.put(batch, 'deposit', waiting.id, { ...note, ops: ops.map((op) => toHex(op.bytes)) });
      await this.#vault.commit(batch);
    });
  }

  /** After a cut or a crash: what the relay has of these ops it has served by now. */
  async #resume(place: CorrespondentPlace, waiting: Waiting): Promise<void> {
    const ops = opsIn(waiting.note);
    const [first, last] = [ops.at(0), ops.at(-1)];
    if (!first || !last) return;
    const head = headOf(place.log, first);
    if (head.seq === last.seq && head.hash === last.hash) return this.#settle(waiting);
    const before = ops.find((op) => op.seq === head.seq);
    const follows = before ? before.hash === head.hash : head.seq + 1 === first.seq;
    // Another installation wrote in our place: a copy of this device. Its writer is given up.
    if (!follows) await this.#sealAnew(waiting, 'newWriter');
    else this.#vault.bell.ring(new Set(['sync']));
  }

  #unsent(channel: LogId): readonly OutboundOp[] {
    const [first] = this.#all(channel);
    const log = this.#channelOf(channel)?.place?.log;
    if (!first || !log) return [];
    const ops = opsIn(first.note).filter((op) => op.seq > headOf(log, op).seq);
    return ops.map(({ seq: order, hash, bytes }) => ({ order, hash, bytes }));
  }

  async #accepted(channel: LogId, { hash }: Op): Promise<Kept> {
    const [first] = this.#all(channel);
    if (first && opsIn(first.note).at(-1)?.hash === hash) await this.#settle(first);
    return ok(undefined);
  }

  async #settle(waiting: Waiting): Promise<void> {
    await this.#vault.turns.take(() => this.#vault.commit(this.#forget(waiting)));
    this.wake(waiting.note.channel);
  }

  async #refused(channel: LogId, hash: OpHash, reason: Refusal): Promise<void> {
    const first = this.#all(channel).find(({ note }) => opsIn(note).some((op) => op.hash === hash));
    if (!first) return;
    switch (reason) {
      case 'QUOTA':
      case 'FULL':
        return this.#change(first, { trouble: 'overQuota' });
      case 'FORK':
        return this.#sealAnew(first, 'newWriter');
      case 'EPOCH':
      case 'STALE':
      case 'GAP':
      case 'MISSING':
        return this.#sealAnew(first, 'sameWriter');
      case 'MALFORMED':
      case 'TOO_LARGE':
        throw new Error(`the relay finds an op of ours ${reason}: ${hash}`);
      // Nothing here cures these; the very same op goes again after a pause.
      case 'NOT_FOUND':
      case 'REMOVED':
      case 'FORBIDDEN':
      case 'BAD_SIGNATURE':
      case 'UNSUPPORTED':
      case 'BUSY':
      case 'UNAVAILABLE':
        return;
    }
  }

  async #sealAnew(waiting: Waiting, writer: 'newWriter' | 'sameWriter'): Promise<void> {
    const { notes, turns } = this.#vault;
    await turns.take(() => {
      const batch = new Batch().tell('patients');
      if (writer === 'newWriter') notes.remove(batch, 'channelWriter', waiting.note.channel);
      notes.put(batch, 'deposit', waiting.id, { ...waiting.note, ops: null });
      return this.#vault.commit(batch);
    });
    const { clock, timers } = this.#vault.deps;
    timers.at(instant(clock.now() + RETRY_MS), () => {
      this.wake(waiting.note.channel);
    });
  }

  async #change({ id }: Waiting, change: Partial<NoteKinds['deposit']>): Promise<void> {
    const { notes, turns } = this.#vault;
    await turns.take(() => {
      const batch = new Batch().tell('patients');
      const note = notes.get('deposit', id);
      if (note) notes.put(batch, 'deposit', id, { ...note, ...change });
      return this.#vault.commit(batch);
    });
  }

  #forget({ id, note }: Waiting): Batch {
    const batch = new Batch().tell('patients');
    this.#vault.notes.remove(batch, 'deposit', id);
    if (note.blob !== null) this.#vault.blobs.forget(batch, note.blob);
    return batch;
  }

  /** Oldest first. */
  #all(channel?: LogId): Waiting[] {
    const all = this.#vault.notes.list('deposit');
    const its = channel === undefined ? all : all.filter(({ note }) => note.channel === channel);
    return its.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
