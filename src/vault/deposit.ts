import { toHex, utf8, type Bytes } from '#base/bytes.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { hash } from '#crypto/hash.ts';
import type { Bundle } from '#protocol/bundle.ts';
import {
  decodeDepositBody,
  type DepositBody,
  type DepositedDocument,
  type DepositedNote,
  type StatementId,
} from '#protocol/deposit-body.ts';
import { decodeStatement, statementIdOf, verifyStatement } from '#protocol/statement.ts';
import type { Statement } from '#protocol/statement.ts';
import type { DepositFault, DepositSaid } from './api.ts';

/** A statement that its correspondent signed for this channel, and that says what we understand. */
export type SoundDeposit<Body extends DepositBody = DepositBody> = {
  readonly id: StatementId;
  /** The entry that it becomes in a record: the same on every device that takes it. */
  readonly entry: EntryId;
  readonly channel: LogId;
  readonly statement: Statement;
  readonly bundle: Bundle;
  readonly body: Body;
};
export type DepositedThing = DepositedDocument | DepositedNote;

/** What a person decides on; receipts are not. */
export const isThing = (deposit: SoundDeposit): deposit is SoundDeposit<DepositedThing> =>
  deposit.body.kind !== 'reading-receipt';

/** Judges the bytes of a statement: nothing of one that is refused is shown [P91] [P92]. */
export function readDeposit(
  bytes: Bytes,
  channel: LogId,
  bundle: Bundle,
): Result<SoundDeposit, DepositFault> {
  const statement = decodeStatement(bytes);
  if (!statement.ok) return err(statement.error.type === 'Newer' ? 'newer' : 'malformed');
  if (statement.value.logId !== channel) return err('otherChannel');
  if (!verifyStatement(statement.value, channel, bundle)) return err('notAuthentic');
  const body = decodeDepositBody(statement.value.kind, statement.value.body);
  if (!body.ok) return err(body.error.type === 'UnknownKind' ? 'newer' : 'malformed');
  const id = statementIdOf(statement.value);
  const entry = entryOf(id);
  return ok({ id, entry, channel, statement: statement.value, bundle, body: body.value });
}

/** The first half of the statement's id. */
export const entryOf = (id: StatementId): EntryId => id.slice(0, 32) as EntryId;

/** The entry that keeps the proof: the other half. */
export const proofEntryOf = (id: StatementId): EntryId => id.slice(32) as EntryId;

/** The refusal of a deposit, on whatever device: one entry. */
export const refusalEntryOf = (deposit: EntryId): EntryId =>
  toHex(hash(utf8(`refused/${deposit}`))).slice(0, 32) as EntryId;

/** What a screen may show of it: no key. */
export function saidIn(body: DepositedThing): DepositSaid {
  const { title, date } = body;
  if (body.kind === 'note') return { kind: 'note', title, date, text: body.text };
  const { category, note, file } = body;
  const { name: fileName, mediaType, sizeBytes } = file;
  return { kind: 'document', title, category, date, note, fileName, mediaType, sizeBytes };
}
