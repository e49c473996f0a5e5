import { concat, equal, utf8 } from '#base/bytes.ts';
import type { BlobId, EntryId, LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { Entry } from '#record/entry.ts';
import type { DepositProof } from './api.ts';
import { isThing, saidIn } from './deposit.ts';
import { bearerIn, knownDeposits, relationsOf, type Thing } from './deposit-known.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import { openBlob } from './opened-files.ts';
import type { VaultSession } from './session.ts';
import { fileOf } from './window-content.ts';

/**
 * What proves a document that was deposited, from the bytes that the record keeps: the statement's
 * signature under its author's bundle, and that the file here is the one that was signed.
 */
export async function depositProof(
  { vault, sync, deposits }: Pick<VaultSession, 'vault' | 'sync' | 'deposits'>,
  record: LogId,
  entry: EntryId,
): Promise<Result<DepositProof | undefined, VaultError>> {
  const row = await vault.views.find(record, entry);
  if (!row.ok) return row;
  const known = await knownDeposits(vault, deposits.inbox, record);
  if (!known.ok) return known;
  const proof = known.value.kept.proofs.get(entry);
  if (!row.value || !proof) return ok(undefined);
  const { deposit } = proof;
  if (!deposit || !isThing(deposit)) return ok(BROKEN);
  return ok({
    verdict: await verdictOn({ vault, sync, record }, row.value.entry, deposit),
    by: bearerIn(known.value, deposit),
    at: deposit.statement.createdAt,
    channel: deposit.channel,
    said: saidIn(deposit.body),
    ...relationsOf(known.value, deposit),
  });
}

const BROKEN: DepositProof = {
  verdict: 'broken',
  by: undefined,
  at: undefined,
  channel: undefined,
  said: undefined,
  corrects: undefined,
  correctedBy: undefined,
};

/** A blob's id is a hash of all its sealed bytes: with the key it says what the file holds. */
async function verdictOn(
  { vault, sync, record }: Pick<VaultSession, 'vault' | 'sync'> & { readonly record: LogId },
  entry: Entry,
  { body }: Thing,
): Promise<DepositProof['verdict']> {
  const file = fileOf(entry);
  if (!file) return 'otherFile';
  if (body.kind === 'document') {
    const isSame = file.blob === body.file.blob && file.key === body.file.key;
    return isSame ? 'verified' : 'otherFile';
  }
  const opened = await openBlob(vault, sync, record, file.blob as BlobId, hexBytes(file.key));
  if (!opened.ok) return opened.error.type === 'FileDamaged' ? 'otherFile' : 'fileNotHere';
  return equal(concat(...opened.value), utf8(body.text)) ? 'verified' : 'otherFile';
}
