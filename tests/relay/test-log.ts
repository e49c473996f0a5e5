import type { Bytes } from '#base/bytes.ts';
import { idFromBytes, ZERO_HASH, type LogId, type OpHash, type WriterId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import { createMemberKeys, authorIdOf, type MemberKeys } from '#crypto/keys.ts';
import { systemRandom } from '#crypto/random.ts';
import { signingKeyPairFromSeed, type SigningKeyPair } from '#crypto/sign.ts';
import type { LogSort, Rights } from '#protocol/access.ts';
import { createLog, NO_RELAY_SEEN } from '#protocol/genesis.ts';
import { sealOp } from '#protocol/op-codec.ts';
import type { Op, OpKind } from '#protocol/op.ts';

const deps = { random: systemRandom };
export const fullRights: Rights = { read: true, write: true, deposit: false, admin: true };
export const sideRights: Rights = { read: true, write: false, deposit: false, admin: true };
export const depositRights: Rights = { read: true, write: false, deposit: true, admin: false };

/** A log made for a test, its owner's key, and its members'. */
export type TestLog = {
  readonly logId: LogId;
  readonly genesis: Op;
  readonly logKey: Bytes;
  readonly owner: SigningKeyPair;
  readonly members: readonly MemberKeys[];
};

/** @param notAfter when the last member's time is over */
export async function createTestLog(
  sort: LogSort,
  rights: readonly Rights[],
  notAfter?: Instant,
): Promise<TestLog> {
  const owner = signingKeyPairFromSeed(systemRandom.bytes(32));
  const members = rights.map(() => createMemberKeys(systemRandom));
  const { op, logId, logKey } = await createLog(deps, {
    sort,
    ownerSigningKey: owner,
    ownerKemPublicKey: sort === 'keyring' ? createMemberKeys(systemRandom).kemPublicKey : undefined,
    members: members.map((keys, index) => ({
      signingPublicKey: keys.signing.publicKey,
      kemPublicKey: keys.kemPublicKey,
      rights: rights[index] ?? fullRights,
      name: 'member',
      notAfter: index === members.length - 1 ? notAfter : undefined,
    })),
  });
  return { logId, genesis: op, logKey, owner, members };
}

/** Writes one member's chain in a log. */
export class TestWriter {
  readonly log: TestLog;
  readonly keys: SigningKeyPair;
  readonly writer: WriterId = idFromBytes('WriterId', systemRandom.bytes(8));
  epoch = 1;
  #seq = 0;
  #prevHash: OpHash = ZERO_HASH;

  constructor(log: TestLog, keys: SigningKeyPair) {
    this.log = log;
    this.keys = keys;
  }

  write(
    kind: OpKind = 'update',
    publicPart: Uint8Array = new Uint8Array(),
    payload: Uint8Array = new Uint8Array(20),
  ): Op {
    const op = this.at(this.#seq + 1, this.#prevHash, kind, publicPart, payload);
    this.#seq = op.seq;
    this.#prevHash = op.hash;
    return op;
  }

  /** An op at any place of the chain, which does not move. */
  at(
    seq: number,
    prevHash: OpHash,
    kind: OpKind = 'update',
    publicPart: Uint8Array = new Uint8Array(),
    payload: Uint8Array = new Uint8Array(20),
  ): Op {
    const { logId, logKey } = this.log;
    const author = authorIdOf(this.keys.publicKey);
    const header = { kind, logId, epoch: this.epoch, author, writer: this.writer, seq, prevHash };
    return sealOp(deps, header, publicPart, NO_RELAY_SEEN, payload, logKey, this.keys.secretKey);
  }
}

export const keysOf = (log: TestLog, index = 0): SigningKeyPair => {
  const keys = log.members[index];
  if (!keys) throw new Error('no such member');
  return keys.signing;
};
