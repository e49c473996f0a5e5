import { toHex } from '#base/bytes.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { Entry, Json } from '#record/entry.ts';
import type { GivenDeposit, PatientState, PatientSummary } from './api.ts';
import { readCorrespondence } from './correspondence.ts';
import { CorrespondentChannel } from './correspondent-channel.ts';
import { Depositing } from './depositing.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import { flooredNow } from './relay-clock.ts';
import { Batch } from './batch.ts';
import { writeEntries } from './entry-writer.ts';
import { listGiven } from './given-deposits.ts';
import { OutgoingDeposits } from './outgoing-deposits.ts';
import { shownEntry } from './shown-entry.ts';
import type { Sync } from './sync.ts';
import { visitsToJson } from './visits.ts';
import { today } from './window-content.ts';

/** The channels where this person is the correspondent: a practitioner's patients. */
export class Correspondences {
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #channels = new Map<LogId, CorrespondentChannel>();
  readonly outgoing: OutgoingDeposits;
  readonly depositing: Depositing;

  constructor(vault: OpenVault, sync: Sync) {
    this.#vault = vault;
    this.#sync = sync;
    const channelOf = (logId: LogId) => this.#channels.get(logId);
    this.outgoing = new OutgoingDeposits(vault, sync, channelOf);
    this.depositing = new Depositing(vault, channelOf, this.outgoing);
  }

  /** Follows every channel of the keyring that is not known to be closed. */
  async followAll(): Promise<Result<void, VaultError>> {
    const section = await this.#vault.views.section(this.#vault.keyring, 'correspondents');
    if (!section.ok) return section;
    for (const entry of section.value.entries) this.#follow(entry);
    return ok(undefined);
  }

  /** Follows the channel of an entry that was just written. */
  follow(id: EntryId): void {
    void this.#vault.views.find(this.#vault.keyring, id).then((row) => {
      if (row.ok && row.value) this.#follow(row.value.entry);
    });
  }

  #follow(entry: Entry): void {
    const correspondence = readCorrespondence(entry);
    if (!correspondence) return;
    const known = this.#channels.get(correspondence.channel);
    if (known) {
      known.renew(correspondence);
      return;
    }
    const channel = new CorrespondentChannel(correspondence, {
      clock: this.#vault.deps.clock,
      relayKey: () => this.#relayKey(),
      changed: () => {
        this.#vault.bell.ring(new Set(['patients', 'pairing']));
      },
      opened: async () => {
        const relay = this.#relayKey();
        await this.#note(entry.id, { state: 'open', ...(relay === undefined ? {} : { relay }) });
      },
      ended: async () => {
        await this.outgoing.ended(correspondence.channel);
        await this.#note(entry.id, {
          state: 'closed',
          details: { closedAt: this.#vault.deps.clock.now() },
          visits: null,
          epochs: null,
          memberSeeds: null,
        });
      },
      forked: () => {
        this.#sync.raise('forked');
      },
      outgoing: this.outgoing.opsOf(correspondence.channel),
    });
    this.#channels.set(correspondence.channel, channel);
    const follower = channel.follower();
    if (isOver(channel, flooredNow(this.#vault))) void channel.expire();
    else if (follower && correspondence.closedAt === undefined) this.#sync.follow(follower);
    this.#vault.bell.ring(new Set(['patients']));
  }

  /** The moments at which windows end by themselves. */
  ends(): readonly Instant[] {
    return Array.from(this.#channels.values(), ({ endsAt }) => endsAt ?? []).flat();
  }

  /** Ends what is over by the clock, whatever the network does. */
  endExpired(): void {
    const now = flooredNow(this.#vault);
    for (const channel of this.#channels.values()) {
      if (!isOver(channel, now)) continue;
      this.#sync.unfollow(channel.logId);
      void channel.expire();
    }
  }

  channel(logId: LogId): CorrespondentChannel | undefined {
    return this.#channels.get(logId);
  }

  summaries(): readonly PatientSummary[] {
    return Array.from(this.#channels.values(), (channel) => channel.summary()).sort(
      (a, b) => b.changedAt - a.changedAt,
    );
  }

  patient(logId: LogId): Result<PatientState, VaultError> {
    const channel = this.#channels.get(logId);
    if (!channel) return err({ type: 'UnknownChannel' });
    const summary = channel.summary();
    const view = channel.view();
    const shown = view && { ...view, entries: view.entries.map(shownEntry) };
    const since = channel.since(today(this.#vault));
    return ok({ summary, words: channel.words, view: shown, since });
  }

  /** The practitioner has the window on the screen: what they see now is what they have seen. */
  async look(logId: LogId): Promise<Result<void, VaultError>> {
    const channel = this.#channels.get(logId);
    if (!channel) return err({ type: 'UnknownChannel' });
    if (channel.view()) void this.depositing.receipt(logId, undefined);
    const visits = channel.look(today(this.#vault));
    const entry = visits && (await this.#entryOf(logId));
    if (!entry) return ok(undefined);
    return this.#note(entry, { visits: visitsToJson(visits) });
  }

  async #entryOf(logId: LogId): Promise<EntryId | undefined> {
    const section = await this.#vault.views.section(this.#vault.keyring, 'correspondents');
    const entries = section.ok ? section.value.entries : [];
    return entries.find(({ fields }) => fields['channel'] === logId)?.id;
  }

  #relayKey(): string | undefined {
    const { relayPublicKey } = this.#sync;
    return relayPublicKey && toHex(relayPublicKey);
  }

  /** What one deposited in a channel: what the relay has, and what is on its way. */
  given(logId: LogId): Result<readonly GivenDeposit[], VaultError> {
    const channel = this.#channels.get(logId);
    if (!channel) return err({ type: 'UnknownChannel' });
    const there = channel.given().map((given) => ({ given, state: 'given' as const }));
    const known = new Set(there.map(({ given }) => given.id));
    const waiting = this.outgoing.waitingIn(logId).filter(({ given }) => !known.has(given.id));
    return ok(listGiven([...there, ...waiting]));
  }

  /** Keeps what became of a channel. Once closed, an honest reader keeps neither content nor keys. */
  #note(id: EntryId, fields: Readonly<Record<string, Json>>): Promise<Result<void, VaultError>> {
    return this.#vault.turns.take(async () => {
      const batch = new Batch().tell('patients');
      const log = this.#vault.logs.must(this.#vault.keyring);
      const at = this.#vault.deps.clock.now();
      const changes = [{ type: 'change', id, fields, at } as const];
      const written = await writeEntries(this.#vault, batch, log, changes);
      return written.ok ? this.#vault.commit(batch) : written;
    });
  }
}

const isOver = ({ endsAt }: CorrespondentChannel, now: Instant): boolean =>
  endsAt !== undefined && endsAt <= now;
