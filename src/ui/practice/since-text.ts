import type { PartialDate } from '#base/time.ts';
import type { Entry } from '#record/entry.ts';
import type { VisitChanges, WindowView } from '#vault/api.ts';
import { entryText, isOver, textOf } from '../record/entry-text.ts';
import { language } from '../state/language.svelte.ts';
import { newsOf } from './fact-row.ts';

/** As many as fit in two lines. */
const NAMED = 6;
/** What a doctor asks for first. */
const ORDER = ['allergies', 'treatments', 'conditions', 'documents', 'results', 'measurements'];

/** "Amlodipine : nouveau · Bilan lipidique · 41 mesures : Tension artérielle · un élément retiré". */
export function sinceText(
  { entries }: WindowView,
  since: VisitChanges,
  today: PartialDate,
): string {
  const words = language.words.practice.patient.since;
  const news = newsOf(since);
  const fresh = entries
    .filter(({ id }) => news(id) !== undefined)
    .toSorted((a, b) => placeOf(a) - placeOf(b));
  const [measures, others] = [
    fresh.filter(({ section }) => section === 'measurements'),
    fresh.filter(({ section }) => section !== 'measurements'),
  ];
  const phrases = [
    ...others.map((entry) => phraseOf(entry, news(entry.id) === 'added', today)),
    ...Array.from(
      Map.groupBy(measures, (entry) => textOf(entry, 'kind')),
      ([kind, list]) => words.measures(list.length, kind),
    ),
  ];
  const named = phrases.length > NAMED + 1 ? phrases.slice(0, NAMED) : phrases;
  return [
    ...named,
    phrases.length > named.length ? words.others(phrases.length - named.length) : '',
    since.removed > 0 ? words.removed(since.removed) : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

const placeOf = ({ section }: Entry): number => {
  const place = ORDER.indexOf(section);
  return place < 0 ? ORDER.length : place;
};

function phraseOf(entry: Entry, isNew: boolean, today: PartialDate): string {
  const words = language.words.practice.patient.since;
  const { title } = entryText(entry, today);
  if (!isNew) return isOver(entry, today) ? words.ended(title) : words.changed(title);
  return entry.section === 'documents' ? title : words.added(title);
}
