/** The second implementation as a subject of the protocol's vectors; the French list is data. */
import { hexOf } from '../../crypto/report.ts';
import { hexOfField as hex, number, text, type Subject } from '../../protocol/subject.ts';
import { join, lp, text as utf8, u64, type Octets } from '../crypto/bytes.ts';
import { HL, KDF } from '../crypto/hash.ts';
import { recoveryKeys } from '../crypto/keys.ts';
import { publicKeyOf, SIGN, VERIFY } from '../crypto/sign.ts';
import { decodeDepositBody } from './deposit-body.ts';
import * as devices from './device.ts';
import { decode, Refusal, type Format, type Json, type JsonObject } from './format.ts';
import * as formats from './formats.ts';
import * as op from './op.ts';
import * as pairing from './pairing.ts';

const object = (value: Json | undefined): JsonObject => value as JsonObject;
const verified = (isGood: boolean): true => {
  if (!isGood) throw new Refusal('BadSignature');
  return true;
};

const encoder =
  (format: Format) =>
  (i: JsonObject): Json =>
    hexOf(format.write(i['value'] ?? null));
const decoder =
  (format: Format) =>
  (i: JsonObject): Json =>
    decode(format, hex(i, 'bytes'));

const headMessage = (i: JsonObject): Octets =>
  join(hex(i, 'logId'), hex(i, 'inc'), u64(number(i, 'relaySeq')), hex(i, 'chain'));
const proofMessage = (i: JsonObject): Octets =>
  join(lp(utf8(text(i, 'origin'))), hex(i, 'challenge'), hex(i, 'logId'));
const blobIdOf = (manifest: Json): Octets => {
  const { header, chunkHashes } = object(manifest);
  const hashes = (chunkHashes as string[]).join('');
  return HL('blob', hex({ header: header ?? '' }, 'header'), hex({ hashes }, 'hashes'));
};

const codecs: Subject = {
  encodeAccessChange: encoder(formats.accessChange),
  decodeAccessChange: decoder(formats.accessChange),
  encodeAccessNotes: encoder(formats.accessNotes),
  decodeAccessNotes: decoder(formats.accessNotes),
  encodeUpdatePayload: encoder(formats.updatePayload),
  decodeUpdatePayload: decoder(formats.updatePayload),
  encodeWindowChange: encoder(formats.windowChange),
  decodeWindowChange: decoder(formats.windowChange),
  encodeWindowPayload: encoder(formats.windowPayload),
  decodeWindowPayload: decoder(formats.windowPayload),
  decodeWindowBlob: decoder(formats.windowBlob),
  encodeBlobChange: encoder(formats.blobChange),
  decodeBlobChange: decoder(formats.blobChange),
  encodeDepositPayload: encoder(formats.depositPayload),
  decodeDepositPayload: decoder(formats.depositPayload),
  encodeBarePayload: encoder(formats.barePayload),
  decodeBarePayload: decoder(formats.barePayload),
  encodeSnapshotChange: encoder(formats.snapshotChange),
  decodeSnapshotChange: decoder(formats.snapshotChange),
  encodeSnapshotPayload: encoder(formats.snapshotPayload),
  decodeSnapshotPayload: decoder(formats.snapshotPayload),
  encodeSnapshotDoc: encoder(formats.snapshotDoc),
  decodeSnapshotDoc: decoder(formats.snapshotDoc),
  encodeBlobManifest: encoder(formats.blobManifest),
  decodeBlobManifest: decoder(formats.blobManifest),
};

const ops: Subject = {
  sealOp: (i) =>
    hexOf(
      op.sealOp({
        header: object(i['header']),
        seen: object(i['seen']),
        publicPart: hex(i, 'publicPart'),
        payload: hex(i, 'payload'),
        logKey: hex(i, 'logKey'),
        seed: hex(i, 'seed'),
        nonce: hex(i, 'nonce'),
      }),
    ),
  decodeOp: (i) => op.decodeOp(hex(i, 'bytes')),
  openOp: (i) => op.openOp(hex(i, 'bytes'), hex(i, 'logKey')),
  verifyOp: (i) => verified(op.verifyOp(hex(i, 'bytes'), hex(i, 'publicKey'))),
  createLog: (i) =>
    hexOf(
      op.createLog({
        sort: text(i, 'sort'),
        ownerSeed: hex(i, 'ownerSeed'),
        ownerKemSeed: i['ownerKemSeed'] === null ? undefined : hex(i, 'ownerKemSeed'),
        members: i['members'] as JsonObject[],
        logKey: hex(i, 'logKey'),
        prevAccess: hex(i, 'prevAccess'),
        encapsulations: (i['encapsulations'] as string[]).map((each) => hex({ each }, 'each')),
        writer: hex(i, 'writer'),
        nonce: hex(i, 'nonce'),
      }),
    ),
  unwrapEpoch: (i) => hexOf(op.unwrapEpoch(hex(i, 'bytes'), text(i, 'author'), hex(i, 'kemSeed'))),
};

const relay: Subject = {
  chainStart: (i) => hexOf(HL('chain-0', hex(i, 'logId'), hex(i, 'inc'))),
  chainNext: (i) => hexOf(HL('chain', hex(i, 'chain'), hex(i, 'opHash'))),
  signHead: (i) => hexOf(SIGN(hex(i, 'seed'), 'head', headMessage(i))),
  verifyHead: (i) =>
    verified(VERIFY(hex(i, 'publicKey'), 'head', headMessage(i), hex(i, 'signature'))),
  signProof: (i) => hexOf(SIGN(hex(i, 'seed'), 'auth', proofMessage(i))),
  verifyProof: (i) =>
    verified(VERIFY(hex(i, 'publicKey'), 'auth', proofMessage(i), hex(i, 'signature'))),
  manifestBlobId: (i) => hexOf(blobIdOf(decode(formats.blobManifest, hex(i, 'bytes')))),
};

