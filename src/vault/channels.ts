import { mustGet } from '#base/assert.ts';
import { toHex, type Bytes } from '#base/bytes.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { createMemberKeys, encodeMemberKeys } from '#crypto/keys.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import type { Bundle } from '#protocol/bundle.ts';
import type { WindowFilter } from '#record/window.ts';
import type { Bearer } from './api.ts';
import { Batch } from './batch.ts';
import { channelFields, channelOf, channelsOf } from './channel-entry.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import { makeLog, memberOf, wrapOwnerSeed } from './make-log.ts';
import { Grants } from './grants.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { flooredNow } from './relay-clock.ts';
import type { Sync } from './sync.ts';
import { publishWindow } from './window-publisher.ts';

const HOLDER_RIGHTS = { read: true, write: false, deposit: false, admin: true } as const;
const READER_RIGHTS = { read: true, write: false, deposit: true, admin: false } as const;
/** How long the grant waits for the relay's first word on its channel, which it then pins. */
const HEAD_WAIT_MS = 4_000;

/** A pairing code that was read, and whom it belongs to. In memory only. */
export type ReadPairing = {
  readonly code: Bytes;
  readonly bundle: Bundle;
  readonly bearer: Bearer;
};

/** The holder's side of windows: opening, publishing, closing. */
export class Channels {
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #follow: (log: OpenLog) => void;
  readonly #wakeUploads: () => void;
  readonly #grants: Grants;

  constructor(
    vault: OpenVault,
    sync: Sync,
    hooks: { readonly follow: (log: OpenLog) => void; readonly wakeUploads: () => void },
  ) {
    this.#vault = vault;
    this.#sync = sync;
    this.#follow = hooks.follow;
    this.#wakeUploads = hooks.wakeUploads;
    this.#grants = new Grants(vault, sync);
  }

  /**
   * Makes the channel, fills its window if the relay is there, seals the grant. Answers the four
   * words. A channel that nobody can be let into is closed again.
   */
  async open(
    pairing: ReadPairing,
    record: LogId,
    filter: WindowFilter,
    until: Instant | undefined,
  ): Promise<Result<{ channel: LogId; words: readonly string[] }, VaultError>> {
    const made = await this.#vault.turns.take(() => this.#make(pairing, record, filter, until));
    if (!made.ok) return made;
    const { logId } = made.value;
    this.#follow(made.value);
    await this.#untilLive(logId);
    await this.publish(record);
    const words = await this.#grants.seal(record, logId);
    if (!words.ok) {
      await this.close(logId);
      return words;
    }
    void this.deliverGrants();
    return ok({ channel: logId, words: words.value });
  }

