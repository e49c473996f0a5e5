import { decodeWith, Writer, type NotDecodable, type Reader } from '#base/codec.ts';
import type { Bytes } from '#base/bytes.ts';
import { ok, type Result } from '#base/result.ts';
import { labels } from '#crypto/labels.ts';
import type { RecoveryKeys } from '#crypto/recovery.ts';
import { sign, SIGNATURE_BYTES, SIGNING_PUBLIC_KEY_BYTES, verify } from '#crypto/sign.ts';

const LOCATOR_BYTES = 16;
const MAX_BOX_BYTES = 1024;

/** A recovery box as it is put at a relay: bound to the key that the kit's words give [P120]. */
export type RecoveryWrite = {
  readonly locator: Bytes;
  readonly publicKey: Bytes;
  /** 1, 2, 3…: a later write has a higher one. */
  readonly version: number;
  readonly box: Bytes;
  /** Exactly as signed and sent. */
  readonly bytes: Bytes;
};

/** locator 16 ‖ Ed25519 pk 32 ‖ version u32 ‖ lp(box) ‖ SIGN("rec-write", all before) [P120]. */
export function signRecoveryWrite(keys: RecoveryKeys, version: number, box: Bytes): RecoveryWrite {
  const { locator, signing } = keys;
  const unsigned = new Writer().raw(locator).raw(signing.publicKey).u32(version).lp(box).done();
  const signature = sign(signing.secretKey, labels.recWrite, unsigned);
  const bytes = new Writer().raw(unsigned).raw(signature).done();
  return { locator, publicKey: signing.publicKey, version, box, bytes };
}

/** Structure and signature [P121]. Whether it may replace another is the relay's to judge. */
export function decodeRecoveryWrite(bytes: Uint8Array): Result<RecoveryWrite, NotDecodable> {
  const write = decodeWith(bytes, 'recovery write', (reader) => {
    const fields = readFields(reader);
    const signature = reader.raw(SIGNATURE_BYTES, 'recovery write: signature');
    const unsigned = bytes.subarray(0, -SIGNATURE_BYTES);
    const isSigned = verify(fields.publicKey, labels.recWrite, unsigned, signature);
    return isSigned ? fields : reader.fail('recovery write: signature');
  });
  return write.ok ? ok({ ...write.value, bytes: new Uint8Array(bytes) }) : write;
}

function readFields(reader: Reader): Omit<RecoveryWrite, 'bytes'> {
  const fields = {
    locator: reader.raw(LOCATOR_BYTES, 'recovery write: locator'),
    publicKey: reader.raw(SIGNING_PUBLIC_KEY_BYTES, 'recovery write: key'),
    version: reader.u32('recovery write: version'),
    box: reader.lp('recovery write: box', MAX_BOX_BYTES),
  };
  return fields.version === 0 ? reader.fail('recovery write: version') : fields;
}
