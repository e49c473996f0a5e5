import type { BlobId, Incarnation, LogId, OpHash } from '#base/ids.ts';
import type { NotDecodable } from '#base/codec.ts';
import { ok } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { checkGrant, type UncheckedGrant } from '#protocol/grant.ts';
import { applyOp, applyStub, checkOp, headOf, keepNewerOp } from '#protocol/log-rules.ts';
import type { LogState } from '#protocol/log-state.ts';
import type { LogItem } from '#protocol/messages.ts';
import { decodeOp, type NewerOp } from '#protocol/op-codec.ts';
import type { SeenHead } from '#protocol/op.ts';
import { START, isSeenElsewhere, type Cursor, type Passed } from '#protocol/relay-cursor.ts';
import type { Day } from '#record/civil.ts';
import type { PatientSummary, VisitChanges, WindowView } from './api.ts';
import type { Correspondence } from './correspondence.ts';
import type { Follower, Kept } from './follower.ts';
import { GivenInChannel, type Given } from './given-deposits.ts';
import type { ChannelHooks, CorrespondentPlace } from './correspondent-place.ts';
import { EntryMarks, nextVisits, shownBefore, type Visits } from './visits.ts';
import { summaryOf } from './patient-summary.ts';
import { ReaderKeys } from './reader-keys.ts';
import { ReceivedWindow } from './received-window.ts';

export type ChannelOf = (logId: LogId) => CorrespondentChannel | undefined;

/**
 * One patient's window, read from the relay into memory and kept nowhere else: what was taken
 * back is gone with the next page, and what was closed with the connection.
 */
export class CorrespondentChannel {
  #correspondence: Correspondence;
  readonly #hooks: ChannelHooks;
  #log: LogState | undefined;
  #window = new ReceivedWindow();
  #marks = new EntryMarks();
  #changedAt: Instant;
  #state: 'waiting' | 'away' | 'open' | 'closed';
  #closedAt: Instant | undefined;
  #isCaughtUp = false;
  #isIncomplete = false;
  #wasOpen: boolean;
  /** The relay's chain at each place read, in its present life of the log. */
  readonly #chains = new Map<number, OpHash>();
  readonly #keys = new ReaderKeys();
  #cursor: Cursor = START;
  readonly #given = new GivenInChannel();

  constructor(correspondence: Correspondence, hooks: ChannelHooks) {
    this.#correspondence = correspondence;
    this.#hooks = hooks;
    this.#changedAt = correspondence.openedAt;
    this.#wasOpen = correspondence.wasOpen;
    this.#closedAt = correspondence.closedAt;
    this.#state = correspondence.closedAt === undefined ? 'waiting' : 'closed';
  }

  get words(): readonly string[] {
    return this.#correspondence.words;
  }

  get logId(): LogId {
    return this.#correspondence.channel;
  }

