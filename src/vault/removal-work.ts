import type { AuthorId, LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import { channelsOf } from './channel-entry.ts';
import { recordsOf } from './entries.ts';
import type { VaultError } from './errors.ts';
import { memberSeedsOf, standingSeeds, type MemberSeeds } from './member-seeds.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

/*
 * Removing a device [3.5]: the keyring is turned; under its new epoch new member keys are written;
 * the records are turned to them; in each record new keys of its channels; the channels are turned.
 * Every step rests on the one before having been acknowledged. What is left to do is read from the
 * logs themselves, where each entry names the epoch that it was written under: no step is noted
 * anywhere, so that a crash between two of them, or another device at the same work, changes nothing.
 */

/** A record or a channel beside the log that tells its keys. */
type Turning = {
  readonly log: OpenLog;
  readonly holder: OpenLog;
  /** The keys known for it, the last drawn first. */
  readonly known: readonly MemberSeeds[];
};

/** The next thing to do; undefined: nothing is left. */
export type RemovalStep =
  | { readonly do: 'turnKeyring'; readonly remove: readonly AuthorId[] }
  /** The relay has to acknowledge what was written in this log first. */
  | { readonly do: 'wait'; readonly log: LogId }
  | { readonly do: 'drawKeys'; readonly holder: OpenLog; readonly logs: readonly OpenLog[] }
  | { readonly do: 'turn'; readonly log: OpenLog; readonly seeds: string };

/** What was done and what there is, for a screen: logs, the keyring among them. */
export type RemovalProgress = { readonly done: number; readonly total: number };

/** What is left to do, by what stands in the logs. */
export class RemovalWork {
  readonly #vault: OpenVault;

  constructor(vault: OpenVault) {
    this.#vault = vault;
  }

  get #keyring(): OpenLog {
    return this.#vault.logs.must(this.#vault.keyring);
  }

  /** Devices that a person asked to remove, and that still stand. */
  #asked(): AuthorId[] {
    const asked = this.#vault.notes.list('removal').map(({ id }) => id as AuthorId);
    return asked.filter((author) => this.#keyring.state.members.has(author));
  }

  async next(): Promise<Result<RemovalStep | undefined, VaultError>> {
    const remove = this.#asked();
    if (remove.length > 0) return ok({ do: 'turnKeyring', remove });
    const records = await this.#records();
    if (!records.ok) return records;
    const step = this.#stepIn(this.#keyring, records.value);
    if (step) return ok(step);
    for (const { log } of records.value) {
      const channels = await this.#channels(log);
      if (!channels.ok) return channels;
      const inRecord = this.#stepIn(log, channels.value);
      if (inRecord) return ok(inRecord);
    }
    return ok(undefined);
  }

  async progress(): Promise<Result<RemovalProgress, VaultError>> {
    const asked = this.#asked().length;
    const keyring = asked === 0 && !this.#isWaiting(this.#keyring);
    const done = [keyring];
    const records = await this.#records();
    if (!records.ok) return records;
    for (const record of records.value) {
      done.push(asked === 0 && this.#isDone(record));
      const channels = await this.#channels(record.log);
      if (!channels.ok) return channels;
      for (const channel of channels.value) {
        done.push(asked === 0 && this.#isDone(record) && this.#isDone(channel));
      }
    }
    return ok({ done: done.filter(Boolean).length, total: done.length });
  }

  /** One holder: keys for all it tells of, acknowledged, then each of them turned. */
  #stepIn(holder: OpenLog, turnings: readonly Turning[]): RemovalStep | undefined {
    const late = turnings.filter((each) => !this.#isTurned(each));
    if (late.length === 0) return undefined;
    if (this.#isWaiting(holder)) return { do: 'wait', log: holder.logId };
    const bare = late.filter(({ known }) => !known.some((each) => this.#isRecent(holder, each)));
    if (bare.length > 0) return { do: 'drawKeys', holder, logs: bare.map(({ log }) => log) };
    for (const { log, known } of late) {
      const seeds = known.find((each) => this.#isRecent(holder, each))?.seeds;
      if (seeds !== undefined && !log.row.pendingAccess) return { do: 'turn', log, seeds };
    }
    return undefined;
  }

  #isRecent = (holder: OpenLog, { under }: MemberSeeds): boolean => under >= holder.state.epoch;

  #isTurned({ log, holder, known }: Turning): boolean {
    const standing = standingSeeds(log, known);
    return standing !== undefined && this.#isRecent(holder, standing);
  }

  #isDone(turning: Turning): boolean {
    return this.#isTurned(turning) && !turning.log.row.pendingAccess;
  }

  #isWaiting({ logId }: OpenLog): boolean {
    return this.#vault.logs.unsent().some((unsent) => unsent.logId === logId);
  }

  async #records(): Promise<Result<Turning[], VaultError>> {
    const records = await recordsOf(this.#vault);
    if (!records.ok) return records;
    return this.#turnings(
      this.#keyring,
      records.value.map(({ record }) => record),
    );
  }

  async #channels(record: OpenLog): Promise<Result<Turning[], VaultError>> {
    const channels = await channelsOf(this.#vault, record.logId);
    if (!channels.ok) return channels;
    const open = channels.value.filter(({ closedAt }) => closedAt === undefined);
    return this.#turnings(
      record,
      open.map(({ channel }) => channel),
    );
  }

  async #turnings(
    holder: OpenLog,
    logIds: readonly LogId[],
  ): Promise<Result<Turning[], VaultError>> {
    const turnings: Turning[] = [];
    for (const logId of logIds) {
      const log = this.#vault.logs.get(logId);
      if (!log) continue;
      const known = await memberSeedsOf(this.#vault, log.row);
      if (!known.ok) return known;
      turnings.push({ log, holder, known: known.value });
    }
    return ok(turnings);
  }
}
