/** src/protocol as a subject of its vectors. No environment, so that a worker can run it. */
import { toHex, type Bytes } from '#base/bytes.ts';
import type { Result } from '#base/result.ts';
import type { AuthorId, LogId, MailboxId, OpHash } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import { decodeMemberKeys, memberKeysFromSeeds } from '#crypto/keys.ts';
import { kemPublicKeyFromSeed } from '#crypto/hpke.ts';
import { labels } from '#crypto/labels.ts';
import { recoveryKeysFromSecret } from '#crypto/recovery.ts';
import { sign, signingKeyPairFromSeed } from '#crypto/sign.ts';
import type { LogSort } from '#protocol/access.ts';
import * as access from '#protocol/access-codec.ts';
import * as manifest from '#protocol/blob-manifest.ts';
import * as bundles from '#protocol/bundle.ts';
import { createLog, unwrapEpoch, type NewMember } from '#protocol/genesis.ts';
import * as grants from '#protocol/grant.ts';
import type { SignedHead } from '#protocol/messages.ts';
import * as opCodec from '#protocol/op-codec.ts';
import type { Op, OpHeader, SeenHead } from '#protocol/op.ts';
import * as pairing from '#protocol/pairing.ts';
import { sasWords } from '#protocol/sas.ts';
import * as payloads from '#protocol/payload-codec.ts';
import { decodeProfessional } from '#protocol/professional.ts';
import * as chain from '#protocol/relay-chain.ts';
import { decodeRecoveryWrite, signRecoveryWrite } from '#protocol/recovery-write.ts';
import * as snapshots from '#protocol/snapshot-codec.ts';
import { decodeDepositBody } from '#protocol/deposit-body.ts';
import * as statements from '#protocol/statement.ts';
import { Refusal, type Json, type JsonObject } from '../second/protocol/format.ts';
import { devicePairings } from './product-devices.ts';
import {
  bundleOf,
  fixed,
  fromJson,
  secretOf,
  toJson,
  valueOf,
  withoutBytes,
} from './product-values.ts';
import { hexOfField as hex, number, text, type Subject } from './subject.ts';

const encoder =
  (encode: (value: never) => Bytes) =>
  (i: JsonObject): Json =>
    toHex(encode(fromJson(i['value'] ?? null) as never));
const decoder =
  (decode: (bytes: Bytes) => Result<unknown, { readonly type: string }>) =>
  (i: JsonObject): Json =>
    toJson(valueOf(decode(hex(i, 'bytes'))));

const encodeWindow = (value: Parameters<typeof payloads.encodeWindowInBlob>[0] | Window): Bytes =>
  'inBlob' in value ? payloads.encodeWindowInBlob(value) : payloads.encodeWindowPayload(value);
type Window = Parameters<typeof payloads.encodeWindowPayload>[0];

const codecs: Subject = {
  encodeAccessChange: encoder(access.encodeAccessChange),
  decodeAccessChange: decoder(access.decodeAccessChange),
  encodeAccessNotes: encoder(access.encodeAccessNotes),
  decodeAccessNotes: decoder(access.decodeAccessNotes),
  encodeUpdatePayload: encoder(payloads.encodeUpdatePayload),
  decodeUpdatePayload: decoder(payloads.decodeUpdatePayload),
  encodeWindowChange: encoder(payloads.encodeWindowChange),
  decodeWindowChange: decoder(payloads.decodeWindowChange),
  encodeWindowPayload: encoder(encodeWindow),
  decodeWindowPayload: decoder(payloads.decodeWindowPayload),
  decodeWindowBlob: decoder(payloads.decodeWindowBlob),
  encodeBlobChange: encoder(payloads.encodeBlobChange),
  decodeBlobChange: decoder(payloads.decodeBlobChange),
  encodeDepositPayload: encoder(payloads.encodeDepositPayload),
  decodeDepositPayload: decoder(payloads.decodeDepositPayload),
  encodeBarePayload: encoder(payloads.encodeBarePayload),
  decodeBarePayload: decoder(payloads.decodeBarePayload),
  encodeSnapshotChange: encoder(snapshots.encodeSnapshotChange),
  decodeSnapshotChange: decoder(snapshots.decodeSnapshotChange),
  encodeSnapshotPayload: encoder(snapshots.encodeSnapshotPayload),
  decodeSnapshotPayload: decoder(snapshots.decodeSnapshotPayload),
  encodeSnapshotDoc: encoder(snapshots.encodeSnapshotDoc),
  decodeSnapshotDoc: decoder(snapshots.decodeSnapshotDoc),
  encodeBlobManifest: encoder(manifest.encodeBlobManifest),
  decodeBlobManifest: decoder(manifest.decodeBlobManifest),
};

