import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64Url } from '#base/bytes.ts';
import { createMemberKeys } from '#crypto/keys.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { createBundle, fingerprintOf, type Bundle } from '#protocol/bundle.ts';
import {
  createPairingCode,
  mailboxOf,
  openBundle,
  pairingQrText,
  parsePairingQr,
  sealBundle,
} from '#protocol/pairing.ts';
import { sasWords } from '#protocol/sas.ts';
import { seededRandom } from './log-builder.ts';

const random = seededRandom('pairing');
const deps = { random };
let bundle: Bundle;

beforeAll(async () => {
  await cryptoReady();
  const claim = { rootPublicKey: undefined, version: 1, displayName: '{}', attestations: [] };
  bundle = createBundle(createMemberKeys(random), claim);
});

const isCode = (text: string): boolean => parsePairingQr(text).ok;

describe('a pairing QR', () => {
  const payload = toBase64Url(new Uint8Array(48).fill(9));

  it.each([
    'https://carnet.example',
    'https://carnet.example:8443',
    'http://localhost:4173',
    'http://127.0.0.1:4173',
  ])('comes back as it was shown by %s', (origin) => {
    const [fingerprint, code] = [random.bytes(32), createPairingCode(deps)];
    const text = pairingQrText(origin, fingerprint, code);
    expect(parsePairingQr(text)).toEqual({
      ok: true,
      value: { origin, sort: 'practitioner', fingerprint, code },
    });
  });

  it('tells who shows it', () => {
    const sortOf = (path: string): string | undefined => {
      const qr = parsePairingQr(`https://carnet.example/${path}#1.${payload}`);
      return qr.ok ? qr.value.sort : undefined;
    };
    expect(['p', 'h', 'e', 'v'].map(sortOf)).toEqual([
      'practitioner',
      'holder',
      'device',
      undefined,
    ]);
  });

  it.each([
    '',
    'https://carnet.example/',
    `https://carnet.example/p#2.${payload}`,
    `https://carnet.example/p#1.${payload.slice(1)}`,
    `https://carnet.example/p#1.${payload}A`,
    `https://carnet.example/p#1.${payload} `,
    ` https://carnet.example/p#1.${payload}`,
    `https://carnet.example/p/#1.${payload}`,
    `https://carnet.example/x/p#1.${payload}`,
    `https://carnet.example/p?x#1.${payload}`,
    `https://user@carnet.example/p#1.${payload}`,
    `https://CARNET.example/p#1.${payload}`,
    `https://carnet.example:443/p#1.${payload}`,
    `https:///p#1.${payload}`,
    `https://carnet.exam ple/p#1.${payload}`,
    `http://carnet.example/p#1.${payload}`,
    `javascript:alert(1)//p#1.${payload}`,
    `https://carnet.example/p#1.${payload.replaceAll('C', '+')}`,
    `https://${'a'.repeat(60)}.${'b'.repeat(40)}/p#1.${payload}`,
  ])('is nothing else: %s', (text) => {
    expect(isCode(text)).toBe(false);
  });
});

describe('slot 0', () => {
  it('gives the bundle to whoever has the QR', () => {
    const code = createPairingCode(deps);
    const opened = openBundle(code, fingerprintOf(bundle), sealBundle(deps, code, bundle));
    expect(opened).toEqual({ ok: true, value: bundle });
  });

  it('gives nothing with another code, another fingerprint, or when it was altered', () => {
    const code = createPairingCode(deps);
    const sealed = sealBundle(deps, code, bundle);
    const fingerprint = fingerprintOf(bundle);
    const refused = { ok: false, error: 'NotAuthentic' };
    expect(openBundle(createPairingCode(deps), fingerprint, sealed)).toEqual(refused);
    expect(openBundle(code, random.bytes(32), sealed)).toEqual(refused);
    expect(openBundle(code, fingerprint, sealed.with(100, (sealed[100] ?? 0) ^ 1))).toEqual(
      refused,
    );
  });

  it('is refused when its QR names bytes that are no bundle', () => {
    const code = createPairingCode(deps);
    const bytes = random.bytes(100);
    const sealed = sealBundle(deps, code, { bytes });
    expect(openBundle(code, fingerprintOf({ bytes }), sealed)).toMatchObject({
      error: { type: 'NotDecodable' },
    });
  });
});

describe('the four words', () => {
  it('depend on the bundle, the mailbox and the answer', () => {
    const [fingerprint, code, answer] = [
      fingerprintOf(bundle),
      createPairingCode(deps),
      random.bytes(50),
    ];
    const words = sasWords(fingerprint, mailboxOf(code), answer);
    expect(words).toHaveLength(4);
    expect(sasWords(fingerprint, mailboxOf(code), answer)).toEqual(words);
    expect(sasWords(random.bytes(32), mailboxOf(code), answer)).not.toEqual(words);
    expect(sasWords(fingerprint, mailboxOf(createPairingCode(deps)), answer)).not.toEqual(words);
    expect(sasWords(fingerprint, mailboxOf(code), random.bytes(50))).not.toEqual(words);
  });
});
