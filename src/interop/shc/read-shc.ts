import { fromBase64Url, type Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { instant, type Instant } from '#base/time.ts';
import { Collector } from '../collector.ts';
import { notReadable, type InteropError } from '../errors.ts';
import { readFhir } from '../fhir/read-fhir.ts';
import { at, textAt } from '../fhir/elements.ts';
import type { Found, InputFile, InteropDeps, Verdict } from '../found.ts';
import { shippedTrust } from '../signatures/shipped-trust.ts';
import { verdictOn } from '../signatures/verdicts.ts';
import { isRecord, readJson, type JsonRecord } from '../text/read-json.ts';
import { inflateSmall } from '../zip/inflate-small.ts';

/** One SMART Health Card: a compact JWS of ES256 whose payload is deflated. */
type Card = {
  readonly keyId: string;
  readonly payload: JsonRecord;
  readonly signature: Bytes;
  readonly message: Bytes;
};

/** @param tokens compact JWS, as a file or joined codes give them */
export async function readShc(
  file: InputFile,
  tokens: readonly string[],
  deps: InteropDeps,
): Promise<Result<Found, InteropError>> {
  const collector = new Collector();
  const verdicts: Verdict[] = [];
  let first: Found | undefined;
  for (const token of tokens) {
    const card = readCard(token.trim());
    if (!card.ok) return card;
    const bundle = at(card.value.payload, 'vc.credentialSubject.fhirBundle');
    if (!isRecord(bundle)) return err(notReadable('health card'));
    const found = readFhir(first ? { ...file, bytes: new Uint8Array(0) } : file, [bundle], deps);
    if (!found.ok) return found;
    verdicts.push(await verdictOf(card.value, deps));
    collector.absorb(first ? withoutDocument(found.value) : found.value);
    first ??= found.value;
  }
  if (!first) return err(notReadable('health card'));
  const verdict = worst(verdicts);
  return ok({
    kind: 'shc',
    title: file.name,
    ...(first.person && { person: first.person }),
    ...collector.done(),
    ...(verdict && { verdict }),
    source: { format: 'shc', tokens: [...tokens] },
  });
}

/** Cards after the first came in the same file: it is one document. */
const withoutDocument = (found: Found): Found => ({
  ...found,
  files: [],
  entries: found.entries.filter(({ section }) => section !== 'documents'),
});

function readCard(token: string): Result<Card, InteropError> {
  const broken = err(notReadable('health card'));
  const parts = token.split('.');
  const [header, payload, signature] = parts.map((part) => fromBase64Url(part));
  if (parts.length !== 3 || !header?.ok || !payload?.ok || !signature?.ok) return broken;
  const head = readJson(new TextDecoder().decode(header.value));
  if (!head.ok || !isRecord(head.value)) return broken;
  if (head.value['alg'] !== 'ES256' || head.value['zip'] !== 'DEF') return broken;
  const inflated = inflateSmall(payload.value, 'raw');
  const body = inflated && readJson(new TextDecoder().decode(inflated), 'asText');
  if (!body?.ok || !isRecord(body.value)) return broken;
  return ok({
    keyId: textAt(head.value, 'kid') ?? '',
    payload: body.value,
    signature: signature.value,
    message: new TextEncoder().encode(`${parts[0] ?? ''}.${parts[1] ?? ''}`),
  });
}

async function verdictOf(card: Card, deps: InteropDeps): Promise<Verdict> {
  const trust = deps.trust ?? shippedTrust;
  const issuer = textAt(card.payload, 'iss') ?? '';
  return verdictOn(
    {
      algorithm: 'ES256',
      signature: card.signature,
      message: card.message,
      signedAt: secondsOf(card.payload, 'nbf'),
      validUntil: secondsOf(card.payload, 'exp'),
      kind: 'shc',
      claimedIssuer: issuer,
    },
    trust.shc(issuer, card.keyId),
    { now: deps.now, listDate: trust.listDate },
  );
}

const secondsOf = (payload: JsonRecord, name: string): Instant | undefined => {
  const seconds = Number(textAt(payload, name));
  return Number.isFinite(seconds) ? instant(Math.floor(seconds * 1000)) : undefined;
};

const ORDER = ['forged', 'unknownIssuer', 'expired', 'notYetValid', 'valid'];

/** What can be said of all cards of a file: no more than of the least of them. */
const worst = (verdicts: readonly Verdict[]): Verdict | undefined =>
  [...verdicts].sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type))[0];
