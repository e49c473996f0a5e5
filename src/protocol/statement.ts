import { equal, toHex, type Bytes } from '#base/bytes.ts';
import { notDecodable, Writer, type NotDecodable, type Reader } from '#base/codec.ts';
import { idToBytes, type LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { instant, type Instant } from '#base/time.ts';
import { hash } from '#crypto/hash.ts';
import { labels } from '#crypto/labels.ts';
import { sign, SIGNATURE_BYTES, verify } from '#crypto/sign.ts';
import { fingerprintOf, type Bundle } from './bundle.ts';
import type { StatementId } from './deposit-body.ts';
import { limits } from './limits.ts';
import { readId } from './reading.ts';
import { decodeVersioned, type Newer } from './versioned.ts';

const STATEMENT_VERSION = 1;
const MAX_KIND_BYTES = 64;
const KIND = /^[a-z]+(-[a-z]+)*$/;

/** What a correspondent says to a holder, for good [P90]. */
export type StatementContent = {
  /** The channel it is said in: elsewhere it says nothing. */
  readonly logId: LogId;
  /** `document`, `note`, `measurement`…; a kind that a reader does not know is kept. */
  readonly kind: string;
  readonly createdAt: Instant;
  /** F of the author's bundle. */
  readonly fingerprint: Bytes;
  /** JSON, by kind. */
  readonly body: string;
};

/** `bytes` are exactly those signed, signature included: what is copied into the record. */
export type Statement = StatementContent & { readonly signature: Bytes; readonly bytes: Bytes };

/** @param secretKey of the professional identity whose bundle has the content's fingerprint */
export function signStatement(content: StatementContent, secretKey: Uint8Array): Statement {
  const unsigned = new Writer()
    .u32(STATEMENT_VERSION)
    .raw(idToBytes(content.logId))
    .text(content.kind)
    .u64(content.createdAt)
    .raw(content.fingerprint)
    .text(content.body)
    .done();
  const signature = sign(secretKey, labels.statement, unsigned);
  return { ...content, signature, bytes: new Writer().raw(unsigned).raw(signature).done() };
}

/** Structure only [P90]; the body is not parsed. */
export function decodeStatement(bytes: Uint8Array): Result<Statement, NotDecodable | Newer> {
  if (bytes.length > limits.statementBytes) return err(notDecodable('statement: size'));
  const content = decodeVersioned(bytes, 'statement', STATEMENT_VERSION, readStatement);
  return content.ok ? ok({ ...content.value, bytes: new Uint8Array(bytes) }) : content;
}

function readStatement(reader: Reader): Omit<Statement, 'bytes'> {
  const logId = readId(reader, 'LogId');
  const kind = reader.text('statement: kind', MAX_KIND_BYTES);
  if (!KIND.test(kind)) reader.fail('statement: kind');
  return {
    logId,
    kind,
    createdAt: instant(reader.u64('statement: date')),
    fingerprint: reader.raw(32, 'statement: author'),
    body: reader.text('statement: body', limits.statementBytes),
    signature: reader.raw(SIGNATURE_BYTES, 'statement: signature'),
  };
}

/** Whether the bearer of this bundle said it, in this channel [P91]. */
export const verifyStatement = (statement: Statement, logId: LogId, author: Bundle): boolean =>
  statement.logId === logId &&
  equal(statement.fingerprint, fingerprintOf(author)) &&
  verify(
    author.signingPublicKey,
    labels.statement,
    statement.bytes.subarray(0, -SIGNATURE_BYTES),
    statement.signature,
  );

/** H of all its bytes: by this a later statement names the one that it supersedes [P96]. */
export const statementIdOf = (statement: Pick<Statement, 'bytes'>): StatementId =>
  toHex(hash(statement.bytes)) as StatementId;
