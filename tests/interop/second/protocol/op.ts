/** [P10] to [P15] and [P25] to [P28]. */
import { bytesOf, hexOf } from '../../crypto/report.ts';
import { padme } from '../crypto/blob.ts';
import { join, lp, same, u32 as be32, type Octets } from '../crypto/bytes.ts';
import { H, HL } from '../crypto/hash.ts';
import { hpkeOpen, hpkeSeal } from '../crypto/hpke.ts';
import { authorId } from '../crypto/keys.ts';
import { OPEN, SEAL } from '../crypto/seal.ts';
import { publicKeyOf, SIGN, VERIFY } from '../crypto/sign.ts';
import { kemPublicKey } from '../crypto/xwing.ts';
import {
  bytes,
  decode,
  mapped,
  oneOf,
  raw,
  Refusal,
  refuse,
  struct,
  take,
  u32,
  u64,
  u8,
  where,
  type Json,
  type JsonObject,
} from './format.ts';
import { accessChange, accessNotes } from './formats.ts';

const MAX = 524288;
const MAX_ACCESS = 65536;
const kinds = {
  access: 1,
  update: 2,
  window: 3,
  deposit: 4,
  attach: 5,
  detach: 6,
  snapshot: 7,
  erase: 8,
};
const positive = (value: Json): boolean => (value as number) > 0;
const MAGIC = '43524e31';

const header = {
  magic: where(raw(4), (magic) => magic === MAGIC),
  suite: u8,
  kind: u8,
  logId: raw(32),
  epoch: where(u32, positive),
  author: raw(16),
  writer: raw(8),
  seq: where(u64, positive),
  prevHash: raw(32),
};
const head = struct({ ...header, publicPart: bytes(MAX) });
const whole = struct({
  ...header,
  publicPart: bytes(MAX),
  sealedPart: bytes(MAX),
  signature: raw(64),
});

export function decodeOp(op: Octets): JsonObject {
  if (op.length > MAX || hexOf(op.subarray(0, 4)) !== MAGIC || op.length < 6) refuse();
  if (op[4] !== 1) refuse('Newer');
  const fields = decode(whole, op) as JsonObject;
  const isFirst = fields['seq'] === 1;
  const hasNoPrevious = fields['prevHash'] === '0'.repeat(64);
  const bodyLength = (fields['sealedPart'] as string).length / 2 - 72;
  if (isFirst !== hasNoPrevious || bodyLength < 256 || padme(bodyLength) !== bodyLength) refuse();
  const kind = Object.entries(kinds).find(([, number]) => number === fields['kind'])?.[0];
  if (kind === undefined) throw new Refusal('Newer');
  if (kind === 'access' && op.length > MAX_ACCESS) refuse();
  const { logId, epoch, author, writer, seq, prevHash, publicPart, sealedPart, signature } = fields;
  const place = { logId, epoch, author, writer, seq, prevHash } as JsonObject;
  const parts = { publicPart, sealedPart, signature } as JsonObject;
  return { ...place, ...parts, kind, hash: hexOf(H(op)) };
}

const seen = { inc: raw(8), relaySeq: u64, relayChain: raw(32) };
const body = struct({ ...seen, payload: bytes(MAX) });
const kindNumber = mapped(
  oneOf(u8, kinds),
  (v) => v,
  (v) => v,
);

/** `nonce`: the 24 random bytes of SEAL. */
export type OpInput = {
  readonly header: JsonObject;
  readonly publicPart: Octets;
  readonly seen: JsonObject;
  readonly payload: Octets;
  readonly logKey: Octets;
  readonly seed: Octets;
  readonly nonce: Octets;
};

export function sealOp(i: OpInput): Octets {
  const kind = kindNumber.write(i.header['kind'] ?? null)[0] ?? 0;
  const publicPart = hexOf(i.publicPart);
  const start = head.write({ ...i.header, magic: MAGIC, suite: 1, kind, publicPart });
  const content = body.write({ ...i.seen, payload: hexOf(i.payload) });
  const padded = new Uint8Array(padme(Math.max(256, content.length)));
  padded.set(content);
  const unsigned = join(start, lp(SEAL(i.nonce, i.logKey, 'op', start, padded)));
  return join(unsigned, SIGN(i.seed, 'op', unsigned));
}

export function openOp(op: Octets, logKey: Octets): JsonObject {
  const { publicPart, sealedPart } = decodeOp(op) as { publicPart: string; sealedPart: string };
  const start = op.subarray(0, 110 + publicPart.length / 2);
  const opened = OPEN(logKey, 'op', start, bytesOf(sealedPart));
  if (typeof opened === 'string') throw new Refusal(opened);
  const source = { bytes: opened, at: 0 };
  const { payload, ...from } = body.read(source) as JsonObject;
  if (padme(Math.max(256, source.at)) !== opened.length) refuse();
  if (take(source, opened.length - source.at).some((byte) => byte !== 0)) refuse();
  const isNone = (name: string): boolean => /^0+$/.test(from[name] as string);
  if (isNone('inc') !== isNone('relayChain') || (isNone('inc') && from['relaySeq'] !== 0)) refuse();
  return { seen: from, payload: payload ?? null };
}