  /** What the holder shows now; undefined before it came whole, and once it is closed. */
  view(): WindowView | undefined {
    if (this.#summaryState() !== 'open' || !this.#isWhole()) return undefined;
    return this.#window.view();
  }

  /** Another device of the same person wrote what became of the channel, or looked at it. */
  renew(correspondence: Correspondence): void {
    this.#correspondence = correspondence;
    if (correspondence.closedAt === undefined || this.#state === 'closed') return;
    this.#closedAt = correspondence.closedAt;
    this.#wipe('closed');
  }

  /** What is otherwise than when the practitioner looked on an earlier day. */
  since(today: Day): VisitChanges | undefined {
    const shown = shownBefore(this.#correspondence.visits, today);
    return shown && this.view() ? this.#marks.since(shown, this.#window.texts) : undefined;
  }

  /** The visits, now that the window is on the screen; undefined: nothing new to note. */
  look(today: Day): Visits | undefined {
    if (!this.view()) return undefined;
    const looked = { at: this.#hooks.clock.now(), marks: this.#marks.all(this.#window.texts) };
    return nextVisits(this.#correspondence.visits, today, looked);
  }

  summary(): PatientSummary {
    const state = this.#summaryState();
    return summaryOf(this.#correspondence, this.view(), state, this.#changedAt);
  }

  shows(blob: BlobId): boolean {
    return this.#log?.attached.has(blob) === true;
  }

  /** F of this person's bundle as the holder knows it. */
  get fingerprint(): string | undefined {
    return this.#correspondence.fingerprint;
  }

  readonly given = (): readonly Given[] => this.#given.all;

  get isClosed(): boolean {
    return ['closed', 'expired'].includes(this.#summaryState());
  }

  /** Where one stands to write; undefined before the channel was read to its end. */
  get place(): CorrespondentPlace | undefined {
    const unchecked = this.#correspondence.grant;
    const logKey = this.#log && this.#keys.of(this.#log.epoch);
    if (!unchecked || !this.#log || !this.#isCaughtUp || !logKey) return undefined;
    return { log: this.#log, member: unchecked.grant.memberKeys, logKey, seen: this.#cursor };
  }

  /** When it ends by itself; undefined: never, or it has. */
  get endsAt(): Instant | undefined {
    return this.#state === 'closed' ? undefined : this.#correspondence.until;
  }

  /** Its time is over: what was shown leaves the memory, and its keys the keyring. */
  async expire(): Promise<void> {
    this.#wipe('closed');
    await this.#hooks.ended();
  }

  follower(): Follower | undefined {
    const unchecked = this.#correspondence.grant;
    if (!unchecked) return undefined;
    return {
      logId: this.logId,
      memberToProve: () => unchecked.grant.memberKeys,
      canSeed: false,
      cursor: START,
      unsent: () => Promise.resolve(this.#hooks.outgoing.unsent()),
      seedOps: () => Promise.resolve([]),
      accepted: ({ hash }, cursor, passed) => {
        this.#pass(cursor, passed);
        return this.#accepted(unchecked, hash);
      },
      refused: ({ hash, reason }) => this.#hooks.outgoing.refused(hash, reason),
      seeded: () => Promise.resolve(),
      seedRefused: () => Promise.resolve(),
      deliver: async (items, cursor, passed) => {
        this.#pass(cursor, passed);
        await this.#deliver(unchecked, items, cursor.inc);
        return ok(undefined);
      },
      tryNextMember: () => Promise.resolve(false),
      absent: () => {
        this.#wipe(this.#absence());
        return Promise.resolve();
      },
      erased: async () => {
        this.#wipe('closed');
        await this.#hooks.ended();
      },
      relayReset: () => {
        this.#wipe(this.#isSameRelay() ? 'waiting' : 'away');
        return Promise.resolve(ok(undefined));
      },
      caughtUp: async (cursor) => {
        this.#isCaughtUp = true;
        this.#cursor = cursor;
        const { seen } = this.#correspondence;
        const at = { inc: cursor.inc, relaySeq: cursor.relaySeq + 1 };
        if (seen && isSeenElsewhere(seen, at, this.#chains.get(seen.relaySeq)))
          this.#hooks.forked();
        if (this.#log) [this.#state, this.#closedAt] = ['open', undefined];
        this.#hooks.changed();
        this.#hooks.outgoing.caughtUp();
        if (this.#log && !(this.#wasOpen && this.#isSameRelay())) {
          this.#wasOpen = true;
          await this.#hooks.opened();
        }
        return ok(undefined);
      },
    };
  }

  /**
   * Why the relay does not know the channel. It has held it, as the holder's device or this one
   * saw: it was closed since. Another relay in its place never had it.
   */
  #absence(): 'waiting' | 'away' | 'closed' {
    if (!this.#isSameRelay()) return 'away';
    return this.#wasOpen || this.#correspondence.seen ? 'closed' : 'waiting';
  }

  #isSameRelay(): boolean {
    const { relayKey } = this.#correspondence;
    return relayKey === undefined || relayKey === this.#hooks.relayKey();
  }

  #summaryState(): PatientSummary['state'] {
    const { until } = this.#correspondence;
    const end = this.#closedAt ?? this.#hooks.clock.now();
    return until !== undefined && until <= end ? 'expired' : this.#state;
  }

  #isWhole(): boolean {
    const isRead = this.#isCaughtUp && !this.#isIncomplete && this.#log?.stubs.size === 0;
    return isRead && this.#window.isShown;
  }

  #pass(cursor: Cursor, passed: readonly Passed[]): void {
    this.#cursor = cursor;
    for (const { relaySeq, chain } of passed) this.#chains.set(relaySeq, chain);
  }

  /** The relay holds an op of ours: it stands where a page would have brought it. */
  #accepted({ grant }: UncheckedGrant, hash: OpHash): Promise<Kept> {
    const sent = this.#hooks.outgoing.unsent().find((op) => op.hash === hash);
    const op = sent && decodeOp(sent.bytes);
    if (!this.#log || op?.ok !== true) {
      this.#hooks.outgoing.caughtUp();
      return Promise.resolve(ok(undefined));
    }
    if (checkOp(this.#log, op.value, {}).ok) applyOp(this.#log, op.value);
    const body = this.#keys.open(op.value);
    if (body) this.#given.take(op.value, grant.memberKeys, body.payload);
    return this.#hooks.outgoing.accepted(op.value);
  }

  async #deliver(
    unchecked: UncheckedGrant,
    items: readonly LogItem[],
    inc: Incarnation,
  ): Promise<void> {
    for (const item of items) {
      const { relaySeq } = item;
      if (item.type === 'op') await this.#take(unchecked, item.bytes, { inc, relaySeq });
      else if (this.#log && headOf(this.#log, item).seq < item.seq) {
        if (!applyStub(this.#log, item).ok) this.#misses();
      }
    }
    this.#changedAt = this.#hooks.clock.now();
    this.#hooks.changed();
  }

  async #take(
    unchecked: UncheckedGrant,
    bytes: Uint8Array,
    at: Pick<SeenHead, 'inc' | 'relaySeq'>,
  ): Promise<void> {
    const op = decodeOp(bytes);
    if (!op.ok) {
      this.#skip(op.error);
      return;
    }
    if (!this.#log) {
      const state = checkGrant(unchecked, op.value);
      if (state.ok) this.#log = state.value;
      this.#keys.begin(unchecked.grant.logKey);
      return;
    }
    // Time is the relay's affair here: what stood at its place counts.
    const checked = checkOp(this.#log, op.value, {});
    if (!checked.ok) this.#misses();
    if (!checked.ok || checked.value === 'Duplicate') return;
    applyOp(this.#log, op.value);
    await this.#keys.learn(op.value, unchecked.grant.memberKeys);
    const body = this.#keys.open(op.value);
    if (!body) return;
    const { seen, payload } = body;
    if (isSeenElsewhere(seen, at, this.#chains.get(seen.relaySeq))) this.#hooks.forked();
    if (op.value.kind === 'window') this.#window.take(op.value, payload);
    else this.#given.take(op.value, unchecked.grant.memberKeys, payload);
  }

  /** What a later version wrote keeps its place; other bytes no honest relay serves. */
  #skip(fault: NotDecodable | NewerOp): void {
    if (!this.#log) return;
    if (fault.type !== 'Newer') return this.#misses();
    if (fault.what === 'kind' && !keepNewerOp(this.#log, fault.op).ok) this.#misses();
  }

  /** A relay serves nothing that does not stand where it stands: something was left out, or made up. */
  #misses(): void {
    this.#isIncomplete = true;
    this.#hooks.forked();
  }

  #wipe(state: 'waiting' | 'away' | 'closed'): void {
    this.#state = state;
    this.#closedAt = state === 'closed' ? (this.#closedAt ?? this.#hooks.clock.now()) : undefined;
    this.#log = undefined;
    this.#window = new ReceivedWindow();
    this.#marks = new EntryMarks();
    this.#isCaughtUp = false;
    this.#isIncomplete = false;
    this.#chains.clear();
    this.#cursor = START;
    this.#given.clear();
    this.#hooks.changed();
  }
}