const verified = (isGood: boolean): true => {
  if (!isGood) throw new Refusal('BadSignature');
  return true;
};
const opOf = (i: JsonObject, name = 'bytes'): Op => valueOf(opCodec.decodeOp(hex(i, name)));

function newMember(each: JsonObject): NewMember {
  const { rights, notAfter, quota, name, fingerprint } = fromJson(each) as NewMember;
  return {
    signingPublicKey: signingKeyPairFromSeed(hex(each, 'signingSeed')).publicKey,
    kemPublicKey: kemPublicKeyFromSeed(hex(each, 'kemSeed')),
    rights,
    notAfter,
    quota,
    name,
    fingerprint,
  };
}

const ops: Subject = {
  sealOp(i) {
    const [header, seen] = [i['header'], i['seen']].map((each) => each as unknown);
    const op = opCodec.sealOp(
      { random: fixed(hex(i, 'nonce')) },
      header as OpHeader,
      hex(i, 'publicPart'),
      seen as SeenHead,
      hex(i, 'payload'),
      hex(i, 'logKey'),
      secretOf(hex(i, 'seed')),
    );
    return toHex(op.bytes);
  },
  decodeOp: (i) => withoutBytes(opOf(i)),
  openOp: (i) => toJson(valueOf(opCodec.openOp(opOf(i), hex(i, 'logKey')))),
  verifyOp: (i) => verified(opCodec.verifyOpSignature(opOf(i), hex(i, 'publicKey'))),
  async createLog(i) {
    const encapsulations = (i['encapsulations'] as string[]).map((each) => hex({ each }, 'each'));
    const [logKey, prevAccess] = [hex(i, 'logKey'), hex(i, 'prevAccess')];
    const [writer, nonce] = [hex(i, 'writer'), hex(i, 'nonce')];
    const random = fixed(logKey, prevAccess, ...encapsulations, writer, nonce);
    const hasKem = i['ownerKemSeed'] !== null;
    const { op } = await createLog(
      { random },
      {
        sort: text(i, 'sort') as LogSort,
        ownerSigningKey: signingKeyPairFromSeed(hex(i, 'ownerSeed')),
        ownerKemPublicKey: hasKem ? kemPublicKeyFromSeed(hex(i, 'ownerKemSeed')) : undefined,
        members: (i['members'] as JsonObject[]).map(newMember),
      },
    );
    return toHex(op.bytes);
  },
  async unwrapEpoch(i) {
    const key = await unwrapEpoch(opOf(i), text(i, 'author') as AuthorId, hex(i, 'kemSeed'));
    return toHex(valueOf(key));
  },
};

const logIdOf = (i: JsonObject): LogId => text(i, 'logId') as LogId;
const headOf = (i: JsonObject): Omit<SignedHead, 'signature'> => ({
  inc: text(i, 'inc') as SignedHead['inc'],
  relaySeq: number(i, 'relaySeq'),
  chain: text(i, 'chain') as OpHash,
});

const relay: Subject = {
  chainStart: (i) => chain.chainStart(logIdOf(i), text(i, 'inc') as SignedHead['inc']),
  chainNext: (i) => chain.chainNext(text(i, 'chain') as OpHash, text(i, 'opHash') as OpHash),
  signHead: (i) => toHex(chain.signHead(secretOf(hex(i, 'seed')), logIdOf(i), headOf(i)).signature),
  verifyHead(i) {
    const head = { ...headOf(i), signature: hex(i, 'signature') };
    return verified(chain.verifyHead(hex(i, 'publicKey'), logIdOf(i), head));
  },
  signProof(i) {
    const [secret, challenge] = [secretOf(hex(i, 'seed')), hex(i, 'challenge')];
    return toHex(chain.signProof(secret, text(i, 'origin'), challenge, logIdOf(i)));
  },
  verifyProof(i) {
    const [key, challenge, signature] = [
      hex(i, 'publicKey'),
      hex(i, 'challenge'),
      hex(i, 'signature'),
    ];
    return verified(chain.verifyProof(key, text(i, 'origin'), challenge, logIdOf(i), signature));
  },
  manifestBlobId: (i) =>
    manifest.manifestBlobId(valueOf(manifest.decodeBlobManifest(hex(i, 'bytes')))),
};

const recovery: Subject = {
  signRecoveryWrite(i) {
    const keys = recoveryKeysFromSecret(hex(i, 'secret'));
    return toHex(signRecoveryWrite(keys, number(i, 'version'), hex(i, 'box')).bytes);
  },
  decodeRecoveryWrite: (i) => withoutBytes(valueOf(decodeRecoveryWrite(hex(i, 'bytes')))),
};

