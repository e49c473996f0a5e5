import type { PartialDate } from '#base/time.ts';
import type { Entry, Json } from '#record/entry.ts';
import type { InstantWithZone } from '#record/fields.ts';
import { own } from '#record/json.ts';
import { sectionByCode } from '#record/registry.ts';
import { language } from '../state/language.svelte.ts';
import { fieldText } from './field-text.ts';

/** What a row says of an entry, from its section's declaration: a title and a line of facts. */
export type EntryText = { readonly title: string; readonly facts: readonly string[] };

export const valueOf = (entry: Entry, name: string): Json | undefined =>
  own(entry.fields, name) as Json | undefined;

export const textOf = (entry: Entry, name: string, today?: PartialDate): string => {
  const section = sectionByCode(entry.section);
  return section ? fieldText(section, name, valueOf(entry, name), today) : '';
};

export function entryText(entry: Entry, today?: PartialDate): EntryText {
  const section = sectionByCode(entry.section);
  if (!section) return { title: entry.section, facts: [] };
  if (section.code === 'measurements') return measurementText(entry, today);
  const { title, facts } = section.headline;
  return {
    title: title
      .map((name) => textOf(entry, name, today))
      .filter(Boolean)
      .join(' '),
    facts: facts.map((name) => factText(entry, name, today)).filter(Boolean),
  };
}

/** "Tension artérielle : 135/85 mmHg" */
function measurementText(entry: Entry, today: PartialDate | undefined): EntryText {
  return {
    title: language.words.measures.titled(textOf(entry, 'kind'), measureValueText(entry)),
    facts: ['takenAt', 'context'].map((name) => textOf(entry, name, today)).filter(Boolean),
  };
}

/** The value of a measurement alone: "135/85 mmHg", "72,5 kg". */
export function measureValueText(entry: Entry): string {
  const [systolic, diastolic] = [valueOf(entry, 'systolic'), valueOf(entry, 'diastolic')];
  if (systolic === undefined || diastolic === undefined) return textOf(entry, 'value');
  const [digits = ''] = textOf(entry, 'systolic').split('\u00a0');
  return `${digits}/${textOf(entry, 'diastolic')}`;
}

/** A date among facts says what it is the date of: "depuis 2009". */
function factText(entry: Entry, name: string, today: PartialDate | undefined): string {
  const words = language.words.record.section;
  const text = textOf(entry, name, today);
  if (text === '') return '';
  if (name === 'since' || name === 'start') return words.since(text);
  if (name === 'end') return words.until(text);
  if (name === 'longTermIllness') return valueOf(entry, name) === true ? 'ALD' : '';
  return text;
}

/** The day that dates an entry: its section's date, else the day it was added. */
export function dayOf(entry: Entry): PartialDate {
  const section = sectionByCode(entry.section);
  const value = section?.date === undefined ? undefined : valueOf(entry, section.date);
  if (typeof value === 'string') return value as PartialDate;
  const at =
    value === undefined || value === null
      ? entry.meta.createdAt
      : (value as unknown as InstantWithZone).at;
  return language.formats.dayOf(at);
}

/** Whether what lasts is over on that day; false for what does not last. */
export function isOver(entry: Entry, today: PartialDate): boolean {
  const lasts = sectionByCode(entry.section)?.lasts;
  if (!lasts) return false;
  const end = lasts.end === undefined ? undefined : valueOf(entry, lasts.end);
  if (typeof end === 'string' && end < today.slice(0, end.length)) return true;
  const status = lasts.over && valueOf(entry, lasts.over.field);
  return typeof status === 'string' && lasts.over?.codes.includes(status) === true;
}

/** Entries out of the bin that still go on. */
export const ongoing = (entries: readonly Entry[], today: PartialDate): readonly Entry[] =>
  entries.filter((entry) => entry.meta.deletedAt === undefined && !isOver(entry, today));
