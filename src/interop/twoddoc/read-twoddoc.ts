import { err, ok, type Result } from '#base/result.ts';
import { DAY_MS, instant, type Instant } from '#base/time.ts';
import { covidWord, paperTitles } from '#knowledge/covid-papers.ts';
import { Collector } from '../collector.ts';
import { notReadable, type InteropError } from '../errors.ts';
import type { Found, FoundPerson, InputFile, InteropDeps } from '../found.ts';
import { shippedTrust } from '../signatures/shipped-trust.ts';
import { verdictOn } from '../signatures/verdicts.ts';
import { decodeBase32 } from '../text/base32.ts';
import { diseasesOfAtc } from '../vaccine-diseases.ts';
import { readFields, type Twoddoc } from './fields.ts';

/** Types of paper that are read; others are shown as documents with their verdict. */
const titles: Readonly<Record<string, keyof typeof paperTitles>> = {
  B2: 'test',
  L1: 'vaccination',
  '00': 'address',
  '01': 'address',
  '02': 'address',
};
const categories: Readonly<Record<string, string>> = {
  test: 'laboratory',
  vaccination: 'prevention',
  address: 'administrative',
};
const documentTypes: Readonly<Record<string, string>> = { B2: '96173-0', L1: '96874-3' };

/** A 2D-Doc: the signed barcode of French papers. The signature is ECDSA over what stands before it. */
export async function readTwoddoc(
  file: InputFile,
  text: string,
  deps: InteropDeps,
): Promise<Result<Found, InteropError>> {
  const read = readFields(text.trimEnd());
  if (!read.ok) return read;
  const paper = read.value;
  const signature = decodeBase32(paper.signature);
  if (!signature) return err(notReadable('2D-Doc signature'));
  const collector = new Collector();
  const name = titles[paper.type] ?? 'other';
  const index = collector.addFile({
    name: file.name,
    mediaType: file.mediaType ?? 'text/plain',
    bytes: file.bytes,
  });
  const signedAt = dayToInstant(paper.signedOn);
  const document = collector.add(
    'documents',
    {
      title: paperTitles[name],
      category: categories[name] ?? 'other',
      type: documentTypes[paper.type],
      date: signedAt === undefined ? undefined : new Date(signedAt).toISOString().slice(0, 10),
    },
    { file: index },
  );
  const links = document === undefined ? {} : { links: { documents: [document] } };
  if (paper.type === 'B2') readTest(paper, collector, links);
  if (paper.type === 'L1') readVaccination(paper, collector, links);
  const person = personOf(paper);
  const trust = deps.trust ?? shippedTrust;
  const verdict = await verdictOn(
    {
      algorithm: 'ES256',
      signature,
      message: new TextEncoder().encode(paper.message),
      signedAt,
      validUntil: undefined,
      kind: paper.type,
      claimedIssuer: `${paper.authority} ${paper.certificate}`,
    },
    signature.length === 64 ? trust.twoddoc(paper.authority, paper.certificate) : [],
    { now: deps.now, listDate: trust.listDate },
  );
  return ok({
    kind: 'twoddoc',
    title: paperTitles[name],
    ...(person && { person }),
    ...collector.done(),
    verdict,
    source: { format: 'twoddoc', text },
  });
}

const FIRST_DAY = Date.UTC(2000, 0, 1);

const dayToInstant = (days: number | undefined): Instant | undefined =>
  days === undefined ? undefined : instant(FIRST_DAY + days * DAY_MS);

type Links = { readonly links?: Readonly<Record<string, readonly number[]>> };

/** Type B2: a covid test. */
function readTest({ fields }: Twoddoc, collector: Collector, links: Links): void {
  const result = fields.get('F5') ?? '';
  const loinc = fields.get('F4');
  collector.add(
    'results',
    {
      label: covidWord('tests', 'other'),
      words: covidWord('results', result) ?? result,
      sampledAt: dateOf(fields.get('F6')),
      loinc: loinc !== undefined && /^\d{1,7}-\d$/.test(loinc) ? loinc : undefined,
    },
    links,
  );
}

/** Type L1: covid vaccination. `L7` of `L8` doses. */
function readVaccination({ fields }: Twoddoc, collector: Collector, links: Links): void {
  const atc = fields.get('L4');
  collector.add(
    'immunizations',
    {
      vaccine: fields.get('L5') ?? fields.get('L6'),
      date: dateOf(fields.get('L9')),
      diseases: diseasesOfAtc(atc),
      doseRank: `${fields.get('L7') ?? ''}/${fields.get('L8') ?? ''}`,
      atc,
    },
    links,
  );
}

/** `DDMMYYYY`, the hour after it aside. */
const dateOf = (text: string | undefined): string | undefined => {
  const match = /^(\d{2})(\d{2})(\d{4})/.exec(text ?? '');
  return match ? `${match[3] ?? ''}-${match[2] ?? ''}-${match[1] ?? ''}` : undefined;
};

const TEST_IDS = { first: 'F0', last: 'F1', birth: 'F2' };
const VACCINATION_IDS = { first: 'L1', last: 'L0', birth: 'L2' };

function personOf({ fields, type }: Twoddoc): FoundPerson | undefined {
  const ids = type === 'B2' ? TEST_IDS : VACCINATION_IDS;
  const names = [ids.first, ids.last].flatMap((id) => fields.get(id) ?? []);
  // `MME/MODELE/CAMILLE`: title, name, given name.
  const addressed = fields.get('10')?.split('/').slice(1).reverse() ?? [];
  const words = names.length > 0 ? names : addressed;
  const birthDate = dateOf(fields.get(ids.birth));
  if (words.length === 0) return undefined;
  return { name: words.join(' '), ...(birthDate !== undefined && { birthDate }) };
}