const people: Subject = {
  createBundle(i) {
    const keys = memberKeysFromSeeds(hex(i, 'signingSeed'), hex(i, 'kemSeed'));
    const content = fromJson(i['content'] ?? null) as bundles.BundleContent;
    return toHex(bundles.createBundle(keys, content).bytes);
  },
  decodeBundle: (i) => withoutBytes(bundleOf(i)),
  fingerprint: (i) => toHex(bundles.fingerprintOf({ bytes: hex(i, 'bytes') })),
  attest(i) {
    const message = bundles.attestationMessage(
      bundleOf(i),
      text(i, 'name'),
      instant(number(i, 'notAfter')),
    );
    return toHex(sign(secretOf(hex(i, 'seed')), labels.attestation, message));
  },
  validAttestations(i) {
    const attesters = (i['attesters'] as string[]).map((each) => ({
      publicKey: hex({ each }, 'each'),
    }));
    const now = instant(number(i, 'now'));
    return bundles.validAttestations(bundleOf(i), attesters, now).map(({ name }) => name);
  },
  decodeProfessional: (i) => toJson(valueOf(decodeProfessional(text(i, 'text')))),
  signStatement(i) {
    const content = fromJson(i['content'] ?? null) as statements.StatementContent;
    return toHex(statements.signStatement(content, secretOf(hex(i, 'seed'))).bytes);
  },
  decodeStatement: (i) => withoutBytes(valueOf(statements.decodeStatement(hex(i, 'bytes')))),
  verifyStatement(i) {
    const statement = valueOf(statements.decodeStatement(hex(i, 'bytes')));
    return verified(statements.verifyStatement(statement, logIdOf(i), bundleOf(i, 'bundle')));
  },
  decodeDepositBody: (i) => toJson(valueOf(decodeDepositBody(text(i, 'kind'), text(i, 'text')))),
  statementId: (i) => statements.statementIdOf({ bytes: hex(i, 'bytes') }),
  publicKey: (i) => toHex(signingKeyPairFromSeed(hex(i, 'seed')).publicKey),
};

function grantOf(value: JsonObject): grants.Grant {
  const keys = decodeMemberKeys(hex(value, 'memberKeys'));
  return { ...(fromJson(value) as grants.Grant), memberKeys: valueOf(keys) };
}

const opened = async (i: JsonObject): Promise<grants.UncheckedGrant> =>
  valueOf(
    await grants.openGrant(
      hex(i, 'code'),
      hex(i, 'fingerprint'),
      hex(i, 'kemSeed'),
      hex(i, 'answer'),
    ),
  );

const pairings: Subject = {
  qrText: (i) => pairing.pairingQrText(text(i, 'origin'), hex(i, 'fingerprint'), hex(i, 'code')),
  parseQr: (i) => toJson(valueOf(pairing.parsePairingQr(text(i, 'text')))),
  mailbox: (i) => pairing.mailboxOf(hex(i, 'code')),
  sealBundle(i) {
    const bundle = { bytes: hex(i, 'bundle') };
    return toHex(pairing.sealBundle({ random: fixed(hex(i, 'nonce')) }, hex(i, 'code'), bundle));
  },
  openBundle: (i) =>
    withoutBytes(
      valueOf(
        pairing.openBundle(
          hex(i, 'code'),
          i['fingerprint'] === null ? undefined : hex(i, 'fingerprint'),
          hex(i, 'sealed'),
        ),
      ),
    ),
  sasWords(i) {
    const mailbox = text(i, 'mailbox') as MailboxId;
    return sasWords(hex(i, 'fingerprint'), mailbox, hex(i, 'answer')).join(' ');
  },
  async sealGrant(i) {
    const grant = grantOf(i['grant'] as JsonObject);
    const deps = { random: fixed(hex(i, 'random')) };
    const secret = secretOf(hex(i, 'ownerSeed'));
    return toHex(
      await grants.sealGrant(deps, hex(i, 'code'), bundleOf(i, 'bundle'), grant, secret),
    );
  },
  async openGrant(i) {
    const { grant } = await opened(i);
    const { memberKeys, ...rest } = grant;
    const encoded = toHex(memberKeys.signing.secretKey.slice(0, 32)) + toHex(memberKeys.kemSeed);
    return toJson({ ...rest, memberKeys: encoded });
  },
  async checkGrant(i) {
    valueOf(grants.checkGrant(await opened(i), opOf(i, 'genesis')));
    return true;
  },
};

export const product: Subject = {
  ...codecs,
  ...ops,
  ...relay,
  ...recovery,
  ...people,
  ...pairings,
  ...devicePairings,
};
