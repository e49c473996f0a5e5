/** [P70] to [P91]. */
import { bytesOf, hexOf } from '../../crypto/report.ts';
import { join, lp, same, text as utf8, u64 as be64, type Octets } from '../crypto/bytes.ts';
import { H, HL, KDF } from '../crypto/hash.ts';
import { hpkeOpen, hpkeSeal, type Psk } from '../crypto/hpke.ts';
import { authorId, memberPublicKeys } from '../crypto/keys.ts';
import { OPEN, SEAL } from '../crypto/seal.ts';
import { publicKeyOf, SIGN, VERIFY } from '../crypto/sign.ts';
import { wordsFromBits } from '../crypto/words.ts';
import { encapsulate, kemPublicKey } from '../crypto/xwing.ts';
import { decode, Refusal, refuse, type Json, type JsonObject } from './format.ts';
import { attestations, claim, grantBody, signedStatement, unsignedStatement } from './formats.ts';
import { changeOf, commits, decodeOp } from './op.ts';

const text = (value: Json | undefined): string => value as string;
const unhex = (value: Json | undefined): Octets => bytesOf(text(value));

export function createBundle(signingSeed: Octets, kemSeed: Octets, content: JsonObject): Octets {
  const unsigned = join(
    claim.write({
      ...content,
      signingPublicKey: hexOf(publicKeyOf(signingSeed)),
      kemPublicKey: hexOf(kemPublicKey(kemSeed)),
    }),
    attestations.write(content['attestations'] ?? []),
  );
  return join(unsigned, SIGN(signingSeed, 'bundle', unsigned));
}

export function decodeBundle(bundle: Octets): JsonObject {
  if (bundle.length > 8192 || bundle.length < 64) refuse();
  const unsigned = bundle.subarray(0, -64);
  const source = { bytes: unsigned, at: 0 };
  const content = claim.read(source) as JsonObject;
  const attested = attestations.read(source);
  if (source.at !== unsigned.length) refuse();
  const isOwn = VERIFY(
    unhex(content['signingPublicKey']),
    'bundle',
    unsigned,
    bundle.subarray(-64),
  );
  const kem = unhex(content['kemPublicKey']);
  if (!isOwn || encapsulate(kem, new Uint8Array(64).fill(1)) === undefined) refuse();
  return { ...content, attestations: attested };
}

export const fingerprint = (bundle: Octets): Octets => HL('bundle', bundle);

const vouched = (content: JsonObject, name: string, notAfter: number): Octets =>
  join(lp(claim.write(content)), lp(utf8(name)), be64(notAfter));

/** An attestation of a bundle that has none yet. */
export const attest = (bundle: Octets, seed: Octets, name: string, notAfter: number): Octets =>
  SIGN(seed, 'attestation', vouched(decodeBundle(bundle), name, notAfter));

export function validAttestations(bundle: Octets, listed: Json, now: number): Json {
  const content = decodeBundle(bundle);
  const all = content['attestations'] as readonly JsonObject[];
  return all
    .filter(({ attesterPublicKey, name, notAfter, signature }) => {
      const message = vouched(content, text(name), notAfter as number);
      const isListed = (listed as readonly Json[]).includes(attesterPublicKey ?? null);
      const key = unhex(attesterPublicKey);
      return (
        isListed &&
        now <= (notAfter as number) &&
        VERIFY(key, 'attestation', message, unhex(signature))
      );
    })
    .map(({ name }) => name ?? null);
}

const UNSHOWABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

export function decodeProfessional(displayName: string): Json {
  let json: unknown;
  try {
    json = JSON.parse(displayName);
  } catch {
    return refuse();
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return refuse();
  const own = new Map(Object.entries(json));
  const fields: [string, string][] = ['name', 'profession', 'specialty', 'place', 'rpps'].map(
    (name) => {
      const value: unknown = own.get(name);
      if (typeof value !== 'string' || value.length > 200 || UNSHOWABLE.test(value))
        return refuse();
      return [name, value];
    },
  );
  const out = Object.fromEntries(fields);
  if (out['name']?.trim() === '' || !/^([0-9]{11})?$/.test(out['rpps'] ?? '')) refuse();
  return out;
}

export const base64Url = (bytes: Octets): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

export const qrText = (origin: string, f: Octets, code: Octets): string =>
  `${origin}/p#1.${base64Url(join(f, code))}`;

export function parseQr(qr: string): Json {
  const [, origin = '', path = '', payload = ''] =
    /^(https?:\/\/[a-z0-9.:[\]-]+)\/([phe])#1\.([\w-]{64})$/.exec(qr) ?? [];
  const sort = { p: 'practitioner', h: 'holder', e: 'device' }[path];
  const isHere = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);
  const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin;
  if (sort === undefined || !isOrigin || qr.length > 150) throw new Refusal('NotAPairingCode');
  if (!origin.startsWith('https:') && !isHere) throw new Refusal('NotAPairingCode');
  const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return {
    origin,
    sort,
    fingerprint: hexOf(bytes.subarray(0, 32)),
    code: hexOf(bytes.subarray(32)),
  };
}

