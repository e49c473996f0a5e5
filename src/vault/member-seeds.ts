import type { LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { Entry } from '#record/entry.ts';
import type { VaultError } from './errors.ts';
import { authorOfSeeds, type LogRow, type OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

/** A key pair that this person drew as a member of a record or of a channel's side. */
export type MemberSeeds = {
  /** Two seeds, 64 bytes, hex. */
  readonly seeds: string;
  /** The epoch that its entry was written under: of the keyring for a record, else of the record. */
  readonly under: number;
};

type Reading = Pick<OpenVault, 'views' | 'logs'>;

/**
 * Every key pair that a log may know this person by, the last drawn first. A keyring's are the
 * device's own, and nowhere written.
 */
export async function memberSeedsOf(
  vault: Reading,
  row: Pick<LogRow, 'logId' | 'sort' | 'record'>,
): Promise<Result<readonly MemberSeeds[], VaultError>> {
  if (row.sort === 'keyring') return ok([]);
  const holder = row.sort === 'record' ? vault.logs.keyring()?.logId : row.record;
  if (holder === undefined) return ok([]);
  return seedsIn(vault, holder, row.sort, row.logId);
}

const PLACES = {
  record: { field: 'record', sections: ['records', 'record-keys'] },
  channel: { field: 'channel', sections: ['channels', 'channel-keys'] },
} as const;

/** What the log `holder` says of the member keys of another. */
export async function seedsIn(
  { views }: Pick<OpenVault, 'views'>,
  holder: LogId,
  sort: 'record' | 'channel',
  logId: LogId,
): Promise<Result<readonly MemberSeeds[], VaultError>> {
  const { field, sections } = PLACES[sort];
  const found: MemberSeeds[] = [];
  for (const code of sections) {
    const section = await views.section(holder, code);
    if (!section.ok) return section;
    for (const { fields } of section.value.entries) {
      const seeds = fields[field] === logId ? seedsOfEntry(fields) : undefined;
      if (seeds) found.push(seeds);
    }
  }
  // Any order would do, as long as every device has the same.
  const byAge = (a: MemberSeeds, b: MemberSeeds): number =>
    b.under - a.under || (a.seeds < b.seeds ? -1 : 1);
  return ok(found.sort(byAge));
}

function seedsOfEntry({ memberSeeds, under }: Entry['fields']): MemberSeeds | undefined {
  if (typeof memberSeeds !== 'string' || !/^[0-9a-f]{128}$/.test(memberSeeds)) return undefined;
  return { seeds: memberSeeds, under: typeof under === 'number' ? under : 1 };
}

/** The one of these under which this person stands in the log now. */
export const standingSeeds = (
  { state }: Pick<OpenLog, 'state'>,
  known: readonly MemberSeeds[],
): MemberSeeds | undefined => known.find(({ seeds }) => state.members.has(authorOfSeeds(seeds)));