  async #make(
    pairing: ReadPairing,
    record: LogId,
    filter: WindowFilter,
    until: Instant | undefined,
  ): Promise<Result<OpenLog, VaultError>> {
    const { deps, logs, notes } = this.#vault;
    const ownerSeed = deps.random.bytes(32);
    const side = createMemberKeys(deps.random);
    const reader = createMemberKeys(deps.random);
    const { log, genesis } = await makeLog(deps.random, record, side, {
      sort: 'channel',
      ownerSigningKey: signingKeyPairFromSeed(ownerSeed),
      members: [
        memberOf(side, HOLDER_RIGHTS, undefined, ''),
        memberOf(reader, READER_RIGHTS, until, pairing.bearer.professional.name),
      ],
    });
    const logKey = mustGet(log.row.epochKeys['1'], 'the first key');
    const batch = new Batch().tell('channels', 'sync');
    logs.create(batch, log.row, log, genesis);
    const now = deps.clock.now();
    const channel = {
      channel: log.logId,
      correspondent: pairing.bearer,
      bundle: toHex(pairing.bundle.bytes),
      filter,
      idKey: toHex(deps.random.bytes(32)),
      openedAt: now,
      until,
    };
    const fields = channelFields(channel, {
      memberSeeds: log.row.memberSeeds,
      under: logs.must(record).state.epoch,
      logKey,
      ownerSeedWrapped: await this.#wrapOwnerSeed(log.logId, ownerSeed),
    });
    const written = await this.#write(batch, record, [
      { type: 'add', id: this.#drawId(), section: 'channels', fields, at: now },
      this.#journal('windowOpened', pairing.bearer, log.logId),
    ]);
    if (!written.ok) return written;
    notes.put(batch, 'toGrant', log.logId, {
      code: toHex(pairing.code),
      bundle: toHex(pairing.bundle.bytes),
      ownerSeed: toHex(ownerSeed),
      readerSeeds: toHex(encodeMemberKeys(reader)),
    });
    const done = await this.#vault.commit(batch);
    return done.ok ? ok(log) : done;
  }

  /** After a crash in the middle of an opening: seals and delivers what was not. */
  async resume(): Promise<void> {
    await this.#grants.resume();
    await this.deliverGrants();
    await this.closeExpired();
  }

  /** Puts the answers that wait into their mailboxes; a window whose answer is refused is closed. */
  async deliverGrants(): Promise<void> {
    for (const refused of await this.#grants.deliver()) await this.close(refused);
  }

  /**
   * Recomputes every open window of a record; what is unchanged writes nothing. Windows are
   * computed, never queued: by a device that is caught up with the record, where the relay holds
   * all that was published before, so that nothing ever goes out that has been hidden meanwhile.
   */
  async publish(record: LogId): Promise<void> {
    await this.#vault.turns.take(async () => {
      const channels = await channelsOf(this.#vault, record);
      if (!channels.ok) return;
      for (const channel of channels.value) {
        const log = this.#vault.logs.get(channel.channel);
        const isOver = channel.until !== undefined && channel.until <= flooredNow(this.#vault);
        if (!log || channel.closedAt !== undefined || isOver || !this.#isAtRest(log)) continue;
        const batch = new Batch().tell('sync');
        const published = await publishWindow(this.#vault, batch, log, channel);
        if (published.ok) await this.#vault.commit(batch);
        else batch.giveUp();
      }
    });
    this.#wakeUploads();
  }

  #isAtRest({ logId, row }: OpenLog): boolean {
    const isCaughtUp = row.record !== undefined && this.#sync.isLive(row.record);
    if (!isCaughtUp || !this.#sync.isLive(logId)) return false;
    return this.#vault.logs.unsent().every((op) => op.logId !== logId);
  }

  async judgeWords(logId: LogId, same: boolean): Promise<Result<void, VaultError>> {
    const record = this.#vault.logs.get(logId)?.row.record;
    if (record === undefined) return err({ type: 'UnknownChannel' });
    const judged = await this.#vault.turns.take(async () => {
      const channel = await channelOf(this.#vault, record, logId);
      if (!channel.ok) return channel;
      const batch = new Batch().tell('channels');
      const at = this.#vault.deps.clock.now();
      const fields = { wordsSame: same };
      const { entry, correspondent } = channel.value;
      const written = await this.#write(batch, record, [
        { type: 'change', id: entry, fields, at },
        this.#journal('wordsCompared', correspondent, logId),
      ]);
      return written.ok ? this.#vault.commit(batch) : written;
    });
    if (!judged.ok || same) return judged;
    return this.close(logId);
  }

  /** Nothing is shown any more; what was deposited and not decided on is kept, then the channel erased. */
  async close(logId: LogId): Promise<Result<void, VaultError>> {
    const { logs, turns, notes } = this.#vault;
    const record = logs.get(logId)?.row.record;
    if (record === undefined) return err({ type: 'UnknownChannel' });
    return turns.take(async () => {
      const channel = await channelOf(this.#vault, record, logId);
      if (!channel.ok) return channel;
      if (channel.value.closedAt !== undefined) return ok(undefined);
      const batch = new Batch().tell('channels', 'sync');
      const at = flooredNow(this.#vault);
      const { entry, correspondent, until } = channel.value;
      const isOver = until !== undefined && until <= at;
      const written = await this.#write(batch, record, [
        { type: 'change', id: entry, fields: { closedAt: at, state: 'closed' }, at },
        this.#journal(isOver ? 'windowEnded' : 'windowClosed', correspondent, logId),
      ]);
      if (!written.ok) return written;
      this.#forgetPlans(batch, logId);
      notes.remove(batch, 'window', logId);
      return this.#vault.commit(batch);
    });
  }

  /** Windows whose time is over: erased at the relay, at the first connection after it. */
  async closeExpired(): Promise<void> {
    const now = flooredNow(this.#vault);
    for (const log of this.#vault.logs.all()) {
      if (log.row.record === undefined) continue;
      const channel = await channelOf(this.#vault, log.row.record, log.logId);
      if (!channel.ok || channel.value.until === undefined) continue;
      if (channel.value.until <= now) await this.close(log.logId);
    }
  }

  /** The relay took the erase, or did it for another device: the channel leaves this device. */
  async forget(batch: Batch, log: OpenLog): Promise<Result<void, VaultError>> {
    const forgotten = await this.#vault.logs.forget(batch, log);
    if (!forgotten.ok) return forgotten;
    this.#forgetPlans(batch, log.logId);
    this.#vault.notes.remove(batch, 'window', log.logId);
    batch.tell('channels', 'sync');
    batch.afterwards(() => {
      this.#sync.unfollow(log.logId);
    });
    return ok(undefined);
  }

  #forgetPlans(batch: Batch, logId: LogId): void {
    const { notes } = this.#vault;
    notes.remove(batch, 'toGrant', logId);
    notes.remove(batch, 'grant', logId);
    for (const { id, note } of notes.list('attach')) {
      if (note.log === logId) notes.remove(batch, 'attach', id);
    }
  }

  #write(
    batch: Batch,
    record: LogId,
    changes: Parameters<typeof writeEntries>[3],
  ): ReturnType<typeof writeEntries> {
    return writeEntries(this.#vault, batch, this.#vault.logs.must(record), changes);
  }

  #journal(
    act: 'windowOpened' | 'windowClosed' | 'windowEnded' | 'wordsCompared',
    bearer: Bearer,
    about: LogId,
  ): Parameters<typeof writeEntries>[3][number] {
    const fields = { act, who: bearer.professional.name, about };
    const at = this.#vault.deps.clock.now();
    return { type: 'add', id: this.#drawId(), section: 'journal', fields, at };
  }

  #drawId(): EntryId {
    return toHex(this.#vault.deps.random.bytes(16)) as EntryId;
  }

  async #wrapOwnerSeed(logId: LogId, ownerSeed: Bytes): Promise<string> {
    const identity = mustGet(this.#vault.notes.get('identity'), 'the identity key is known');
    const kemPublicKey = hexBytes(identity.kemPublicKey);
    return wrapOwnerSeed(this.#vault.deps.random, kemPublicKey, logId, ownerSeed);
  }

  #untilLive(logId: LogId): Promise<void> {
    const { deps, bell } = this.#vault;
    if (this.#sync.connection !== 'connected') return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        stopListening();
        cancel();
        resolve();
      };
      const stopListening = bell.listen(() => {
        if (this.#sync.isLive(logId) || this.#sync.connection !== 'connected') done();
      });
      const cancel = deps.timers.at((deps.clock.now() + HEAD_WAIT_MS) as Instant, done);
    });
  }
}
