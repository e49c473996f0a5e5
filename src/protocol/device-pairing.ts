import { concat, equal, type Bytes } from '#base/bytes.ts';
import { decodeWith, notDecodable, Writer, type NotDecodable } from '#base/codec.ts';
import { idToBytes, type LogId } from '#base/ids.ts';
import { err, type Result } from '#base/result.ts';
import { hpkeOpen, hpkeSeal } from '#crypto/hpke.ts';
import { labels } from '#crypto/labels.ts';
import type { Random } from '#crypto/random.ts';
import { sign, SIGNATURE_BYTES, verify } from '#crypto/sign.ts';
import { decodeBundle, fingerprintOf, type Bundle } from './bundle.ts';
import { limits } from './limits.ts';
import { mailboxOf, pairingInfo, pairingPsk } from './pairing.ts';
import { readRelay, writeRelay, type PinnedRelay } from './pinned-relay.ts';
import { readId } from './reading.ts';
import { decodeVersioned, type Newer } from './versioned.ts';

const ADMISSION_VERSION = 1;
const MAX_EPOCHS = 4096;

/** What a new device is given once the words were said to be the same [P104]. All secret. */
export type Admission = {
  readonly keyring: LogId;
  /** Every epoch's key of the keyring, ascending. */
  readonly epochs: readonly { readonly epoch: number; readonly key: Bytes }[];
  readonly relayOrigin: string;
  readonly relay: PinnedRelay | undefined;
};

type Deps = { readonly random: Random };

/** Slot 1: who scanned, by a bundle used once; nothing else is said before the words [P103]. */
export const sealHello = (
  { random }: Deps,
  code: Bytes,
  device: Bundle,
  once: Pick<Bundle, 'bytes'>,
): Promise<Bytes> =>
  hpkeSeal({
    recipientPublicKey: device.kemPublicKey,
    psk: pairingPsk(code),
    info: pairingInfo(labels.hello, fingerprintOf(device), code),
    plaintext: once.bytes,
    random,
  });

/** @param fingerprint F of the device's own bundle @param kemSeed of that bundle */
export async function openHello(
  code: Bytes,
  fingerprint: Bytes,
  kemSeed: Uint8Array,
  hello: Uint8Array,
): Promise<Result<Bundle, 'NotAuthentic' | NotDecodable>> {
  const plaintext = await hpkeOpen({
    kemSeed,
    psk: pairingPsk(code),
    info: pairingInfo(labels.hello, fingerprint, code),
    sealed: hello,
  });
  return plaintext.ok ? decodeBundle(plaintext.value) : plaintext;
}

/** Slot 2: the keyring's keys, signed by the one-time key of slot 1 [P105]. */
export async function sealAdmission(
  { random }: Deps,
  code: Bytes,
  device: Bundle,
  admission: Admission,
  onceSecretKey: Uint8Array,
): Promise<Bytes> {
  const fingerprint = fingerprintOf(device);
  const body = encodeAdmission(admission);
  const signed = concat(fingerprint, idToBytes(mailboxOf(code)), body);
  return hpkeSeal({
    recipientPublicKey: device.kemPublicKey,
    psk: pairingPsk(code),
    info: pairingInfo(labels.grant, fingerprint, code),
    plaintext: concat(body, sign(onceSecretKey, labels.grant, signed)),
    random,
  });
}

/** Slot 2 where the words were not the same: a courtesy that nothing rests on [P106]. */
export const WORDS_DIFFER: Bytes = new Uint8Array([0]);

export const isWordsDiffer = (slot: Uint8Array): boolean => equal(slot, WORDS_DIFFER);

/** @param once the bundle of slot 1, whose words were compared [P105] */
export async function openAdmission(
  code: Bytes,
  fingerprint: Bytes,
  kemSeed: Uint8Array,
  once: Bundle,
  sealed: Uint8Array,
): Promise<Result<Admission, 'NotAuthentic' | NotDecodable | Newer>> {
  const plaintext = await hpkeOpen({
    kemSeed,
    psk: pairingPsk(code),
    info: pairingInfo(labels.grant, fingerprint, code),
    sealed,
  });
  if (!plaintext.ok) return plaintext;
  const split = decodeWith(plaintext.value, 'admission', (reader) => ({
    body: reader.raw(Math.max(0, reader.remaining - SIGNATURE_BYTES), 'admission: body'),
    signature: reader.raw(SIGNATURE_BYTES, 'admission: signature'),
  }));
  if (!split.ok) return split;
  const { body, signature } = split.value;
  const signed = concat(fingerprint, idToBytes(mailboxOf(code)), body);
  if (!verify(once.signingPublicKey, labels.grant, signed, signature)) return err('NotAuthentic');
  return decodeAdmission(body);
}

const encodeAdmission = (admission: Admission): Bytes => {
  const writer = new Writer()
    .u32(ADMISSION_VERSION)
    .raw(idToBytes(admission.keyring))
    .list(admission.epochs, (each, { epoch, key }) => each.u32(epoch).raw(key))
    .text(admission.relayOrigin);
  return writeRelay(writer, admission.relay).done();
};

function decodeAdmission(bytes: Uint8Array): Result<Admission, NotDecodable | Newer> {
  const admission = decodeVersioned(bytes, 'admission', ADMISSION_VERSION, (reader) => ({
    keyring: readId(reader, 'LogId'),
    epochs: reader.list('admission: epochs', MAX_EPOCHS, (each) => ({
      epoch: each.u32('admission: epoch'),
      key: each.raw(32, 'admission: key'),
    })),
    relayOrigin: reader.text('admission: relay', limits.originBytes),
    relay: readRelay(reader),
  }));
  if (!admission.ok) return admission;
  const { epochs } = admission.value;
  const areAscending = epochs.every(({ epoch }, at) => epoch > (epochs[at - 1]?.epoch ?? 0));
  return areAscending && epochs.length > 0 ? admission : err(notDecodable('admission: epochs'));
}
