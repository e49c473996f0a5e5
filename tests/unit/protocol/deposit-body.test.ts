import { describe, expect, it } from 'vitest';
import type { BlobId } from '#base/ids.ts';
import { instant, type PartialDate } from '#base/time.ts';
import {
  decodeDepositBody,
  encodeDepositBody,
  type DepositBody,
  type StatementId,
} from '#protocol/deposit-body.ts';

const file = {
  blob: 'b'.repeat(64) as BlobId,
  key: 'c'.repeat(64),
  sizeBytes: 12,
  mediaType: 'application/pdf',
  name: 'compte-rendu.pdf',
};
const bodies: readonly DepositBody[] = [
  {
    kind: 'document',
    title: 'Compte rendu',
    category: 'reports',
    type: undefined,
    date: '2026-06' as PartialDate,
    note: undefined,
    file,
    supersedes: 'a'.repeat(64) as StatementId,
  },
  { kind: 'note', title: 'Repos', text: 'Une\nsemaine', date: undefined, supersedes: undefined },
  { kind: 'reading-receipt', read: [{ entry: undefined, at: instant(5) }] },
];

describe('the body of a deposit', () => {
  it.each(bodies.map((body) => [body.kind, body] as const))(
    '%s comes back as written',
    (_, body) => {
      expect(decodeDepositBody(body.kind, encodeDepositBody(body))).toEqual({
        ok: true,
        value: body,
      });
    },
  );

  it('is written in NFC, as the statement that carries it is', () => {
    const note = { ...bodies[1], title: 'e\u0301cho' } as DepositBody;
    expect(encodeDepositBody(note)).toContain('\u00e9cho');
  });

  it('of a kind that nobody knows is kept for a later version', () => {
    const answer = decodeDepositBody('proposed-appointment', '{}');
    expect(answer).toEqual({ ok: false, error: { type: 'UnknownKind' } });
  });
});
