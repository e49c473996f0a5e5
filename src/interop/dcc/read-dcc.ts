import { err, ok, type Result } from '#base/result.ts';
import { instant, type Instant } from '#base/time.ts';
import { covidDisease, covidWord, paperTitles } from '#knowledge/covid-papers.ts';
import { Collector } from '../collector.ts';
import { notReadable, type InteropError } from '../errors.ts';
import type { Found, FoundPerson, InputFile, InteropDeps } from '../found.ts';
import { shippedTrust } from '../signatures/shipped-trust.ts';
import { verdictOn } from '../signatures/verdicts.ts';
import { decodeBase45 } from '../text/base45.ts';
import { inflateSmall } from '../zip/inflate-small.ts';
import { readToken, type SignedToken } from './cose.ts';

/** Claims of the EU profile (electronic health certificates, §3). */
const ISSUER = 1;
const EXPIRES = 4;
const ISSUED = 6;
const HEALTH = -260;

type Group = 'v' | 't' | 'r';
/** Names of the three kinds, as keys may be for some of them alone. */
const GROUPS: Readonly<Record<Group, 'vaccination' | 'test' | 'recovery'>> = {
  v: 'vaccination',
  t: 'test',
  r: 'recovery',
};

/**
 * EU digital covid certificate: `HC1:` ‖ base45(zlib(COSE_Sign1(CWT))). Checked offline against
 * the list of signers that came with the app.
 */
export async function readDcc(
  file: InputFile,
  text: string,
  deps: InteropDeps,
): Promise<Result<Found, InteropError>> {
  const token = openToken(text.trim());
  if (!token.ok) return token;
  const certificate = certificateOf(token.value);
  if (!certificate) return err(notReadable('health certificate'));
  const groups = (['v', 't', 'r'] as const).filter((name) => listOf(certificate, name).length > 0);
  const [group] = groups;
  if (!group) return err(notReadable('health certificate'));
  const collector = new Collector();
  const title = paperTitles[GROUPS[group]];
  const document = addDocument(file, title, group, collector);
  for (const name of groups) {
    for (const one of listOf(certificate, name)) readOne(name, one, document, collector);
  }
  const person = personOf(certificate);
  return ok({
    kind: 'dcc',
    title,
    ...(person && { person }),
    ...collector.done(),
    verdict: await verdictOf(token.value, GROUPS[group], deps),
    source: { format: 'dcc', text: text.trim() },
  });
}

function openToken(text: string): Result<SignedToken, InteropError> {
  if (!text.startsWith('HC1:')) return err(notReadable('HC1'));
  const packed = decodeBase45(text.slice(4));
  if (!packed) return err(notReadable('base45'));
  const bytes = inflateSmall(packed, 'zlib');
  return bytes ? readToken(bytes) : err(notReadable('zlib'));
}

type Values = ReadonlyMap<unknown, unknown>;

const certificateOf = ({ claims }: SignedToken): Values | undefined => {
  const health = claims.get(HEALTH);
  const inner: unknown = health instanceof Map ? health.get(1) : undefined;
  return inner instanceof Map ? inner : undefined;
};

const listOf = (certificate: Values, name: string): Values[] => {
  const list = certificate.get(name);
  return Array.isArray(list) ? list.filter((one) => one instanceof Map) : [];
};

const textOf = (values: Values, name: string): string | undefined => {
  const value = values.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const numberOf = (values: Values, name: unknown): number | undefined => {
  const value = values.get(name);
  return typeof value === 'number' ? value : undefined;
};

function addDocument(
  file: InputFile,
  title: string,
  group: Group,
  collector: Collector,
): number | undefined {
  const index = collector.addFile({
    name: file.name,
    mediaType: file.mediaType ?? 'text/plain',
    bytes: file.bytes,
  });
  const category = group === 't' ? 'laboratory' : 'prevention';
  const type = group === 'v' ? '96874-3' : group === 't' ? '96173-0' : undefined;
  return collector.add('documents', { title, category, type }, { file: index });
}

function readOne(
  group: Group,
  one: Values,
  document: number | undefined,
  collector: Collector,
): void {
  const options = {
    ...(document !== undefined && { links: { documents: [document] } }),
    identity: textOf(one, 'ci'),
  };
  const day = (name: string): string | undefined => textOf(one, name)?.slice(0, 10);
  if (group === 'v') {
    const product = textOf(one, 'mp') ?? '';
    const [dose, total] = [numberOf(one, 'dn'), numberOf(one, 'sd')];
    collector.add(
      'immunizations',
      {
        vaccine: covidWord('vaccines', product) ?? product,
        date: day('dt'),
        diseases: textOf(one, 'tg') === covidDisease.snomed ? ['covid19'] : undefined,
        doseRank: dose === undefined ? undefined : `${String(dose)}/${String(total ?? dose)}`,
        vaccinator: textOf(one, 'is'),
      },
      options,
    );
  } else if (group === 't') {
    const result = textOf(one, 'tr') ?? '';
    collector.add(
      'results',
      {
        label: covidWord('tests', textOf(one, 'tt') ?? '') ?? covidWord('tests', 'other'),
        words: covidWord('results', result) ?? result,
        sampledAt: day('sc'),
        laboratory: textOf(one, 'tc') ?? textOf(one, 'is'),
        method: textOf(one, 'nm') ?? textOf(one, 'ma'),
      },
      options,
    );
  } else {
    collector.add(
      'conditions',
      { label: covidDisease.label, start: day('fr'), status: 'resolved' },
      options,
    );
  }
}

function personOf(certificate: Values): FoundPerson | undefined {
  const name = certificate.get('nam');
  if (!(name instanceof Map)) return undefined;
  const words = [
    textOf(name, 'gn') ?? textOf(name, 'gnt'),
    textOf(name, 'fn') ?? textOf(name, 'fnt'),
  ];
  const birthDate = textOf(certificate, 'dob');
  return {
    name: words.filter((word) => word !== undefined).join(' '),
    ...(birthDate !== undefined && { birthDate: birthDate.slice(0, 10) }),
  };
}

async function verdictOf(
  token: SignedToken,
  kind: string,
  deps: InteropDeps,
): Promise<NonNullable<Found['verdict']>> {
  const { claims, keyId, algorithm, signature, message } = token;
  const trust = deps.trust ?? shippedTrust;
  const keys = keyId ? trust.dcc(toBase64(keyId)) : [];
  const issuer = claims.get(ISSUER);
  return verdictOn(
    {
      ...{ algorithm, signature, message, kind },
      signedAt: secondsOf(claims.get(ISSUED)),
      validUntil: secondsOf(claims.get(EXPIRES)),
      claimedIssuer: typeof issuer === 'string' ? issuer : undefined,
    },
    keys,
    { now: deps.now, listDate: trust.listDate },
  );
}

/** NumericDate of RFC 8392; some issuers write fractions. */
const secondsOf = (value: unknown): Instant | undefined =>
  typeof value === 'number' && Number.isFinite(value)
    ? instant(Math.floor(value * 1000))
    : undefined;

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