const pskOf = (code: Octets): Octets => HL('psk', code);
export const mailbox = (code: Octets): Octets => HL('mbx', pskOf(code)).slice(0, 16);
const mailboxKey = (code: Octets): Octets => KDF(pskOf(code), 'mbx-key', mailbox(code), 32);

export const sealBundle = (nonce: Octets, code: Octets, bundle: Octets): Octets =>
  SEAL(nonce, mailboxKey(code), 'bundle', mailbox(code), bundle);

/** @param f null: the code alone was typed [P102] */
export function openBundle(code: Octets, f: Octets | null, sealed: Octets): Json {
  const bundle = OPEN(mailboxKey(code), 'bundle', mailbox(code), sealed);
  if (typeof bundle === 'string' || (f !== null && !same(fingerprint(bundle), f)))
    throw new Refusal('NotAuthentic');
  return decodeBundle(bundle);
}

export const sasWords = (
  list: readonly string[],
  f: Octets,
  mbx: Octets,
  answer: Octets,
): string[] => wordsFromBits(list, HL('sas', f, mbx, H(answer)), 4);

export const pskWithId = (code: Octets): Psk => ({ psk: pskOf(code), pskId: mailbox(code) });
export const pairingInfo = (label: string, f: Octets, code: Octets): Octets =>
  join(lp(utf8(`carnet/v1/${label}`)), f, mailbox(code));
export const grantInfo = (f: Octets, code: Octets): Octets => pairingInfo('grant', f, code);

export function sealGrant(
  random: Octets,
  code: Octets,
  bundle: Octets,
  grant: JsonObject,
  ownerSeed: Octets,
): Octets {
  const f = fingerprint(bundle);
  const body = grantBody.write(grant);
  const signature = SIGN(ownerSeed, 'grant', join(f, mailbox(code), body));
  const recipient = unhex(decodeBundle(bundle)['kemPublicKey']);
  const info = grantInfo(f, code);
  const sealed = hpkeSeal(random, recipient, info, join(body, signature), pskWithId(code));
  return typeof sealed === 'string' ? refuse(sealed) : sealed;
}

type OpenedGrant = {
  readonly grant: JsonObject;
  readonly signed: Octets;
  readonly signature: Octets;
};

export function openGrant(code: Octets, f: Octets, kemSeed: Octets, answer: Octets): OpenedGrant {
  const plaintext = hpkeOpen(kemSeed, grantInfo(f, code), answer, pskWithId(code));
  if (typeof plaintext === 'string') throw new Refusal(plaintext);
  const body = plaintext.subarray(0, Math.max(0, plaintext.length - 64));
  const signed = join(f, mailbox(code), body);
  return { grant: decode(grantBody, body) as JsonObject, signed, signature: plaintext.slice(-64) };
}

/** [P88], but for the rules of a genesis that the tables of the specification hold. */
export function checkGrant({ grant, signed, signature }: OpenedGrant, genesis: Octets): true {
  const { publicPart, logId, author, kind, epoch, seq } = decodeOp(genesis);
  const change = changeOf(publicPart ?? null);
  const keys = memberPublicKeys(unhex(grant['memberKeys']));
  const owner = bytesOf(change.genesis?.ownerPublicKey ?? '');
  const member = change.added.find(
    (each) => keys && each['signingPublicKey'] === hexOf(keys.signing),
  );
  const holds = [
    kind === 'access' && epoch === 1 && seq === 1 && change.genesis?.sort === 'channel',
    logId === grant['logId'] && logId === hexOf(HL('log', unhex(publicPart))),
    author === hexOf(authorId(owner)),
    VERIFY(owner, 'op', genesis.subarray(0, -64), genesis.subarray(-64)),
    VERIFY(owner, 'grant', signed, signature),
    commits(genesis, unhex(grant['logKey'])),
    member?.['kemPublicKeyHash'] === (keys && hexOf(H(keys.kem))),
    member?.['notAfter'] === grant['notAfter'],
    (member?.['rights'] as JsonObject | undefined)?.['deposit'] === true,
  ];
  if (!holds.every(Boolean)) throw new Refusal('NotAuthentic');
  return true;
}

export function signStatement(content: JsonObject, seed: Octets): Octets {
  const unsigned = unsignedStatement.write(content);
  return join(unsigned, SIGN(seed, 'statement', unsigned));
}

export const decodeStatement = (statement: Octets): JsonObject =>
  statement.length > 262144 ? refuse() : (decode(signedStatement, statement) as JsonObject);

export function verifyStatement(statement: Octets, logId: string, bundle: Octets): boolean {
  const { logId: named, fingerprint: f } = decodeStatement(statement);
  const key = unhex(decodeBundle(bundle)['signingPublicKey']);
  const isNamed = named === logId && f === hexOf(fingerprint(bundle));
  return isNamed && VERIFY(key, 'statement', statement.subarray(0, -64), statement.subarray(-64));
}

/** [P96] */
export const statementId = (statement: Octets): string => hexOf(H(statement));
