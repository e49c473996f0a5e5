import {
  concat,
  equal,
  fromBase32,
  fromBase64Url,
  toBase32,
  toBase64Url,
  utf8,
  type Bytes,
} from '#base/bytes.ts';
import { notDecodable, Writer, type NotDecodable } from '#base/codec.ts';
import { idFromBytes, idToBytes, type MailboxId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { hashLabelled, kdf } from '#crypto/hash.ts';
import type { Psk } from '#crypto/hpke.ts';
import { labels } from '#crypto/labels.ts';
import type { Random } from '#crypto/random.ts';
import { open, seal } from '#crypto/seal.ts';
import { decodeBundle, fingerprintOf, type Bundle } from './bundle.ts';

const CODE_BYTES = 16;
const FINGERPRINT_BYTES = 32;
const MAX_QR_BYTES = 150;

/** Who shows a QR: each sort has its own way to answer. */
const sortByPath = { p: 'practitioner', h: 'holder', e: 'device' } as const;
export type PairingSort = (typeof sortByPath)[keyof typeof sortByPath];

/** What a pairing QR says. `code` is a secret: who has it may answer. */
export type PairingQr = {
  readonly origin: string;
  readonly sort: PairingSort;
  /** F of the bundle that slot 0 must hold. */
  readonly fingerprint: Bytes;
  readonly code: Bytes;
};

/** Drawn anew for each person [P80]. */
export const createPairingCode = (deps: { readonly random: Random }): Bytes =>
  deps.random.bytes(CODE_BYTES);

/** `https://ORIGIN/p#1.<base64url(F ‖ code)>`: what a practitioner shows, on a screen only [P81]. */
export const pairingQrText = (origin: string, fingerprint: Bytes, code: Bytes): string =>
  `${origin}/p#1.${toBase64Url(concat(fingerprint, code))}`;

/** `https://ORIGIN/e#1.<base64url(F ‖ code)>`: what a new device shows [P100]. */
export const deviceQrText = (origin: string, fingerprint: Bytes, code: Bytes): string =>
  `${origin}/e#1.${toBase64Url(concat(fingerprint, code))}`;

/** The code alone, to be typed: 26 characters of Crockford's base32 [P101]. */
export const deviceCodeText = (code: Bytes): string => toBase32(code);

/** Forgives case, spaces, hyphens, and letters that look like digits [P101]. */
export function parseDeviceCode(typed: string): Result<Bytes, 'NotAPairingCode'> {
  const code = fromBase32(typed);
  return code.ok && code.value.length === CODE_BYTES ? code : err('NotAPairingCode');
}

const QR = /^(https?:\/\/[^/?#\s@]+)\/([phe])#1\.([A-Za-z0-9_-]{64})$/;

/** Strict: whatever is not exactly such a text is no pairing code [P81]. */
export function parsePairingQr(text: string): Result<PairingQr, 'NotAPairingCode'> {
  const [, origin = '', path = '', payload = ''] = QR.exec(text) ?? [];
  const bytes = fromBase64Url(payload);
  const isWhole = bytes.ok && bytes.value.length === FINGERPRINT_BYTES + CODE_BYTES;
  if (!isWhole || utf8(text).length > MAX_QR_BYTES || !isSecureOrigin(origin)) {
    return err('NotAPairingCode');
  }
  return ok({
    origin,
    sort: sortByPath[path as keyof typeof sortByPath],
    fingerprint: bytes.value.slice(0, FINGERPRINT_BYTES),
    code: bytes.value.slice(FINGERPRINT_BYTES),
  });
}

/** As browsers write it; without TLS only this very machine is a secure context. */
function isSecureOrigin(origin: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || url.origin !== origin) return false;
  const isThisMachine = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || isThisMachine;
}

const pskOf = (code: Uint8Array): Bytes => hashLabelled(labels.psk, code);

/** Where both sides leave and find their messages [P82]. */
export const mailboxOf = (code: Uint8Array): MailboxId =>
  idFromBytes('MailboxId', hashLabelled(labels.mbx, pskOf(code)).subarray(0, 16));

/** psk and psk id of the HPKE messages of a pairing [P84]. */
export const pairingPsk = (code: Uint8Array): Psk => ({
  psk: pskOf(code),
  pskId: idToBytes(mailboxOf(code)),
});

/** lp(label) ‖ F ‖ mbx: what a message of a pairing is bound to [P84]. */
export const pairingInfo = (label: string, fingerprint: Bytes, code: Bytes): Bytes =>
  new Writer()
    .lp(utf8(label))
    .raw(fingerprint)
    .raw(idToBytes(mailboxOf(code)))
    .done();

function mailboxKey(code: Uint8Array): { key: Bytes; mailbox: Bytes } {
  const mailbox = idToBytes(mailboxOf(code));
  return { key: kdf(pskOf(code), labels.mbxKey, mailbox, 32), mailbox };
}

/** Slot 0: the bundle, for whoever has the code [P83]. */
export function sealBundle(
  deps: { readonly random: Random },
  code: Uint8Array,
  bundle: Pick<Bundle, 'bytes'>,
): Bytes {
  const { key, mailbox } = mailboxKey(code);
  return seal(deps.random, key, labels.bundle, mailbox, bundle.bytes);
}

/**
 * Only the bundle that the QR's fingerprint names: a key is never taken on the relay's word [P83].
 * @param fingerprint undefined where the code alone was typed: the words then vouch for F [P102]
 */
export function openBundle(
  code: Uint8Array,
  fingerprint: Uint8Array | undefined,
  sealed: Uint8Array,
): Result<Bundle, 'NotAuthentic' | NotDecodable> {
  const { key, mailbox } = mailboxKey(code);
  const bytes = open(key, labels.bundle, mailbox, sealed);
  if (!bytes.ok) return bytes;
  const isNamed =
    fingerprint === undefined || equal(fingerprintOf({ bytes: bytes.value }), fingerprint);
  if (!isNamed) return err('NotAuthentic');
  const bundle = decodeBundle(bytes.value);
  return bundle.ok ? bundle : err(notDecodable(bundle.error.what));
}
