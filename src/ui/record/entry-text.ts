import type { PartialDate } from '#base/time.ts';
import type { Entry } from '#record/entry.ts';
import type { InstantWithZone } from '#record/fields.ts';
import { sectionByCode } from '#record/registry.ts';
import { language } from '../state/language.svelte.ts';
import { valueOf } from './entry-values.ts';
import { fieldText, momentText } from './field-text.ts';

/** What a row says of an entry, from its section's declaration: a title and a line of facts. */
export type EntryText = { readonly title: string; readonly facts: readonly string[] };

export { valueOf };

export const textOf = (entry: Entry, name: string, today?: PartialDate): string => {
  const section = sectionByCode(entry.section);
  return section ? fieldText(section, name, valueOf(entry, name), today) : '';
};

export function entryText(entry: Entry, today?: PartialDate): EntryText {
  const section = sectionByCode(entry.section);
  if (!section) return { title: entry.section, facts: [] };
  if (section.code === 'measurements') return measurementText(entry, today);
  const { title, facts } = section.headline;
  if (section.code === 'targets') return targetEntryText(entry, today);
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
    title: language.words.values.titled(textOf(entry, 'kind'), measureValueText(entry)),
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

function targetEntryText(entry: Entry, today: PartialDate | undefined): EntryText {
  const facts = ['agreedWith', 'start', 'end'].map((name) => factText(entry, name, today));
  return { title: textOf(entry, 'kind'), facts: [targetText(entry), ...facts].filter(Boolean) };
}

/** What a target bounds: "135/85 mmHg au plus", "de 4 à 7 mmol/L". */
export function targetText(entry: Entry): string {
  const words = language.detailsIfAny?.entry.targets;
  if (!words) return '';
  const low = boundText(entry, 'low', 'diastolicLow');
  const high = boundText(entry, 'high', 'diastolicHigh');
  if (low !== '' && high !== '') return words.between(low, high);
  return high !== '' ? words.atMost(high) : words.atLeast(low);
}

/** A bound, with that of the second value of a pair. */
function boundText(entry: Entry, name: string, second: string): string {
  const [first, other] = [textOf(entry, name), textOf(entry, second)];
  const [digits = ''] = first.split('\u00a0');
  return first !== '' && other !== '' ? `${digits}/${other}` : first || other;
}

/** A date among facts says what it is the date of: "depuis 2009". */
function factText(entry: Entry, name: string, today: PartialDate | undefined): string {
  const words = language.words.record.section;
  const text = textOf(entry, name, today);
  if (text === '') return '';
  const value = valueOf(entry, name);
  const isDay = typeof value === 'string' && value.length === 10;
  const lasts = sectionByCode(entry.section)?.lasts !== undefined;
  if (name === 'since' || (name === 'start' && lasts)) return words.since(text, isDay);
  if (name === 'end') return words.until(text, isDay);
  if (name === 'onsetAge') return language.detailsIfAny?.entry.ageAt(text) ?? '';
  if (name === 'longTermIllness') return valueOf(entry, name) === true ? 'ALD' : '';
  return text;
}

/** The day that dates an entry: its section's date, else the day it was added. */
export function dayOf(entry: Entry): PartialDate {
  const section = sectionByCode(entry.section);
  const value = section?.date === undefined ? undefined : valueOf(entry, section.date);
  if (typeof value === 'string') return value as PartialDate;
  if (value === undefined || value === null) return language.formats.dayOf(entry.meta.createdAt);
  const { at, zone } = value as unknown as InstantWithZone;
  return language.formatsIn(zone).dayOf(at);
}

/** The moment of a measurement or an intake, by the clock that was there. */
export const momentOf = (entry: Entry, name: string, today?: PartialDate): string => {
  const value = valueOf(entry, name);
  return value === undefined ? '' : momentText(value as unknown as InstantWithZone, today);
};

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
