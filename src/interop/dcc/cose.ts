import { decode } from 'cborg';
import { err, ok, type Result } from '#base/result.ts';
import { concat, type Bytes } from '#base/bytes.ts';
import { notReadable, type InteropError } from '../errors.ts';
import type { SignatureAlgorithm } from '../signatures/verify.ts';

/** A signed CBOR Web Token (RFC 8152 COSE_Sign1, RFC 8392 CWT). */
export type SignedToken = {
  readonly algorithm: SignatureAlgorithm;
  /** Of the protected header first, as the EU profile asks. */
  readonly keyId: Bytes | undefined;
  readonly signature: Bytes;
  /** `Sig_structure` of RFC 8152 §4.4: what was signed. */
  readonly message: Bytes;
  readonly claims: ReadonlyMap<unknown, unknown>;
};

const COSE_SIGN1 = 18;
const CWT = 61;
const ALG = 1;
const KID = 4;
const algorithms: ReadonlyMap<unknown, SignatureAlgorithm> = new Map([
  [-7, 'ES256'],
  [-37, 'PS256'],
]);

export function readToken(bytes: Bytes): Result<SignedToken, InteropError> {
  const parts = decodeCbor(bytes);
  if (!Array.isArray(parts) || parts.length !== 4) return err(notReadable('COSE'));
  const [headerBytes, unprotected, payload, signature] = parts as unknown[];
  if (!isBytes(headerBytes) || !isBytes(payload) || !isBytes(signature)) {
    return err(notReadable('COSE'));
  }
  const header = headerBytes.length === 0 ? new Map() : decodeCbor(headerBytes);
  const claims = decodeCbor(payload);
  if (!(header instanceof Map) || !(claims instanceof Map)) return err(notReadable('CWT'));
  const open: ReadonlyMap<unknown, unknown> = unprotected instanceof Map ? unprotected : new Map();
  const algorithm = algorithms.get(header.get(ALG) ?? open.get(ALG));
  if (!algorithm) return err(notReadable('COSE algorithm'));
  const keyId: unknown = header.get(KID) ?? open.get(KID);
  return ok({
    algorithm,
    keyId: isBytes(keyId) ? keyId : undefined,
    signature,
    message: signedStructure(headerBytes, payload),
    claims,
  });
}

const isBytes = (value: unknown): value is Bytes => value instanceof Uint8Array;

/** One CBOR value; undefined when the bytes are not one. Dates and big numbers stay apart. */
function decodeCbor(bytes: Bytes): unknown {
  const untagged = { [COSE_SIGN1]: inner, [CWT]: inner, 0: inner, 1: inner };
  try {
    return decode(bytes, { useMaps: true, rejectDuplicateMapKeys: true, tags: untagged });
  } catch (failure) {
    // cborg throws `Error` for bytes that are not CBOR, and nothing else.
    if (failure instanceof Error) return undefined;
    throw failure;
  }
}

const inner = (read: () => unknown): unknown => read();

/** CBOR of `["Signature1", protected, h'', payload]`. */
function signedStructure(header: Bytes, payload: Bytes): Bytes {
  const context = new TextEncoder().encode('Signature1');
  const parts = [
    new Uint8Array([0x84, 0x60 | context.length]),
    context,
    byteString(header.length),
    header,
    new Uint8Array([0x40]),
    byteString(payload.length),
    payload,
  ];
  return concat(...parts);
}

/** Head of a CBOR byte string of that length. */
function byteString(length: number): Bytes {
  if (length < 24) return new Uint8Array([0x40 | length]);
  if (length < 0x100) return new Uint8Array([0x58, length]);
  return new Uint8Array([0x59, length >> 8, length & 0xff]);
}
