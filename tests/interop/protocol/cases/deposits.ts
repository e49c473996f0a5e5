import type { JsonObject } from '../../second/protocol/format.ts';
import { hex, type Case, type CaseFile } from './case.ts';

const id = (last: string): string => last.padStart(64, '0');

const file = {
  blob: id('b1'),
  key: id('c1'),
  sizeBytes: 2 ** 31,
  mediaType: 'application/pdf',
  name: 'Écho.pdf',
};
const document = {
  title: 'Échographie cardiaque',
  category: 'reports',
  type: '34094-3',
  date: '2024-02-29',
  note: 'À revoir\n\tdans six mois',
  file,
  supersedes: id('a1'),
};
const note = { title: 'Après la consultation', text: 'Repos.\nPuis marche.' };
const receipt = { read: [{ entry: hex('entry', 16), at: 1_800_000_000_000 }, { at: 0 }] };

const reading = (
  kind: string,
  about: string,
  body: JsonObject | string,
  expect = 'NotDecodable',
): Case => ({
  about: `${kind}: ${about}`,
  function: 'decodeDepositBody',
  input: { kind, text: typeof body === 'string' ? body : JSON.stringify(body) },
  expect,
});
const documents = (about: string, more: JsonObject, expect?: string): Case =>
  reading('document', about, { ...document, ...more }, expect);
const files = (about: string, more: JsonObject, expect?: string): Case =>
  documents(`file ${about}`, { file: { ...file, ...more } }, expect);
const notes = (about: string, more: JsonObject, expect?: string): Case =>
  reading('note', about, { ...note, ...more }, expect);
const receipts = (about: string, read: JsonObject[string], expect?: string): Case =>
  reading('reading-receipt', about, { read }, expect);

export const depositCases: CaseFile = {
  sentences: ['P92', 'P93', 'P94', 'P95', 'P96'],
  cases: [
    documents('whole', {}, 'ok'),
    documents('with more than this version knows', { folder: 'x' }, 'ok'),
    documents(
      'with what may be absent null',
      { type: null, date: null, note: null, supersedes: null },
      'ok',
    ),
    reading('document', 'the least', { title: 'a', category: 'other', file }, 'ok'),
    documents('a title of 300 units', { title: 'é'.repeat(300) }, 'ok'),
    documents('a title of 301 units', { title: 'é'.repeat(301) }),
    documents('a blank title', { title: ' ' }),
    documents('no title', { title: null }),
    documents('a title of two lines', { title: 'a\nb' }),
    documents('a title that turns its direction', { title: 'a\u202eb' }),
    documents('a title with half a character', { title: 'a\ud800' }),
    documents('markup in a title is text', { title: '<script>alert(1)</script>' }, 'ok'),
    documents('a category that is no code', { category: 'à lire' }),
    documents('a category of a later version', { category: 'genomics' }, 'ok'),
    documents('a category of 65 characters', { category: 'a'.repeat(65) }),
    documents('a type that is no code', { type: '' }),
    documents('a year', { date: '1800' }, 'ok'),
    documents('a month', { date: '2999-12' }, 'ok'),
    documents('a day that is none', { date: '2023-02-29' }),
    documents('a month that is none', { date: '2023-13' }),
    documents('a year before 1800', { date: '1799' }),
    documents('a date with a time', { date: '2024-02-29T08:00' }),
    documents('a note of 2001 units', { note: 'a'.repeat(2001) }),
    documents('a note with a carriage return', { note: 'a\rb' }),
    documents('an id of 63 digits', { supersedes: '0'.repeat(63) }),
    documents('an id in capitals', { supersedes: id('A1') }),
    reading('document', 'without a file', { title: 'a', category: 'other' }),
    documents('a file that is a list', { file: [] }),
    files('without a key', { key: null }),
    files('with a short blob', { blob: 'b1' }),
    files('of no byte', { sizeBytes: 0 }),
    files('of half a byte', { sizeBytes: 0.5 }),
    files('over 2 GiB', { sizeBytes: 2 ** 31 + 1 }),
    files('of a number as text', { sizeBytes: '10' }),
    files('of no type', { mediaType: 'pdf' }),
    files('of a type with a parameter', { mediaType: 'text/html;charset=utf-8' }),
    files('without a name', { name: '' }),
    files('with a name of 256 units', { name: 'a'.repeat(256) }),
    files('with a name over two lines', { name: 'a\nb' }),
    notes('whole', {}, 'ok'),
    notes('that supersedes', { supersedes: id('a1'), date: '2026-06' }, 'ok'),
    notes('a text of 20000 units', { text: 'a'.repeat(20_000) }, 'ok'),
    notes('a text of 20001 units', { text: 'a'.repeat(20_001) }),
    notes('a blank text', { text: '\n\t ' }),
    notes('no text', { text: null }),
    notes('a text with a bell', { text: 'a\u0007' }),
    notes('a text that turns its direction', { text: 'a\u2067b' }),
    notes('a date that is none', { date: '2026-6' }),
    reading('note', 'no JSON', '{'),
    reading('note', 'a list', '[]'),
    reading('note', 'members of a prototype', '{"__proto__":{"title":"a","text":"b"}}'),
    receipts('whole', receipt.read, 'ok'),
    receipts(
      '64 items',
      Array.from({ length: 64 }, () => ({ at: 1 })),
      'ok',
    ),
    receipts(
      '65 items',
      Array.from({ length: 65 }, () => ({ at: 1 })),
    ),
    receipts('no item', []),
    receipts('no list', { at: 1 }),
    receipts('an item that is none', [1]),
    receipts('a moment before 1970', [{ at: -1 }]),
    receipts('a moment past 2⁵³', [{ at: 2 ** 53 }]),
    receipts('an entry that is no id', [{ entry: 'x', at: 1 }]),
    reading('something-new', 'kept for a later version', '{}', 'UnknownKind'),
    reading('constructor', 'a word that objects know', '{}', 'UnknownKind'),
    {
      about: 'the id of a statement',
      function: 'statementId',
      input: { bytes: hex('statement', 60) },
    },
  ],
};
