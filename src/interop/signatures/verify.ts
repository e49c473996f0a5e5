import type { Bytes } from '#base/bytes.ts';

/** ES256: ECDSA with SHA-256. PS256: RSA-PSS with SHA-256 and a salt of 32 bytes. */
export type SignatureAlgorithm = 'ES256' | 'PS256';

/** A key of an issuer, as a list that came with the app holds it. */
export type SignerKey = {
  readonly issuer: string;
  readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Bytes;
  /** Days between which the key may have signed, `YYYY-MM-DD`. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** What it may sign, when it may not sign everything. */
  readonly kinds?: readonly string[];
};

/** Whom a signature is believed from. A function an answer: lists are looked up, never walked. */
export type Trust = {
  /** Date of the lists, `YYYY-MM-DD`. */
  readonly listDate: string;
  /** EU certificates, by key id in base64. Two keys may share an id. */
  readonly dcc: (keyId: string) => readonly SignerKey[];
  /** 2D-Doc, by authority and certificate: `FR00`, `0001`. */
  readonly twoddoc: (authority: string, certificate: string) => readonly SignerKey[];
  /** SMART Health Cards, by issuer's address and key id. */
  readonly shc: (issuer: string, keyId: string) => readonly SignerKey[];
};

/** COSE binds ES256 to a hash and to no curve: some States sign with P-384. */
const imports = {
  ES256: [
    { name: 'ECDSA', namedCurve: 'P-256' },
    { name: 'ECDSA', namedCurve: 'P-384' },
    { name: 'ECDSA', namedCurve: 'P-521' },
  ],
  PS256: [{ name: 'RSA-PSS', hash: 'SHA-256' }],
} as const;
const checks = {
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  PS256: { name: 'RSA-PSS', saltLength: 32 },
} as const;

/**
 * Whether the signature is that of the key over the message. Offline: WebCrypto alone. Undefined
 * when the key is of no curve of the algorithm: then it can have signed nothing here.
 */
export async function isSignedBy(
  { algorithm, publicKey }: SignerKey,
  signature: Bytes,
  message: Bytes,
): Promise<boolean | undefined> {
  for (const parameters of imports[algorithm]) {
    try {
      const key = await crypto.subtle.importKey('spki', publicKey, parameters, false, ['verify']);
      return await crypto.subtle.verify(checks[algorithm], key, signature, message);
    } catch (failure) {
      // A key of another curve is a `DataError`.
      if (!(failure instanceof DOMException)) throw failure;
    }
  }
  return undefined;
}
