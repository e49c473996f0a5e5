import { createHash, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { instant } from '#base/time.ts';
import type { Verdict } from '#interop/found.ts';
import { readFile } from '#interop/read-file.ts';
import type { SignerKey, Trust } from '#interop/signatures/verify.ts';
import { ROOT } from '../../commands/run.ts';

const CORPORA = join(ROOT, '../shared/corpora');
const isThere = existsSync(CORPORA);

const nobody: Trust = { listDate: '2026-01-01', dcc: () => [], twoddoc: () => [], shc: () => [] };
const KINDS: Readonly<Record<string, string>> = {
  '1': 'test',
  '2': 'vaccination',
  '3': 'recovery',
};

/** The key of a certificate, with the kinds that its extended key usage names. */
function keyOf(certificate: X509Certificate): SignerKey {
  const kinds = ((certificate.keyUsage as string[] | undefined) ?? []).flatMap((oid) => {
    const match = /^1\.3\.6\.1\.4\.1\.(?:0\.)?1847\.2021\.1\.([123])$/.exec(oid);
    return match ? (KINDS[match[1] ?? ''] ?? []) : [];
  });
  const { publicKey } = certificate;
  return {
    issuer: 'test',
    algorithm: publicKey.asymmetricKeyType === 'rsa' ? 'PS256' : 'ES256',
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    ...(kinds.length > 0 && { kinds }),
  };
}

async function verdictOf(
  text: string,
  trust: Trust,
  now: number,
): Promise<Verdict['type'] | 'refused'> {
  const bytes = new TextEncoder().encode(text);
  const found = await readFile(
    { name: 'paper.txt', bytes },
    { now: instant(now), zone: 'UTC', trust },
  );
  return found.ok ? (found.value.verdict?.type ?? 'refused') : 'refused';
}

type DccVector = {
  readonly PREFIX?: string;
  readonly TESTCTX?: { readonly CERTIFICATE?: string; readonly VALIDATIONCLOCK?: string };
  readonly EXPECTEDRESULTS?: Readonly<Record<string, boolean>>;
};

async function dccVerdict({ PREFIX = '', TESTCTX, EXPECTEDRESULTS }: DccVector): Promise<string> {
  const der = Buffer.from(TESTCTX?.CERTIFICATE ?? '', 'base64');
  const kid = createHash('sha256').update(der).digest().subarray(0, 8).toString('base64');
  const { kinds, ...anyKind } = keyOf(new X509Certificate(der));
  // Some States tried keys of one kind on papers of another before usage was a rule.
  const tellsUsage = EXPECTEDRESULTS?.['EXPECTEDKEYUSAGE'] !== undefined;
  const key = tellsUsage && kinds ? { ...anyKind, kinds } : anyKind;
  const trust: Trust = { ...nobody, dcc: (keyId) => (keyId === kid ? [key] : []) };
  return verdictOf(PREFIX, trust, Date.parse(TESTCTX?.VALIDATIONCLOCK ?? ''));
}

/** What the vector's own expectations leave possible. */
function expectedOf(results: Readonly<Record<string, boolean>>): readonly string[] {
  const broken = ['UNPREFIX', 'B45DECODE', 'COMPRESSION', 'DECODE'];
  if (broken.some((name) => results[`EXPECTED${name}`] === false)) return ['refused'];
  if (results['EXPECTEDVERIFY'] === false) return ['forged', 'unknownIssuer', 'refused'];
  if (results['EXPECTEDKEYUSAGE'] === false) return ['unknownIssuer'];
  if (results['EXPECTEDEXPIRATIONCHECK'] === false) return ['expired', 'notYetValid'];
  if (results['EXPECTEDEXPIRATIONCHECK'] === true) return ['valid'];
  return ['valid', 'expired', 'notYetValid'];
}

const vectorsIn = (folder: string): string[] =>
  isThere
    ? readdirSync(join(CORPORA, 'dcc'), { recursive: true })
        .map(String)
        .filter((path) => path.startsWith(folder) && /2DCode\/raw\/[^/]+\.json$/.test(path))
        .sort()
    : [];

describe('EU digital covid certificates', () => {
  test.skipIf(!isThere)('every verdict is the one that its vector expects', async () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const path of vectorsIn('')) {
      const vector = JSON.parse(readFileSync(join(CORPORA, 'dcc', path), 'utf8')) as DccVector;
      if (vector.PREFIX === undefined || !vector.TESTCTX?.CERTIFICATE) continue;
      const results = vector.EXPECTEDRESULTS ?? {};
      const breaksSchema = results['EXPECTEDSCHEMAVALIDATION'] === false;
      const expected = [...expectedOf(results), ...(breaksSchema ? ['refused'] : [])];
      const verdict = await dccVerdict(vector);
      compared++;
      if (!expected.includes(verdict))
        wrong.push(`${path}: ${verdict}, expected ${expected.join(' or ')}`);
    }
    console.log(`${String(compared)} certificates compared`);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(400);
  });

  test('a certificate of nobody in the list is of an unknown issuer', async () => {
    const text = readFileSync(join(ROOT, 'tests/fixtures/interop/dcc/vaccination.txt'), 'utf8');
    expect(await verdictOf(text, nobody, Date.UTC(2021, 4, 20))).toBe('unknownIssuer');
  });
});

