import { describe, expect, it } from 'vitest';
import { concat, type Bytes } from '#base/bytes.ts';
import { idFromBytes, type AuthorId, type OpHash } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import type { AccessChange } from '#protocol/access.ts';
import {
  decodeAccessChange,
  decodeAccessNotes,
  decodeRights,
  encodeAccessChange,
  encodeAccessNotes,
  encodeRights,
} from '#protocol/access-codec.ts';
import { rights } from './log-builder.ts';

const author = (fill: number): AuthorId => idFromBytes('AuthorId', new Uint8Array(16).fill(fill));
const hashOf = (fill: number): OpHash => idFromBytes('OpHash', new Uint8Array(32).fill(fill));
const bytes = (length: number, fill: number): Bytes => new Uint8Array(length).fill(fill);

const change: AccessChange = {
  prevAccess: hashOf(1),
  genesis: { sort: 'channel', ownerPublicKey: bytes(32, 2), ownerKemPublicKeyHash: bytes(32, 0) },
  voidAfter: hashOf(3),
  added: [
    {
      signingPublicKey: bytes(32, 4),
      kemPublicKeyHash: bytes(32, 5),
      rights: rights('rd'),
      notAfter: instant(1_800_000_000_000),
      quota: { opsPerDay: 10, bytesPerDay: 1000 },
      replaces: author(6),
    },
    {
      signingPublicKey: bytes(32, 7),
      kemPublicKeyHash: bytes(32, 8),
      rights: rights('ra'),
      notAfter: undefined,
      quota: undefined,
      replaces: undefined,
    },
  ],
  removed: [author(1), author(2)],
  turn: {
    commitment: bytes(32, 9),
    wraps: [
      { author: author(1), wrap: bytes(1168, 1) },
      { author: author(2), wrap: bytes(1168, 2) },
    ],
  },
};
const bare: AccessChange = {
  prevAccess: hashOf(1),
  genesis: undefined,
  voidAfter: undefined,
  added: [],
  removed: [],
  turn: undefined,
};

const answerTo = (encoded: Uint8Array): string => {
  const decoded = decodeAccessChange(encoded);
  return decoded.ok ? 'ok' : decoded.error.what;
};
const changed = (encoded: Uint8Array, at: number, value: number): Bytes => {
  const out = new Uint8Array(encoded);
  out[at] = value;
  return out;
};

describe('an access change', () => {
  it.each([change, bare])('comes back as it was encoded', (each) => {
    expect(decodeAccessChange(encodeAccessChange(each))).toEqual({ ok: true, value: each });
  });

  it('is put in ascending order of authors', () => {
    const backwards = {
      ...change,
      removed: change.removed.toReversed(),
      turn: change.turn && { ...change.turn, wraps: change.turn.wraps.toReversed() },
    };
    expect(encodeAccessChange(backwards)).toEqual(encodeAccessChange(change));
  });

  it('is refused when flags, sorts, rights, quotas, counts or order are wrong', () => {
    const encoded = encodeAccessChange(change);
    const member = 32 + 1 + 65 + 32 + 4;
    const removed = member + 2 * 101;
    const wraps = removed + 4 + 32 + 1 + 32;
    expect(answerTo(changed(encoded, 32, 2))).toBe('access: genesis');
    expect(answerTo(changed(encoded, 33, 4))).toBe('access: sort');
    expect(answerTo(changed(encoded, member - 4, 0xff))).toBe('access: added');
    expect(answerTo(changed(encoded, member - 1, 33))).toBe('access: added');
    expect(answerTo(changed(encoded, member + 64, 16))).toBe('access: rights');
    expect(answerTo(changed(encoded, member + 65, 0xff))).toBe('access: not after');
    expect(answerTo(changed(encoded, member + 73 + 3, 0))).toBe('access: quota');
    expect(answerTo(changed(encoded, removed, 1))).toBe('access: removed');
    expect(answerTo(changed(encoded, removed + 4, 3))).toBe('access: removed: order');
    expect(answerTo(changed(encoded, wraps - 33, 2))).toBe('access: turn');
    expect(answerTo(changed(encoded, wraps + 3, 34))).toBe('access: wraps');
    expect(answerTo(changed(encoded, wraps + 4, 3))).toBe('access: wraps: order');
    expect(answerTo(concat(encoded, bytes(1, 0)))).toBe('access: trailing bytes');
    expect(answerTo(encoded.subarray(0, -1))).toBe('access: wrap');
  });

  it('is refused when an author stands twice', () => {
    const twice = encodeAccessChange({ ...bare, removed: [author(1), author(1)] });
    expect(answerTo(twice)).toBe('access: removed: order');
  });
});

describe('rights', () => {
  it('take one byte: read 1, write 2, deposit 4, admin 8', () => {
    expect(['r', 'rw', 'rd', 'ra', 'rwa'].map((each) => encodeRights(rights(each)))).toEqual([
      1, 3, 5, 9, 11,
    ]);
    for (let byte = 0; byte < 16; byte++) {
      const decoded = decodeRights(byte);
      expect(decoded && encodeRights(decoded)).toBe(byte);
    }
    expect(decodeRights(16)).toBeUndefined();
    expect(decodeRights(0x81)).toBeUndefined();
  });
});

describe('access notes', () => {
  const notes = {
    reason: 'appareil perdu',
    members: [
      {
        author: author(1),
        name: 'Téléphone',
        kemPublicKey: bytes(1216, 1),
        fingerprint: undefined,
      },
      { author: author(2), name: '', kemPublicKey: bytes(1216, 2), fingerprint: bytes(32, 3) },
    ],
  };

  it('come back as they were encoded', () => {
    expect(decodeAccessNotes(encodeAccessNotes(notes))).toEqual({ ok: true, value: notes });
  });

  it('are told apart when a later version made them, and refused beyond their bounds', () => {
    const encoded = encodeAccessNotes(notes);
    const answer = (each: Uint8Array): string => {
      const decoded = decodeAccessNotes(each);
      return decoded.ok ? 'ok' : `${decoded.error.type} ${decoded.error.what}`;
    };
    expect(answer(changed(encoded, 3, 2))).toBe('Newer access notes');
    expect(answer(changed(encoded, 3, 0))).toBe('NotDecodable access notes: version');
    expect(answer(encoded.subarray(0, 3))).toBe('NotDecodable access notes: version');
    const long = encodeAccessNotes({ reason: 'x'.repeat(257), members: [] });
    expect(answer(long)).toBe('NotDecodable access notes: reason');
  });
});
