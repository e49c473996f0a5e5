import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { sensitivities, type Entry, type Json } from '#record/entry.ts';
import type { WindowFilter } from '#record/window.ts';
import type { Bearer, ChannelState, DepositMarks } from './api.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import { flooredNow } from './relay-clock.ts';

/** A window opened on a record, as its entry of `channels` tells it. */
export type Channel = {
  readonly entry: EntryId;
  readonly record: LogId;
  readonly channel: LogId;
  readonly correspondent: Bearer;
  readonly filter: WindowFilter;
  readonly idKey: string;
  readonly words: readonly string[];
  readonly wordsSame: boolean | undefined;
  readonly openedAt: Instant;
  readonly until: Instant | undefined;
  readonly closedAt: Instant | undefined;
  /** The correspondent's bundle, hex; undefined where it was not kept. */
  readonly bundle: string | undefined;
  /** What is deposited is accepted as it comes, so marked; undefined: one by one. */
  readonly acceptAlways: DepositMarks | undefined;
  /** When its holder last looked at it and left it open. */
  readonly keptAt?: Instant | undefined;
};

/** The fields of a new entry of `channels`. Keys and ids in hex, moments in milliseconds. */
export function channelFields(
  channel: Omit<
    Channel,
    'entry' | 'record' | 'wordsSame' | 'closedAt' | 'keptAt' | 'words' | 'acceptAlways'
  > & { readonly bundle: string },
  secrets: {
    readonly memberSeeds: string;
    /** The record's epoch. */
    readonly under: number;
    readonly logKey: string;
    readonly ownerSeedWrapped: string;
  },
): Record<string, Json> {
  return {
    channel: channel.channel,
    correspondent: channel.correspondent,
    bundle: channel.bundle,
    filter: channel.filter,
    epochs: [{ epoch: 1, key: secrets.logKey }],
    memberSeeds: secrets.memberSeeds,
    under: secrets.under,
    ownerSeed: secrets.ownerSeedWrapped,
    idKey: channel.idKey,
    openedAt: channel.openedAt,
    until: channel.until ?? null,
    state: 'open',
  };
}

/** An entry of `channels` as this vault wrote it; undefined when it is something else. */
export function readChannel(record: LogId, entry: Entry): Channel | undefined {
  const { channel, correspondent, filter, idKey, words, wordsSame, openedAt, until, closedAt } =
    entry.fields;
  const { bundle, acceptAlways, keptAt } = entry.fields;
  if (typeof channel !== 'string' || typeof idKey !== 'string') return undefined;
  if (typeof openedAt !== 'number' || typeof correspondent !== 'object') return undefined;
  return {
    entry: entry.id,
    record,
    channel: channel as LogId,
    correspondent: correspondent as unknown as Bearer,
    filter: filter as unknown as WindowFilter,
    idKey,
    words: Array.isArray(words) ? (words as string[]) : [],
    wordsSame: typeof wordsSame === 'boolean' ? wordsSame : undefined,
    openedAt: openedAt as Instant,
    until: typeof until === 'number' ? (until as Instant) : undefined,
    closedAt: typeof closedAt === 'number' ? (closedAt as Instant) : undefined,
    bundle: typeof bundle === 'string' ? bundle : undefined,
    acceptAlways: readMarks(acceptAlways),
    keptAt: typeof keptAt === 'number' ? (keptAt as Instant) : undefined,
  };
}

function readMarks(value: Json | undefined): DepositMarks | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { hidden, sensitive } = value as Readonly<Record<string, Json>>;
  const known = sensitivities.find((one) => one === sensitive);
  return { ...(hidden === true && { hidden }), ...(known && { sensitive: known }) };
}

/** Every window ever opened on a record, newest first. */
export async function channelsOf(
  vault: Pick<OpenVault, 'views'>,
  record: LogId,
): Promise<Result<Channel[], VaultError>> {
  const section = await vault.views.section(record, 'channels');
  if (!section.ok) return section;
  const channels = section.value.entries.flatMap((entry) => {
    const channel = entry.meta.deletedAt === undefined ? readChannel(record, entry) : undefined;
    return channel ? [channel] : [];
  });
  return ok(channels.sort((a, b) => b.openedAt - a.openedAt));
}

/** One window of a record. */
export async function channelOf(
  vault: Pick<OpenVault, 'views'>,
  record: LogId,
  logId: LogId,
): Promise<Result<Channel, VaultError>> {
  const channels = await channelsOf(vault, record);
  if (!channels.ok) return channels;
  const channel = channels.value.find((candidate) => candidate.channel === logId);
  return channel ? ok(channel) : err({ type: 'UnknownChannel' });
}

/** When the windows that stand end; those without an end are not in it. */
export async function windowEnds(
  vault: Pick<OpenVault, 'views' | 'logs'>,
): Promise<readonly Instant[]> {
  const ends: Instant[] = [];
  for (const { row } of vault.logs.all()) {
    if (row.sort !== 'record') continue;
    const channels = await channelsOf(vault, row.logId);
    for (const { until, closedAt } of channels.ok ? channels.value : []) {
      if (until !== undefined && closedAt === undefined) ends.push(until);
    }
  }
  return ends;
}

/** What a screen says of a window, from its entry and from what still waits. */
export function channelState(vault: OpenVault, channel: Channel): ChannelState {
  const { notes, logs } = vault;
  const log = logs.get(channel.channel);
  const isGranted =
    notes.get('toGrant', channel.channel) === undefined &&
    notes.get('grant', channel.channel) === undefined;
  const state = ((): ChannelState['state'] => {
    const endsBy = channel.closedAt ?? flooredNow(vault);
    if (channel.until !== undefined && channel.until <= endsBy) return 'expired';
    if (channel.closedAt !== undefined) return log === undefined ? 'closed' : 'closing';
    return isGranted ? 'open' : 'sending';
  })();
  return {
    channel: channel.channel,
    correspondent: channel.correspondent,
    words: channel.words,
    wordsJudged: channel.wordsSame !== undefined,
    filter: channel.filter,
    openedAt: channel.openedAt,
    keptAt: channel.keptAt,
    until: channel.until,
    state,
    closedAt: channel.closedAt,
  };
}
