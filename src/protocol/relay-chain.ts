import { utf8, type Bytes } from '#base/bytes.ts';
import { Writer } from '#base/codec.ts';
import {
  idFromBytes,
  idLength,
  idToBytes,
  writeId,
  type Incarnation,
  type LogId,
  type OpHash,
} from '#base/ids.ts';
import { hash, hashLabelled } from '#crypto/hash.ts';
import { labelBytes, labels } from '#crypto/labels.ts';
import { sign, verify } from '#crypto/sign.ts';
import type { SignedHead } from './messages.ts';

/** The relay's chain of a log before its first op, in one life of the log [P50]. */
export const chainStart = (logId: LogId, inc: Incarnation): OpHash =>
  idFromBytes('OpHash', hashLabelled(labels.chain0, idToBytes(logId), idToBytes(inc)));

/** The chain once the op with this hash stands in the relay's order [P51]. */
export function chainNext(chain: OpHash, opHash: OpHash): OpHash {
  writeId(chain, link, link.length - LINK_END_BYTES - ID_BYTES);
  writeId(opHash, link, link.length - ID_BYTES);
  return idFromBytes('OpHash', hash(link));
}

const ID_BYTES = idLength('OpHash');
/** lp of the op's hash, which ends a link. */
const LINK_END_BYTES = 4 + ID_BYTES;
/** What HL("chain", chain, opHash) hashes, filled in anew each time: a relay chains every op. */
const link = new Writer()
  .lp(labelBytes(labels.chain))
  .lp(new Uint8Array(ID_BYTES))
  .lp(new Uint8Array(ID_BYTES))
  .done();

/** @param relaySecretKey 64 bytes, the key that keyrings and grants pin [P52] */
export const signHead = (
  relaySecretKey: Uint8Array,
  logId: LogId,
  head: Omit<SignedHead, 'signature'>,
): SignedHead => ({
  inc: head.inc,
  relaySeq: head.relaySeq,
  chain: head.chain,
  signature: sign(relaySecretKey, labels.head, encodeHead(logId, head)),
});

/** Whether the relay with this key said so, of this very log [P52]. */
export const verifyHead = (relayPublicKey: Uint8Array, logId: LogId, head: SignedHead): boolean =>
  verify(relayPublicKey, labels.head, encodeHead(logId, head), head.signature);

const encodeHead = (logId: LogId, head: Omit<SignedHead, 'signature'>): Bytes =>
  new Writer()
    .raw(idToBytes(logId))
    .raw(idToBytes(head.inc))
    .u64(head.relaySeq)
    .raw(idToBytes(head.chain))
    .done();

/**
 * Proves a member key of a log on one connection [P53].
 * @param origin as dialled, e.g. `https://carnet.example`: a proof made for one relay is of no
 *   use at another
 * @param challenge the 32 bytes of the relay's welcome
 */
export const signProof = (
  secretKey: Uint8Array,
  origin: string,
  challenge: Uint8Array,
  logId: LogId,
): Bytes => sign(secretKey, labels.auth, encodeProof(origin, challenge, logId));

export const verifyProof = (
  publicKey: Uint8Array,
  origin: string,
  challenge: Uint8Array,
  logId: LogId,
  signature: Uint8Array,
): boolean => verify(publicKey, labels.auth, encodeProof(origin, challenge, logId), signature);

const encodeProof = (origin: string, challenge: Uint8Array, logId: LogId): Bytes =>
  new Writer().lp(utf8(origin)).raw(challenge).raw(idToBytes(logId)).done();
