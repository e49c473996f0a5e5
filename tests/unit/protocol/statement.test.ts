import { beforeAll, describe, expect, it } from 'vitest';
import { concat } from '#base/bytes.ts';
import { idFromBytes } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import { createMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { createBundle, fingerprintOf, type Bundle } from '#protocol/bundle.ts';
import {
  decodeStatement,
  signStatement,
  verifyStatement,
  type StatementContent,
} from '#protocol/statement.ts';
import { seededRandom } from './log-builder.ts';

const random = seededRandom('statement');
let keys: MemberKeys;
let bundle: Bundle;
let content: StatementContent;

beforeAll(async () => {
  await cryptoReady();
  keys = createMemberKeys(random);
  const claim = { rootPublicKey: undefined, version: 1, displayName: '{}', attestations: [] };
  bundle = createBundle(keys, claim);
  content = {
    logId: idFromBytes('LogId', random.bytes(32)),
    kind: 'reading-receipt',
    createdAt: instant(1_800_000_000_000),
    fingerprint: fingerprintOf(bundle),
    body: '{"read":["x"]}',
  };
});

const signed = (more: Partial<StatementContent> = {}) =>
  signStatement({ ...content, ...more }, keys.signing.secretKey);

describe('a statement', () => {
  it('comes back as it was signed, and is its author’s', () => {
    const statement = signed();
    expect(decodeStatement(statement.bytes)).toEqual({ ok: true, value: statement });
    expect(verifyStatement(statement, content.logId, bundle)).toBe(true);
  });

  it('says nothing in another channel, from another author, or once altered', () => {
    const statement = signed();
    const elsewhere = idFromBytes('LogId', random.bytes(32));
    expect(verifyStatement(statement, elsewhere, bundle)).toBe(false);
    const claim = { rootPublicKey: undefined, version: 2, displayName: '{}', attestations: [] };
    expect(verifyStatement(statement, content.logId, createBundle(keys, claim))).toBe(false);
    const other = signStatement(content, createMemberKeys(random).signing.secretKey);
    expect(verifyStatement(other, content.logId, bundle)).toBe(false);
    const bytes = statement.bytes.with(-70, 0x20);
    expect(verifyStatement({ ...statement, bytes }, content.logId, bundle)).toBe(false);
  });

  it('may be of a kind that a reader does not know, not of any word', () => {
    const answer = (kind: string): boolean => decodeStatement(signed({ kind }).bytes).ok;
    expect(answer('something-new')).toBe(true);
    for (const kind of ['', 'Note', 'a b', '-a', 'a-', 'é', 'a'.repeat(65)]) {
      expect(answer(kind)).toBe(false);
    }
  });

  it('is refused cut short, too long, or too large; told apart from a later version', () => {
    const { bytes } = signed();
    const answer = (each: Uint8Array): string => {
      const decoded = decodeStatement(each);
      return decoded.ok ? 'ok' : `${decoded.error.type} ${decoded.error.what}`;
    };
    expect(answer(bytes.subarray(0, -1))).toBe('NotDecodable statement: signature');
    expect(answer(concat(bytes, Uint8Array.of(0)))).toBe('NotDecodable statement: trailing bytes');
    expect(answer(new Uint8Array(262_145))).toBe('NotDecodable statement: size');
    expect(answer(bytes.with(3, 2))).toBe('Newer statement');
  });
});
