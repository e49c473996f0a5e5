import { ZERO_HASH, idToBytes, type AuthorId } from '#base/ids.ts';
import type { Bytes } from '#base/bytes.ts';
import { decodeWith, Writer, type NotDecodable, type Reader } from '#base/codec.ts';
import type { Result } from '#base/result.ts';
import { HPKE_OVERHEAD_BYTES, KEM_PUBLIC_KEY_BYTES } from '#crypto/hpke.ts';
import { SIGNING_PUBLIC_KEY_BYTES } from '#crypto/sign.ts';
import {
  logSorts,
  type AccessChange,
  type AccessNotes,
  type AddedMember,
  type EpochTurn,
  type LogSort,
  type Rights,
} from './access.ts';
import { limits } from './limits.ts';
import { PAYLOAD_VERSION } from './payloads.ts';
import { ascending, readEnd, readFlag, readId, readIds, readOptional } from './reading.ts';
import { decodeVersioned, type Newer } from './versioned.ts';

const HASH_BYTES = 32;
const WRAP_BYTES = HPKE_OVERHEAD_BYTES + 32;
const NO_AUTHOR = '0'.repeat(32) as AuthorId;
/** Every member, and in a keyring the owner. */
const MAX_WRAPS = limits.membersPerLog + 1;

const rightBits = { read: 1, write: 2, deposit: 4, admin: 8 } as const;
const ALL_RIGHT_BITS = 15;

/** r 1 · w 2 · d 4 · a 8 [P22]. */
export const encodeRights = (rights: Rights): number =>
  (rights.read ? rightBits.read : 0) |
  (rights.write ? rightBits.write : 0) |
  (rights.deposit ? rightBits.deposit : 0) |
  (rights.admin ? rightBits.admin : 0);

/** Undefined when a bit is set that this version does not know. */
export const decodeRights = (byte: number): Rights | undefined =>
  (byte & ~ALL_RIGHT_BITS) !== 0
    ? undefined
    : {
        read: (byte & rightBits.read) !== 0,
        write: (byte & rightBits.write) !== 0,
        deposit: (byte & rightBits.deposit) !== 0,
        admin: (byte & rightBits.admin) !== 0,
      };

/** The public part of an access op [P20]; lists of ids are put in ascending order. */
export function encodeAccessChange(change: AccessChange): Bytes {
  const writer = new Writer().raw(idToBytes(change.prevAccess));
  writer.u8(change.genesis ? 1 : 0);
  if (change.genesis) {
    writer.u8(logSorts[change.genesis.sort]);
    writer.raw(change.genesis.ownerPublicKey).raw(change.genesis.ownerKemPublicKeyHash);
  }
  writer.raw(idToBytes(change.voidAfter ?? ZERO_HASH));
  writer.list(change.added, writeMember);
  writer.list(ascending(change.removed), (each, author) => each.raw(idToBytes(author)));
  writer.u8(change.turn ? 1 : 0);
  if (change.turn) writeTurn(writer, change.turn);
  return writer.done();
}

function writeMember(writer: Writer, member: AddedMember): void {
  writer
    .raw(member.signingPublicKey)
    .raw(member.kemPublicKeyHash)
    .u8(encodeRights(member.rights))
    .u64(member.notAfter ?? 0)
    .u32(member.quota?.opsPerDay ?? 0)
    .u64(member.quota?.bytesPerDay ?? 0)
    .raw(idToBytes(member.replaces ?? NO_AUTHOR));
}

function writeTurn(writer: Writer, turn: EpochTurn): void {
  const wrapByAuthor = new Map(turn.wraps.map(({ author, wrap }) => [author, wrap]));
  writer.raw(turn.commitment);
  writer.list(ascending([...wrapByAuthor.keys()]), (each, author) =>
    each.raw(idToBytes(author)).raw(wrapByAuthor.get(author) ?? new Uint8Array(0)),
  );
}

