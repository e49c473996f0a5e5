/** [P100] to [P105]. */
import { bytesOf } from '../../crypto/report.ts';
import { join, type Octets } from '../crypto/bytes.ts';
import { hpkeOpen, hpkeSeal } from '../crypto/hpke.ts';
import { SIGN, VERIFY } from '../crypto/sign.ts';
import { decode, Refusal, refuse, type Json, type JsonObject } from './format.ts';
import { admissionBody } from './formats.ts';
import {
  base64Url,
  decodeBundle,
  fingerprint,
  grantInfo,
  mailbox,
  pairingInfo,
  pskWithId,
} from './pairing.ts';

const unhex = (value: Json | undefined): Octets => bytesOf(value as string);

/** [P100] */
export const deviceQrText = (origin: string, f: Octets, code: Octets): string =>
  `${origin}/e#1.${base64Url(join(f, code))}`;

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** [P101] */
export function deviceCodeText(code: Octets): string {
  const bits = Array.from(code, (byte) => byte.toString(2).padStart(8, '0')).join('') + '00';
  const digits = bits.match(/.{5}/g) ?? [];
  return digits.map((digit) => CROCKFORD.charAt(Number.parseInt(digit, 2))).join('');
}

export function parseDeviceCode(typed: string): Json {
  const text = typed.replace(/[\s-]/g, '').toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
  const digits = Array.from(text, (character) => CROCKFORD.indexOf(character));
  if (digits.length !== 26 || digits.includes(-1)) throw new Refusal('NotAPairingCode');
  const bits = digits.map((digit) => digit.toString(2).padStart(5, '0')).join('');
  if (!bits.endsWith('00')) throw new Refusal('NotAPairingCode');
  const octets = bits.slice(0, 128).match(/.{8}/g) ?? [];
  return octets.map((octet) => Number.parseInt(octet, 2).toString(16).padStart(2, '0')).join('');
}

/** [P103] */
export function sealHello(random: Octets, code: Octets, device: Octets, once: Octets): Octets {
  const recipient = unhex(decodeBundle(device)['kemPublicKey']);
  const info = pairingInfo('hello', fingerprint(device), code);
  const sealed = hpkeSeal(random, recipient, info, once, pskWithId(code));
  return typeof sealed === 'string' ? refuse(sealed) : sealed;
}

export function openHello(code: Octets, f: Octets, kemSeed: Octets, hello: Octets): Json {
  const plaintext = hpkeOpen(kemSeed, pairingInfo('hello', f, code), hello, pskWithId(code));
  if (typeof plaintext === 'string') throw new Refusal(plaintext);
  return decodeBundle(plaintext);
}

/** [P105] */
export function sealAdmission(
  random: Octets,
  code: Octets,
  device: Octets,
  admission: JsonObject,
  onceSeed: Octets,
): Octets {
  const f = fingerprint(device);
  const body = admissionBody.write(admission);
  const signature = SIGN(onceSeed, 'grant', join(f, mailbox(code), body));
  const recipient = unhex(decodeBundle(device)['kemPublicKey']);
  const sealed = hpkeSeal(
    random,
    recipient,
    grantInfo(f, code),
    join(body, signature),
    pskWithId(code),
  );
  return typeof sealed === 'string' ? refuse(sealed) : sealed;
}

export function openAdmission(
  code: Octets,
  f: Octets,
  kemSeed: Octets,
  once: Octets,
  sealed: Octets,
): Json {
  const plaintext = hpkeOpen(kemSeed, grantInfo(f, code), sealed, pskWithId(code));
  if (typeof plaintext === 'string') throw new Refusal(plaintext);
  if (plaintext.length < 64) refuse();
  const body = plaintext.subarray(0, -64);
  const key = unhex(decodeBundle(once)['signingPublicKey']);
  if (!VERIFY(key, 'grant', join(f, mailbox(code), body), plaintext.slice(-64))) {
    throw new Refusal('NotAuthentic');
  }
  return decode(admissionBody, body);
}
