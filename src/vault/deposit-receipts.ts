import type { EntryId, LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { ReadingReceipt } from '#protocol/deposit-body.ts';
import type { Change } from '#record/changes.ts';
import type { Json } from '#record/entry.ts';
import type { ReadReceipt } from './api.ts';
import type { Channel } from './channel-entry.ts';
import type { SoundDeposit } from './deposit.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';
import { wholeRecord, windowIds } from './window-content.ts';

/** What the journal does not say yet of what a correspondent opened, by their own receipts. */
export async function receiptChanges(
  vault: OpenVault,
  channel: Channel,
  deposits: readonly SoundDeposit[],
): Promise<Result<Change[], VaultError>> {
  const receipts = deposits.filter(isReceipt);
  if (receipts.length === 0) return ok([]);
  const journal = await vault.views.section(channel.record, 'journal');
  if (!journal.ok) return journal;
  const noted = new Set(journal.value.entries.map(({ id }) => id));
  const fresh = receipts.filter(({ entry }) => !noted.has(entry));
  if (fresh.length === 0) return ok([]);
  const entryOf = await entriesInWindow(vault, channel);
  if (!entryOf.ok) return entryOf;
  const at = vault.deps.clock.now();
  return ok(fresh.map((receipt) => journalEntry(receipt, channel, entryOf.value, at)));
}

const isReceipt = (deposit: SoundDeposit): deposit is SoundDeposit<ReadingReceipt> =>
  deposit.body.kind === 'reading-receipt';

function journalEntry(
  { entry: id, body }: SoundDeposit<ReadingReceipt>,
  { channel, correspondent }: Channel,
  entryOf: ReadonlyMap<EntryId, EntryId>,
  at: Instant,
): Change {
  const read = body.read.map((item): Json => {
    const entry = item.entry && entryOf.get(item.entry);
    const what = item.entry === undefined ? 'summary' : 'entry';
    return { what, at: item.at, ...(entry !== undefined && { entry }) };
  });
  const who = correspondent.professional.name;
  const fields = { act: 'windowRead', who, about: channel, details: { read } };
  return { type: 'add', id, section: 'journal', fields, at };
}

/** The record's entries by their ids in one window. */
async function entriesInWindow(
  vault: OpenVault,
  { record, idKey }: Channel,
): Promise<Result<ReadonlyMap<EntryId, EntryId>, VaultError>> {
  const whole = await wholeRecord(vault, record);
  if (!whole.ok) return whole;
  const idOf = windowIds(idKey);
  return ok(new Map(whole.value.entries.map(({ id }) => [idOf(id), id])));
}

/** What correspondents say that they opened, newest first. */
export async function readReceipts(
  { views }: Pick<OpenVault, 'views'>,
  record: LogId,
): Promise<Result<readonly ReadReceipt[], VaultError>> {
  const journal = await views.section(record, 'journal');
  if (!journal.ok) return journal;
  const receipts = journal.value.entries.flatMap(({ fields, meta }): ReadReceipt[] => {
    const { act, who, about: channel, details } = fields;
    if (act !== 'windowRead' || typeof who !== 'string' || typeof channel !== 'string') return [];
    const read = memberOf(details, 'read');
    return (Array.isArray(read) ? (read as readonly Json[]) : []).flatMap((item) => {
      const [at, entry] = [memberOf(item, 'at'), memberOf(item, 'entry')];
      if (typeof at !== 'number') return [];
      return {
        channel: channel as LogId,
        who,
        readAt: at as Instant,
        notedAt: meta.createdAt,
        entry: typeof entry === 'string' ? (entry as EntryId) : undefined,
        what: memberOf(item, 'what') === 'summary' ? 'summary' : 'entry',
      };
    });
  });
  return ok(receipts.sort((a, b) => b.readAt - a.readAt));
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, Json>>)[name] : undefined;
}
