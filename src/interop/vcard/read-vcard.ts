import { ok, type Result } from '#base/result.ts';
import { professions } from '#knowledge/professions.ts';
import { Collector } from '../collector.ts';
import type { InteropError } from '../errors.ts';
import type { Found, InputFile } from '../found.ts';
import { limits } from '../limits.ts';
import {
  readContentLines,
  structuredParts,
  unescapeText,
  type ContentLine,
} from '../text/content-lines.ts';
import { decodeText } from '../text/decode-text.ts';

/** vCard 2.1, 3.0 and 4.0 (RFC 6350). A card with a health profession joins the care team. */
export function readVcard(file: InputFile): Result<Found, InteropError> {
  const text = decodeText(file.bytes);
  if (!text.ok) return text;
  const collector = new Collector();
  const index = collector.addFile({ name: file.name, mediaType: 'text/vcard', bytes: file.bytes });
  for (const card of toCards(readContentLines(joinQuoted(text.value)))) {
    readCard(card, collector);
    if (collector.size >= limits.entries) break;
  }
  if (collector.size === 0) {
    collector.add('documents', { title: file.name, category: 'other' }, { file: index });
  }
  return ok({ kind: 'vcard', title: file.name, ...collector.done(), source: { format: 'vcard' } });
}

/** Quoted-printable lines of vCard 2.1 end with `=` where they go on. */
const joinQuoted = (text: string): string =>
  text.replace(/=\r?\n(?=[^\r\n]*(?:=[0-9A-F]{2}|;|$))/g, '');

function toCards(lines: readonly ContentLine[]): ContentLine[][] {
  const cards: ContentLine[][] = [];
  let current: ContentLine[] | undefined;
  for (const line of lines) {
    if (line.name === 'BEGIN') {
      current = [];
      cards.push(current);
    } else if (line.name === 'END') current = undefined;
    else current?.push(line);
  }
  return cards;
}

function readCard(card: readonly ContentLine[], collector: Collector): void {
  const name = valueOf(card, 'FN') ?? nameOf(card);
  const job = valueOf(card, 'TITLE') ?? valueOf(card, 'ROLE');
  const profession = job === undefined ? undefined : professionOf(job);
  const reach = {
    name,
    phone: card
      .find((line) => line.name === 'TEL')
      ?.value.replace(/^tel:/i, '')
      .trim(),
    email: valueOf(card, 'EMAIL')?.replace(/^mailto:/i, ''),
  };
  const identity = valueOf(card, 'UID');
  const address = addressOf(card);
  if (profession !== undefined) {
    const place = [structuredParts(valueOf(card, 'ORG') ?? '')[0], address];
    const where = place.filter((part) => part !== undefined && part !== '').join(', ');
    collector.add('care-team', { ...reach, profession, place: where }, { identity });
  } else
    collector.add('contacts', { ...reach, address, note: valueOf(card, 'NOTE') }, { identity });
}

function valueOf(card: readonly ContentLine[], name: string): string | undefined {
  const line = card.find((one) => one.name === name);
  const text = line && unescapeText(decodeValue(line)).trim();
  return text === '' ? undefined : text;
}

/** vCard 2.1 writes letters with accents in quoted-printable UTF-8. */
function decodeValue({ value, parameters }: ContentLine): string {
  const encoding = parameters.get('ENCODING') ?? parameters.get('TYPE') ?? '';
  if (encoding.toUpperCase() !== 'QUOTED-PRINTABLE') return value;
  const bytes: number[] = [];
  for (let at = 0; at < value.length; at++) {
    const hex = /^=([0-9A-Fa-f]{2})/.exec(value.slice(at, at + 3))?.[1];
    bytes.push(hex === undefined ? value.charCodeAt(at) & 0xff : Number.parseInt(hex, 16));
    if (hex !== undefined) at += 2;
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** `N`: family; given; additional; prefix; suffix. */
function nameOf(card: readonly ContentLine[]): string | undefined {
  const line = card.find((one) => one.name === 'N');
  if (!line) return undefined;
  const [family, given, , prefix] = structuredParts(decodeValue(line));
  return (
    [prefix, given, family].filter((part) => part !== undefined && part !== '').join(' ') ||
    undefined
  );
}

function addressOf(card: readonly ContentLine[]): string | undefined {
  const line = card.find((one) => one.name === 'ADR');
  const parts = line ? structuredParts(decodeValue(line)).filter((part) => part !== '') : [];
  return parts.length === 0 ? undefined : parts.join(', ');
}

const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

const codeByLabel = new Map(professions.map(({ code, label }) => [fold(label), code]));

/** The code of TRE_G15 of a health profession by its name; undefined for any other work. */
function professionOf(job: string): string | undefined {
  const words = fold(job);
  return codeByLabel.get(words) ?? codeByLabel.get(words.replace(/s$/, ''));
}
