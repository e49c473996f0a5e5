import type { EntryId, LogId } from '#base/ids.ts';
import { authorIdOf, type MemberKeys } from '#crypto/keys.ts';
import { decodeDepositBody, type StatementId } from '#protocol/deposit-body.ts';
import type { Op } from '#protocol/op.ts';
import { decodeDepositPayload } from '#protocol/payload-codec.ts';
import { decodeStatement, statementIdOf, type Statement } from '#protocol/statement.ts';
import type { GivenDeposit } from './api.ts';
import { entryOf, saidIn, type DepositedThing } from './deposit.ts';

/** What this person deposited in a channel, as its own statements say. */
export type Given = {
  readonly id: StatementId;
  readonly entry: EntryId;
  readonly channel: LogId;
  readonly statement: Statement;
  readonly body: DepositedThing;
};

/** Undefined: a receipt, or something that this version did not write. */
export function readGiven(bytes: Uint8Array): Given | undefined {
  const statement = decodeStatement(bytes);
  if (!statement.ok) return undefined;
  const body = decodeDepositBody(statement.value.kind, statement.value.body);
  if (!body.ok || body.value.kind === 'reading-receipt') return undefined;
  const id = statementIdOf(statement.value);
  const { logId: channel } = statement.value;
  return { id, entry: entryOf(id), channel, statement: statement.value, body: body.value };
}

/** What this person deposited in one channel, as it is read from the relay. */
export class GivenInChannel {
  readonly #given = new Map<StatementId, Given>();

  get all(): readonly Given[] {
    return [...this.#given.values()];
  }

  /** @param bytes the payload of an op of the channel, whoever wrote it */
  take(op: Op, own: MemberKeys, bytes: Uint8Array): void {
    if (op.kind !== 'deposit' || op.author !== authorIdOf(own.signing.publicKey)) return;
    const payload = decodeDepositPayload(bytes);
    const given = payload.ok ? readGiven(payload.value.statement) : undefined;
    if (given) this.#given.set(given.id, given);
  }

  clear(): void {
    this.#given.clear();
  }
}

/** For a screen, newest first; each knows what corrects it. */
export function listGiven(
  given: readonly { readonly given: Given; readonly state: GivenDeposit['state'] }[],
): readonly GivenDeposit[] {
  return given
    .map(({ given: { id, entry, statement, body }, state }) => ({
      deposit: id,
      entry,
      at: statement.createdAt,
      said: saidIn(body),
      corrects: body.supersedes,
      correctedBy: given.findLast((other) => other.given.body.supersedes === id)?.given.id,
      state,
    }))
    .sort((a, b) => b.at - a.at);
}
