import { fromBase64Url, fromHex, toBase64Url, toHex } from '#base/bytes.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { decodeBundle } from '#protocol/bundle.ts';
import type { Change } from '#record/changes.ts';
import type { Entry } from '#record/entry.ts';
import { proofEntryOf, readDeposit, refusalEntryOf, type SoundDeposit } from './deposit.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';

/** What a record keeps of deposits, for ever: proofs by their document, and what was refused. */
export type KeptDeposits = {
  readonly proofs: ReadonlyMap<EntryId, Proof>;
  readonly refused: ReadonlySet<EntryId>;
};

/** A statement as it is stored, judged anew from its bytes; undefined: it does not hold. */
export type Proof = { readonly deposit: SoundDeposit | undefined };

export async function keptDeposits(
  vault: Pick<OpenVault, 'views'>,
  record: LogId,
): Promise<Result<KeptDeposits, VaultError>> {
  const section = await vault.views.section(record, 'deposits');
  if (!section.ok) return section;
  const proofs = new Map<EntryId, Proof>();
  const refused = new Set<EntryId>();
  for (const entry of section.value.entries) {
    const document = entry.fields['document'] as EntryId;
    if (entry.fields['state'] === 'refused') refused.add(document);
    else proofs.set(document, proofIn(entry));
  }
  return ok({ proofs, refused });
}

/** The entry that keeps a proof, or refuses a deposit, is the same whichever device writes it. */
export const proofChange = (deposit: SoundDeposit, at: Instant): Change => ({
  type: 'add',
  id: proofEntryOf(deposit.id),
  section: 'deposits',
  at,
  fields: {
    state: 'kept',
    document: deposit.entry,
    channel: deposit.channel,
    statement: toBase64Url(deposit.statement.bytes),
    bundle: toHex(deposit.bundle.bytes),
  },
});

export const refusalChange = (deposit: SoundDeposit, at: Instant): Change => ({
  type: 'add',
  id: refusalEntryOf(deposit.entry),
  section: 'deposits',
  at,
  fields: { state: 'refused', document: deposit.entry, channel: deposit.channel },
});

/** Entries as they stand in memory; another entry, other bytes, another judgement. */
const judged = new WeakMap<Entry, Proof>();

function proofIn(entry: Entry): Proof {
  const known = judged.get(entry) ?? { deposit: judge(entry) };
  judged.set(entry, known);
  return known;
}

function judge({ fields }: Entry): SoundDeposit | undefined {
  const { channel, statement, bundle, document } = fields;
  if (typeof statement !== 'string' || typeof bundle !== 'string') return undefined;
  const [bytes, bundleBytes] = [fromBase64Url(statement), fromHex(bundle)];
  if (!bytes.ok || !bundleBytes.ok || typeof channel !== 'string') return undefined;
  const author = decodeBundle(bundleBytes.value);
  const read = author.ok && readDeposit(bytes.value, channel as LogId, author.value);
  return read !== false && read.ok && read.value.entry === document ? read.value : undefined;
}

/** The documents of a record, those in the bin included. */
export async function documentsOf(
  vault: Pick<OpenVault, 'views'>,
  record: LogId,
): Promise<Result<ReadonlyMap<EntryId, Entry>, VaultError>> {
  const section = await vault.views.section(record, 'documents');
  if (!section.ok) return section;
  return ok(new Map(section.value.entries.map((entry) => [entry.id, entry])));
}