const people: Subject = {
  createBundle: (i) =>
    hexOf(pairing.createBundle(hex(i, 'signingSeed'), hex(i, 'kemSeed'), object(i['content']))),
  decodeBundle: (i) => pairing.decodeBundle(hex(i, 'bytes')),
  fingerprint: (i) => hexOf(pairing.fingerprint(hex(i, 'bytes'))),
  attest: (i) => {
    const [seed, name, notAfter] = [hex(i, 'seed'), text(i, 'name'), number(i, 'notAfter')];
    return hexOf(pairing.attest(hex(i, 'bytes'), seed, name, notAfter));
  },
  validAttestations: (i) =>
    pairing.validAttestations(hex(i, 'bytes'), i['attesters'] ?? [], number(i, 'now')),
  decodeProfessional: (i) => pairing.decodeProfessional(text(i, 'text')),
  signStatement: (i) => hexOf(pairing.signStatement(object(i['content']), hex(i, 'seed'))),
  decodeStatement: (i) => pairing.decodeStatement(hex(i, 'bytes')),
  verifyStatement: (i) =>
    verified(pairing.verifyStatement(hex(i, 'bytes'), text(i, 'logId'), hex(i, 'bundle'))),
  decodeDepositBody: (i) => decodeDepositBody(text(i, 'kind'), text(i, 'text')),
  statementId: (i) => pairing.statementId(hex(i, 'bytes')),
  publicKey: (i) => hexOf(publicKeyOf(hex(i, 'seed'))),
};

const pairings = (list: readonly string[]): Subject => ({
  qrText: (i) => pairing.qrText(text(i, 'origin'), hex(i, 'fingerprint'), hex(i, 'code')),
  parseQr: (i) => pairing.parseQr(text(i, 'text')),
  mailbox: (i) => hexOf(pairing.mailbox(hex(i, 'code'))),
  sealBundle: (i) => hexOf(pairing.sealBundle(hex(i, 'nonce'), hex(i, 'code'), hex(i, 'bundle'))),
  openBundle: (i) =>
    pairing.openBundle(
      hex(i, 'code'),
      i['fingerprint'] === null ? null : hex(i, 'fingerprint'),
      hex(i, 'sealed'),
    ),
  sasWords: (i) =>
    pairing.sasWords(list, hex(i, 'fingerprint'), hex(i, 'mailbox'), hex(i, 'answer')).join(' '),
  sealGrant: (i) => {
    const [random, code, bundle] = [hex(i, 'random'), hex(i, 'code'), hex(i, 'bundle')];
    return hexOf(pairing.sealGrant(random, code, bundle, object(i['grant']), hex(i, 'ownerSeed')));
  },
  deviceQrText: (i) =>
    devices.deviceQrText(text(i, 'origin'), hex(i, 'fingerprint'), hex(i, 'code')),
  deviceCodeText: (i) => devices.deviceCodeText(hex(i, 'code')),
  parseDeviceCode: (i) => devices.parseDeviceCode(text(i, 'text')),
  sealHello: (i) =>
    hexOf(devices.sealHello(hex(i, 'random'), hex(i, 'code'), hex(i, 'device'), hex(i, 'once'))),
  openHello: (i) =>
    devices.openHello(hex(i, 'code'), hex(i, 'fingerprint'), hex(i, 'kemSeed'), hex(i, 'hello')),
  sealAdmission: (i) => {
    const [random, code, device] = [hex(i, 'random'), hex(i, 'code'), hex(i, 'device')];
    const admission = object(i['admission']);
    return hexOf(devices.sealAdmission(random, code, device, admission, hex(i, 'onceSeed')));
  },
  openAdmission: (i) => {
    const [code, f, kemSeed] = [hex(i, 'code'), hex(i, 'fingerprint'), hex(i, 'kemSeed')];
    return devices.openAdmission(code, f, kemSeed, hex(i, 'once'), hex(i, 'sealed'));
  },
  openGrant: (i) => openedGrant(i).grant,
  checkGrant: (i) => pairing.checkGrant(openedGrant(i), hex(i, 'genesis')),
});

const openedGrant = (i: JsonObject) =>
  pairing.openGrant(hex(i, 'code'), hex(i, 'fingerprint'), hex(i, 'kemSeed'), hex(i, 'answer'));

/** [P120] [P121] */
const recovery: Subject = {
  signRecoveryWrite(i) {
    const keys = recoveryKeys(hex(i, 'secret'));
    const unsigned = formats.unsignedRecoveryWrite.write({
      locator: hexOf(keys.locator),
      publicKey: hexOf(keys.signing),
      version: number(i, 'version'),
      box: text(i, 'box'),
    });
    const root = join(hex(i, 'secret'), hex(i, 'secret'));
    const seed = KDF(root, 'rec-sign', new Uint8Array(0), 32);
    return hexOf(join(unsigned, SIGN(seed, 'rec-write', unsigned)));
  },
  decodeRecoveryWrite(i) {
    const bytes = hex(i, 'bytes');
    const { signature, ...write } = object(decode(formats.recoveryWrite, bytes));
    const key = hex({ key: write['publicKey'] ?? '' }, 'key');
    const isSigned = VERIFY(key, 'rec-write', bytes.slice(0, -64), bytes.slice(-64));
    if (!isSigned || signature === undefined) throw new Refusal('NotDecodable');
    return write;
  },
};

export const createSecond = (frenchList: readonly string[]): Subject => ({
  ...codecs,
  ...ops,
  ...relay,
  ...recovery,
  ...people,
  ...pairings(frenchList),
});