/** Structure only; what may stand in it is the matter of `access-rules.ts` [P20]. */
export const decodeAccessChange = (bytes: Uint8Array): Result<AccessChange, NotDecodable> =>
  decodeWith(bytes, 'access', (reader) => ({
    prevAccess: readId(reader, 'OpHash'),
    genesis: readFlag(reader, 'access: genesis') ? readGenesis(reader) : undefined,
    voidAfter: readVoid(reader),
    added: reader.list('access: added', limits.membersPerLog, readMember),
    removed: readIds(reader, 'AuthorId', 'access: removed', limits.membersPerLog),
    turn: readFlag(reader, 'access: turn') ? readTurn(reader) : undefined,
  }));

function readGenesis(reader: Reader): NonNullable<AccessChange['genesis']> {
  const sort = sortByNumber.get(reader.u8('access: sort')) ?? reader.fail('access: sort');
  return {
    sort,
    ownerPublicKey: reader.raw(SIGNING_PUBLIC_KEY_BYTES, 'access: owner'),
    ownerKemPublicKeyHash: reader.raw(HASH_BYTES, 'access: owner'),
  };
}

const sortByNumber: ReadonlyMap<number, LogSort> = new Map(
  Object.entries(logSorts).map(([sort, number]) => [number, sort as LogSort]),
);

function readVoid(reader: Reader): AccessChange['voidAfter'] {
  const hash = readId(reader, 'OpHash');
  return hash === ZERO_HASH ? undefined : hash;
}

function readMember(reader: Reader): AddedMember {
  return {
    signingPublicKey: reader.raw(SIGNING_PUBLIC_KEY_BYTES, 'access: member'),
    kemPublicKeyHash: reader.raw(HASH_BYTES, 'access: member'),
    rights: decodeRights(reader.u8('access: rights')) ?? reader.fail('access: rights'),
    notAfter: readEnd(reader, 'access: not after'),
    quota: readQuota(reader),
    replaces: readReplaced(reader),
  };
}

function readQuota(reader: Reader): AddedMember['quota'] {
  const opsPerDay = reader.u32('access: quota');
  const bytesPerDay = reader.u64('access: quota');
  if ((opsPerDay === 0) !== (bytesPerDay === 0)) reader.fail('access: quota');
  return opsPerDay === 0 ? undefined : { opsPerDay, bytesPerDay };
}

function readReplaced(reader: Reader): AuthorId | undefined {
  const author = readId(reader, 'AuthorId');
  return author === NO_AUTHOR ? undefined : author;
}

function readTurn(reader: Reader): EpochTurn {
  const commitment = reader.raw(HASH_BYTES, 'access: commitment');
  const wraps = reader.list('access: wraps', MAX_WRAPS, (each) => ({
    author: readId(each, 'AuthorId'),
    wrap: each.raw(WRAP_BYTES, 'access: wrap'),
  }));
  const isOrdered = wraps.every(
    ({ author }, index) => index === 0 || (wraps[index - 1]?.author ?? author) < author,
  );
  return isOrdered ? { commitment, wraps } : reader.fail('access: wraps: order');
}

/** The sealed part of an access op [P24]. */
export const encodeAccessNotes = (notes: AccessNotes): Bytes =>
  new Writer()
    .u32(PAYLOAD_VERSION)
    .text(notes.reason)
    .list(notes.members, (writer, member) =>
      writer
        .raw(idToBytes(member.author))
        .text(member.name)
        .raw(member.kemPublicKey)
        .raw(member.fingerprint ?? new Uint8Array(HASH_BYTES)),
    )
    .done();

export const decodeAccessNotes = (bytes: Uint8Array): Result<AccessNotes, NotDecodable | Newer> =>
  decodeVersioned(bytes, 'access notes', PAYLOAD_VERSION, (reader) => ({
    reason: reader.text('access notes: reason', limits.nameBytes),
    members: reader.list('access notes: members', limits.membersPerLog, (each) => ({
      author: readId(each, 'AuthorId'),
      name: each.text('access notes: name', limits.nameBytes),
      kemPublicKey: each.raw(KEM_PUBLIC_KEY_BYTES, 'access notes: key'),
      fingerprint: readOptional(each, HASH_BYTES, 'access notes: fingerprint'),
    })),
  }));
