import type { BlobId, EntryId, Incarnation, LogId, OpHash } from '#base/ids.ts';
import type { Bytes } from '#base/bytes.ts';
import type { NotDecodable } from '#base/codec.ts';
import { ok } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { authorIdOf } from '#crypto/keys.ts';
import { unwrapEpoch } from '#protocol/genesis.ts';
import { checkGrant, type UncheckedGrant } from '#protocol/grant.ts';
import { applyOp, applyStub, checkOp, headOf, keepNewerOp } from '#protocol/log-rules.ts';
import type { LogState } from '#protocol/log-state.ts';
import type { LogItem } from '#protocol/messages.ts';
import { decodeOp, openOp, type NewerOp } from '#protocol/op-codec.ts';
import type { Op, SeenHead } from '#protocol/op.ts';
import { decodeWindowChange, decodeWindowPayload } from '#protocol/payload-codec.ts';
import { START, isSeenElsewhere } from '#protocol/relay-cursor.ts';
import type { Day } from '#record/civil.ts';
import type { PatientSummary, VisitChanges, WindowView } from './api.ts';
import type { Correspondence } from './correspondence.ts';
import type { Follower } from './follower.ts';
import { EntryMarks, nextVisits, shownBefore, type Visits } from './visits.ts';
import { readWindow } from './window-content.ts';

type Hooks = {
  readonly clock: { readonly now: () => Instant };
  readonly changed: () => void;
  /** The key of the relay, hex; undefined before its first word. */
  readonly relayKey: () => string | undefined;
  /** The window was read for the first time, or for the first time at this relay. */
  readonly opened: () => Promise<void>;
  /** The holder closed the window. */
  readonly ended: () => Promise<void>;
  /** The relay showed the holder's device another history than this one. */
  readonly forked: () => void;
};

/**
 * One patient's window, read from the relay into memory and kept nowhere else: what was taken
 * back is gone with the next page, and what was closed with the connection.
 */
export class CorrespondentChannel {
  #correspondence: Correspondence;
  readonly #hooks: Hooks;
  #log: LogState | undefined;
  #about = '';
  #rev = 0;
  #texts = new Map<EntryId, string>();
  #marks = new EntryMarks();
  #changedAt: Instant;
  #state: 'waiting' | 'away' | 'open' | 'closed';
  #closedAt: Instant | undefined;
  /** Pages that came while the genesis had not: nothing of them counts before it. */
  #isCaughtUp = false;
  #isIncomplete = false;
  #wasOpen: boolean;
  /** The relay's chain at each place read, in its present life of the log. */
  readonly #chains = new Map<number, OpHash>();
  /** Keys of the channel by epoch; the grant gave the first, wraps give the others. */
  readonly #keys = new Map<number, Bytes>();

  constructor(correspondence: Correspondence, hooks: Hooks) {
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
    return readWindow(this.#about, this.#texts);
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
    return shown && this.view() ? this.#marks.since(shown, this.#texts) : undefined;
  }

  /** The visits, now that the window is on the screen; undefined: nothing new to note. */
  look(today: Day): Visits | undefined {
    if (!this.view()) return undefined;
    const looked = { at: this.#hooks.clock.now(), marks: this.#marks.all(this.#texts) };
    return nextVisits(this.#correspondence.visits, today, looked);
  }

  summary(): PatientSummary {
    const view = this.view();
    const identity = view?.entries.find((entry) => entry.section === 'identity');
    const birthDate = identity?.fields['birthDate'];
    return {
      channel: this.logId,
      name: view?.about.holder ?? '',
      birthDate: typeof birthDate === 'string' ? birthDate : '',
      state: this.#summaryState(),
      wordsCompared: view?.about.compared === true,
      until: this.#correspondence.until,
      changedAt: this.#changedAt,
    };
  }

  /** Whether a file belongs to what is shown now. */
  shows(blob: BlobId): boolean {
    return this.#log?.attached.has(blob) === true;
  }

  /** The moment at which it ends by itself; undefined: none, or it has ended. */
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
      unsent: () => Promise.resolve([]),
      seedOps: () => Promise.resolve([]),
      accepted: () => Promise.resolve(ok(undefined)),
      refused: () => Promise.resolve(),
      seeded: () => Promise.resolve(),
      seedRefused: () => Promise.resolve(),
      deliver: async (items, { inc }, passed) => {
        for (const { relaySeq, chain } of passed) this.#chains.set(relaySeq, chain);
        await this.#deliver(unchecked, items, inc);
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
        const { seen } = this.#correspondence;
        const at = { inc: cursor.inc, relaySeq: cursor.relaySeq + 1 };
        if (seen && isSeenElsewhere(seen, at, this.#chains.get(seen.relaySeq)))
          this.#hooks.forked();
        if (this.#log) [this.#state, this.#closedAt] = ['open', undefined];
        this.#hooks.changed();
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
    return this.#isCaughtUp && !this.#isIncomplete && this.#log?.stubs.size === 0 && this.#rev > 0;
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
      this.#keys.set(1, unchecked.grant.logKey);
      return;
    }
    // Time is the relay's affair here: what stood at its place counts.
    const checked = checkOp(this.#log, op.value, {});
    if (!checked.ok) this.#misses();
    if (!checked.ok || checked.value === 'Duplicate') return;
    applyOp(this.#log, op.value);
    if (op.value.kind === 'access') await this.#learn(unchecked, op.value);
    const key = this.#keys.get(op.value.epoch);
    const body = key && openOp(op.value, key);
    if (body?.ok !== true) return;
    const { seen, payload } = body.value;
    if (isSeenElsewhere(seen, at, this.#chains.get(seen.relaySeq))) this.#hooks.forked();
    if (op.value.kind === 'window') this.#takeWindow(op.value, payload);
  }

  /** The holder's side turned the epoch: its key is wrapped for this reader too. */
  async #learn({ grant: { memberKeys } }: UncheckedGrant, op: Op): Promise<void> {
    const author = authorIdOf(memberKeys.signing.publicKey);
    const key = await unwrapEpoch(op, author, memberKeys.kemSeed);
    if (key.ok) this.#keys.set(op.epoch, key.value);
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

  #takeWindow(op: Op, bytes: Uint8Array): void {
    const change = decodeWindowChange(op.publicPart);
    const payload = decodeWindowPayload(bytes);
    if (!change.ok || !payload.ok || 'inBlob' in payload.value) return;
    if (change.value.full) this.#texts.clear();
    for (const { id, json } of payload.value.puts) this.#texts.set(id, json);
    for (const id of payload.value.removed) this.#texts.delete(id);
    this.#about = payload.value.about;
    this.#rev = payload.value.rev;
  }

  #wipe(state: 'waiting' | 'away' | 'closed'): void {
    this.#state = state;
    this.#closedAt = state === 'closed' ? (this.#closedAt ?? this.#hooks.clock.now()) : undefined;
    this.#log = undefined;
    this.#texts = new Map();
    this.#marks = new EntryMarks();
    this.#about = '';
    this.#rev = 0;
    this.#isCaughtUp = false;
    this.#isIncomplete = false;
    this.#chains.clear();
    this.#hooks.changed();
  }
}