export function verifyOp(op: Octets, publicKey: Octets): boolean {
  decodeOp(op);
  return VERIFY(publicKey, 'op', op.subarray(0, -64), op.subarray(-64));
}

const commitment = (prevAccess: Octets, epoch: number, key: Octets): Octets =>
  HL('epoch', prevAccess, be32(epoch), key);
const wrapInfo = (prevAccess: Octets, epoch: number, author: Octets): Octets =>
  HL('wrap', prevAccess, be32(epoch), author);

/** Randomness is given by name; `encapsulations` in ascending order of author. */
export type LogInput = {
  readonly sort: string;
  readonly ownerSeed: Octets;
  readonly ownerKemSeed: Octets | undefined;
  readonly members: readonly JsonObject[];
  readonly logKey: Octets;
  readonly prevAccess: Octets;
  readonly encapsulations: readonly Octets[];
  readonly writer: Octets;
  readonly nonce: Octets;
};

export function createLog(i: LogInput): Octets {
  const members = i.members.map((each) => ({
    ...each,
    publicKey: publicKeyOf(bytesOf(each['signingSeed'] as string)),
    kem: kemPublicKey(bytesOf(each['kemSeed'] as string)),
  }));
  const ownerPublicKey = publicKeyOf(i.ownerSeed);
  const owner = authorId(ownerPublicKey);
  const ownerKem = i.ownerKemSeed && kemPublicKey(i.ownerKemSeed);
  const recipients = members.map(({ publicKey, kem }) => ({ author: authorId(publicKey), kem }));
  if (ownerKem) recipients.push({ author: owner, kem: ownerKem });
  recipients.sort((a, b) => (hexOf(a.author) < hexOf(b.author) ? -1 : 1));
  const wraps = recipients.map(({ author, kem }, index) => {
    const random = i.encapsulations[index] ?? new Uint8Array(0);
    const wrap = hpkeSeal(random, kem, wrapInfo(i.prevAccess, 1, author), i.logKey);
    if (typeof wrap === 'string') throw new Refusal(wrap);
    return { author: hexOf(author), wrap: hexOf(wrap) };
  });
  const publicPart = accessChange.write({
    prevAccess: hexOf(i.prevAccess),
    genesis: {
      sort: i.sort,
      ownerPublicKey: hexOf(ownerPublicKey),
      ownerKemPublicKeyHash: hexOf(ownerKem ? H(ownerKem) : new Uint8Array(32)),
    },
    voidAfter: null,
    added: members.map(({ publicKey, kem, ...each }) => ({
      ...each,
      signingPublicKey: hexOf(publicKey),
      kemPublicKeyHash: hexOf(H(kem)),
    })),
    removed: [],
    turn: { commitment: hexOf(commitment(i.prevAccess, 1, i.logKey)), wraps },
  });
  const payload = accessNotes.write({
    reason: '',
    members: members.map(({ publicKey, kem, ...each }) => ({
      ...each,
      author: hexOf(authorId(publicKey)),
      kemPublicKey: hexOf(kem),
    })),
  });
  const zeros = (length: number): string => '00'.repeat(length);
  return sealOp({
    header: {
      kind: 'access',
      logId: hexOf(HL('log', publicPart)),
      epoch: 1,
      author: hexOf(owner),
      writer: hexOf(i.writer),
      seq: 1,
      prevHash: zeros(32),
    },
    publicPart,
    seen: { inc: zeros(8), relaySeq: 0, relayChain: zeros(32) },
    payload,
    logKey: i.logKey,
    seed: i.ownerSeed,
    nonce: i.nonce,
  });
}

type Turn = {
  readonly commitment: string;
  readonly wraps: readonly { author: string; wrap: string }[];
};
type Change = {
  readonly prevAccess: string;
  readonly genesis: { readonly sort: string; readonly ownerPublicKey: string } | null;
  readonly added: readonly JsonObject[];
  readonly turn: Turn | null;
};
export const changeOf = (publicPart: Json): Change =>
  decode(accessChange, bytesOf(publicPart as string)) as Change;

export function unwrapEpoch(op: Octets, author: string, kemSeed: Octets): Octets {
  const { kind, publicPart, epoch } = decodeOp(op);
  const change = kind === 'access' ? changeOf(publicPart ?? null) : undefined;
  const wrap = change?.turn?.wraps.find((each) => each.author === author)?.wrap;
  if (change === undefined || wrap === undefined) throw new Refusal('NoWrap');
  const info = wrapInfo(bytesOf(change.prevAccess), epoch as number, bytesOf(author));
  const key = hpkeOpen(kemSeed, info, bytesOf(wrap));
  if (typeof key === 'string' || !commits(op, key)) throw new Refusal('NotAuthentic');
  return key;
}

export function commits(op: Octets, key: Octets): boolean {
  const { publicPart, epoch } = decodeOp(op);
  const { prevAccess, turn } = changeOf(publicPart ?? null);
  const expected = commitment(bytesOf(prevAccess), epoch as number, key);
  return turn !== null && same(bytesOf(turn.commitment), expected);
}
