import { concat, equal, type Bytes } from '#base/bytes.ts';
import { decodeWith, Writer, type NotDecodable, type Reader } from '#base/codec.ts';
import { idToBytes, type LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { hash } from '#crypto/hash.ts';
import { hpkeOpen, hpkeSeal } from '#crypto/hpke.ts';
import { authorIdOf, decodeMemberKeys, encodeMemberKeys, type MemberKeys } from '#crypto/keys.ts';
import { labels } from '#crypto/labels.ts';
import type { Random } from '#crypto/random.ts';
import { sign, SIGNATURE_BYTES, verify } from '#crypto/sign.ts';
import { fingerprintOf, type Bundle } from './bundle.ts';
import { commitsTo } from './genesis.ts';
import { limits } from './limits.ts';
import { startLog } from './log-rules.ts';
import type { LogState } from './log-state.ts';
import type { Op } from './op.ts';
import { mailboxOf, pairingInfo, pairingPsk } from './pairing.ts';
import { readRelay, writeRelay, type PinnedRelay } from './pinned-relay.ts';
import { readEnd, readId } from './reading.ts';
import { decodeVersioned, type Newer } from './versioned.ts';

const GRANT_VERSION = 1;

/** What a correspondent is given: everything needed to read one channel [P85]. All secret. */
export type Grant = {
  readonly logId: LogId;
  /** K[1] of the channel. */
  readonly logKey: Bytes;
  /** The correspondent's own member keys in this channel. */
  readonly memberKeys: MemberKeys;
  /** The filter's title, as the holder named it. */
  readonly title: string;
  readonly notAfter: Instant | undefined;
  readonly relayOrigin: string;
  /** The relay's key and word on the channel; undefined before any relay was reached. */
  readonly relay: PinnedRelay | undefined;
};

/** A grant whose maker is not known yet: good for fetching its genesis and for nothing else. */
export type UncheckedGrant = {
  readonly grant: Grant;
  /** F ‖ mbx ‖ body, which the channel's owner key must have signed. */
  readonly signed: Bytes;
  readonly signature: Bytes;
};

const encodeGrant = (grant: Grant): Bytes => {
  const writer = new Writer()
    .u32(GRANT_VERSION)
    .raw(idToBytes(grant.logId))
    .raw(grant.logKey)
    .raw(encodeMemberKeys(grant.memberKeys))
    .text(grant.title)
    .u64(grant.notAfter ?? 0)
    .text(grant.relayOrigin);
  return writeRelay(writer, grant.relay).done();
};

const decodeGrant = (bytes: Uint8Array): Result<Grant, NotDecodable | Newer> =>
  decodeVersioned(bytes, 'grant', GRANT_VERSION, (reader) => ({
    logId: readId(reader, 'LogId'),
    logKey: reader.raw(32, 'grant: key'),
    memberKeys: readMemberKeys(reader),
    title: reader.text('grant: title', limits.nameBytes),
    notAfter: readEnd(reader, 'grant: not after'),
    relayOrigin: reader.text('grant: relay', limits.originBytes),
    relay: readRelay(reader),
  }));

function readMemberKeys(reader: Reader): MemberKeys {
  const keys = decodeMemberKeys(reader.raw(64, 'grant: member keys'));
  return keys.ok ? keys.value : reader.fail('grant: member keys');
}

/** Slot 1: the grant for the bearer of a bundle, signed by the channel's owner key [P86]. */
export async function sealGrant(
  deps: { readonly random: Random },
  code: Bytes,
  bundle: Bundle,
  grant: Grant,
  ownerSecretKey: Uint8Array,
): Promise<Bytes> {
  const fingerprint = fingerprintOf(bundle);
  const body = encodeGrant(grant);
  const signed = concat(fingerprint, idToBytes(mailboxOf(code)), body);
  return hpkeSeal({
    recipientPublicKey: bundle.kemPublicKey,
    psk: pairingPsk(code),
    info: pairingInfo(labels.grant, fingerprint, code),
    plaintext: concat(body, sign(ownerSecretKey, labels.grant, signed)),
    random: deps.random,
  });
}

/** @param fingerprint F of one's own bundle @param kemSeed of that bundle [P86] */
export async function openGrant(
  code: Bytes,
  fingerprint: Bytes,
  kemSeed: Uint8Array,
  answer: Uint8Array,
): Promise<Result<UncheckedGrant, 'NotAuthentic' | NotDecodable | Newer>> {
  const plaintext = await hpkeOpen({
    kemSeed,
    psk: pairingPsk(code),
    info: pairingInfo(labels.grant, fingerprint, code),
    sealed: answer,
  });
  if (!plaintext.ok) return plaintext;
  const split = decodeWith(plaintext.value, 'grant', (reader) => ({
    body: reader.raw(Math.max(0, reader.remaining - SIGNATURE_BYTES), 'grant: body'),
    signature: reader.raw(SIGNATURE_BYTES, 'grant: signature'),
  }));
  if (!split.ok) return split;
  const { body, signature } = split.value;
  const grant = decodeGrant(body);
  if (!grant.ok) return grant;
  const signed = concat(fingerprint, idToBytes(mailboxOf(code)), body);
  return ok({ grant: grant.value, signed, signature });
}

/**
 * From the genesis that the relay serves to the grant: the genesis is the log's (its hash is the
 * log id), its owner key signed the grant for this pairing, its commitment is to this K, and the
 * member is the correspondent it adds, for the time it says [P88].
 * @returns where the channel starts
 */
export function checkGrant(
  unchecked: UncheckedGrant,
  genesis: Op,
): Result<LogState, 'NotAuthentic'> {
  const { grant, signed, signature } = unchecked;
  const state = startLog(genesis);
  if (!state.ok || state.value.sort !== 'channel') return err('NotAuthentic');
  const log = state.value;
  const member = log.members.get(authorIdOf(grant.memberKeys.signing.publicKey));
  const isItsGrant =
    log.logId === grant.logId && verify(log.ownerPublicKey, labels.grant, signed, signature);
  const isItsMember =
    member !== undefined &&
    member.rights.deposit &&
    member.notAfter === grant.notAfter &&
    equal(member.kemPublicKeyHash, hash(grant.memberKeys.kemPublicKey));
  return isItsGrant && isItsMember && commitsTo(genesis, grant.logKey)
    ? state
    : err('NotAuthentic');
}
