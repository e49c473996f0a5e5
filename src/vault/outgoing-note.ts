import type { Bytes } from '#base/bytes.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import {
  encodeBarePayload,
  encodeBlobChange,
  encodeDepositPayload,
} from '#protocol/payload-codec.ts';
import { statementIdOf, type Statement } from '#protocol/statement.ts';
import { hexBytes } from './hex-bytes.ts';
import type { NoteKinds } from './notes.ts';
import { EMPTY } from './open-log.ts';
import type { OpParts } from './correspondent-place.ts';

/** Sorts by the moment of signing. */
export const noteId = (statement: Statement): string =>
  `${String(statement.createdAt).padStart(16, '0')}/${statementIdOf(statement)}`;

/** The id of the statement that a note carries. */
export const idIn = (note: NoteKinds['deposit']): string =>
  statementIdOf({ bytes: hexBytes(note.statement) });

/** The ops that carry it: its file's first, if it has one. */
export function partsOf({ statement, blob }: NoteKinds['deposit']): OpParts[] {
  const payload: Bytes = encodeDepositPayload({ statement: hexBytes(statement) });
  const deposit: OpParts = { kind: 'deposit', publicPart: EMPTY, payload };
  if (blob === null) return [deposit];
  const publicPart = encodeBlobChange({ blobs: [blob] });
  return [{ kind: 'attach', publicPart, payload: encodeBarePayload() }, deposit];
}

/** Its sealed ops; none before they are sealed. */
export const opsIn = ({ ops }: NoteKinds['deposit']): Op[] =>
  (ops ?? []).flatMap((hex) => {
    const op = decodeOp(hexBytes(hex));
    return op.ok ? [op.value] : [];
  });