type TwoddocVector = { readonly id: string; readonly raw: string; readonly expectVerify: boolean };

describe('2D-Doc', () => {
  test.skipIf(!isThere)('every verdict is the one that its vector expects', async () => {
    const pem = readFileSync(join(CORPORA, 'twoddoc/src/test/resources/e2e/FR00.pem'));
    const key = keyOf(new X509Certificate(pem));
    const trust: Trust = { ...nobody, twoddoc: (authority) => (authority === 'FR00' ? [key] : []) };
    const vectors = JSON.parse(
      readFileSync(join(CORPORA, 'twoddoc/vectors.json'), 'utf8'),
    ) as TwoddocVector[];
    for (const { id, raw, expectVerify } of vectors) {
      expect(await verdictOf(raw, trust, Date.UTC(2026, 0, 1)), id).toBe(
        expectVerify ? 'valid' : 'forged',
      );
    }
  });

  test('one character changed makes a paper forged, and the key of another unknown', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const message =
      'DC04FR0000011E6D1E6DL101FRL0MODELE\u001dL1CAMILLE\u001dL214051960L3COVID-19\u001dL4J07BN01\u001dL5VACCIN\u001dL6VACCIN\u001dL71L82L901032021LACO';
    const signature = sign('sha256', Buffer.from(message), {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    const key: SignerKey = {
      issuer: 'test',
      algorithm: 'ES256',
      publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    };
    const trust: Trust = { ...nobody, twoddoc: () => [key] };
    const paper = (text: string): string => `${text}\u001f${base32(signature)}`;
    const now = Date.UTC(2026, 0, 1);
    expect(await verdictOf(paper(message), trust, now)).toBe('valid');
    expect(await verdictOf(paper(message.replace('L71L82', 'L72L82')), trust, now)).toBe('forged');
    expect(await verdictOf(paper(message), nobody, now)).toBe('unknownIssuer');
  });
});

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)] ?? '').join('');
}

type Jwk = { readonly kid: string; readonly x: string; readonly y: string };

describe('SMART Health Cards', () => {
  const images = join(CORPORA, 'shl-shc/input/images');
  const trustOf = (): Trust => {
    const path = join(CORPORA, 'shc-fixtures/generate-examples/issuer/.well-known/jwks.json');
    const { keys } = JSON.parse(readFileSync(path, 'utf8')) as { keys: Jwk[] };
    return {
      ...nobody,
      shc: (_issuer, keyId) => keys.filter(({ kid }) => kid === keyId).map(jwkKey),
    };
  };

  test.skipIf(!isThere)('the examples are of their issuer, as token, file or codes', async () => {
    const now = Date.UTC(2026, 0, 1);
    const names = readdirSync(images).filter((name) => /^example-0\d-(?:d|e)-/.test(name));
    for (const name of [...names, 'example-00-f-qr-code-numeric-value-0.txt']) {
      const text = readFileSync(join(images, name), 'utf8');
      expect(await verdictOf(text, trustOf(), now), name).toBe(
        name.includes('-03-') ? 'expired' : 'valid',
      );
    }
  });

  test.skipIf(!isThere)('one character changed makes a card forged', async () => {
    const token = readFileSync(join(images, 'example-00-d-jws.txt'), 'utf8').trim();
    const last = token.at(-20) === 'A' ? 'B' : 'A';
    const changed = token.slice(0, -20) + last + token.slice(-19);
    expect(await verdictOf(changed, trustOf(), Date.UTC(2026, 0, 1))).toBe('forged');
  });

  test.skipIf(!isThere)(
    'a card in several codes is one card, in any order, and none with one missing',
    async () => {
      const token = readFileSync(join(images, 'example-02-d-jws.txt'), 'utf8').trim();
      const third = Math.ceil(token.length / 3);
      const codes = [0, 1, 2].map((index) => {
        const part = Array.from(token.slice(index * third, (index + 1) * third));
        const digits = part.map((character) =>
          String(character.charCodeAt(0) - 45).padStart(2, '0'),
        );
        return `shc:/${String(index + 1)}/3/${digits.join('')}`;
      });
      const now = Date.UTC(2026, 0, 1);
      expect(await verdictOf(codes.toReversed().join('\n'), trustOf(), now)).toBe('valid');
      expect(await verdictOf(codes.slice(1).join('\n'), trustOf(), now)).toBe('refused');
    },
  );
});

const jwkKey = ({ x, y }: Jwk): SignerKey => ({
  issuer: 'test',
  algorithm: 'ES256',
  publicKey: new Uint8Array(
    Buffer.concat([
      Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from(y, 'base64url'),
    ]),
  ),
});
