import type { PartialDate } from '#base/time.ts';
import type { Entry } from '#record/entry.ts';
import type { WindowView } from '#vault/api.ts';
import {
  dayOf,
  entryText,
  isOver,
  measureValueText,
  textOf,
  valueOf,
} from '../record/entry-text.ts';
import { byKind, takenAt } from '../sections/measurements/measure-series.ts';
import { language } from '../state/language.svelte.ts';

export type FactRow = {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly note: string;
};

/** The parts of a first look, from what a window holds and from nothing else. */
export type SummaryParts = {
  readonly identity: Entry | undefined;
  readonly allergies: readonly Entry[];
  readonly currentTreatments: readonly FactRow[];
  readonly pastTreatments: readonly FactRow[];
  readonly measures: readonly FactRow[];
  readonly conditions: readonly FactRow[];
  readonly careTeam: readonly FactRow[];
  readonly documents: readonly Entry[];
};

export function summaryParts({ entries }: WindowView, today: PartialDate): SummaryParts {
  const of = (section: string): readonly Entry[] =>
    entries
      .filter((entry) => entry.section === section)
      .toSorted((a, b) => (dayOf(a) < dayOf(b) ? 1 : -1));
  const treatments = of('treatments');
  return {
    identity: of('identity')[0],
    allergies: of('allergies').filter(
      (entry) => !isOver(entry, today) && valueOf(entry, 'certainty') !== 'refuted',
    ),
    currentTreatments: treatments
      .filter((entry) => !isOver(entry, today))
      .map((entry) => treatmentRow(entry, today)),
    pastTreatments: treatments
      .filter((entry) => isOver(entry, today))
      .map((entry) => treatmentRow(entry, today)),
    measures: byKind(of('measurements')).flatMap(([, list]) => measureRow(list, today)),
    conditions: of('conditions').map((entry) => conditionRow(entry, today)),
    careTeam: of('care-team').map((entry) => ({
      id: entry.id,
      name: textOf(entry, 'name'),
      value: textOf(entry, 'profession'),
      note: textOf(entry, 'phone'),
    })),
    documents: of('documents'),
  };
}

const treatmentRow = (entry: Entry, today: PartialDate): FactRow => ({
  id: entry.id,
  name: textOf(entry, 'label'),
  value: [textOf(entry, 'dose'), textOf(entry, 'schedule')].filter(Boolean).join(', '),
  note: textOf(entry, 'start', today),
});

function measureRow([last, before]: readonly Entry[], today: PartialDate): FactRow[] {
  if (!last) return [];
  const { formats, words } = language;
  const when = formats.day(formats.dayOf(takenAt(last)), today);
  const earlier = before ? words.practice.patient.before(valueBefore(before, last)) : '';
  return [
    {
      id: last.id,
      name: textOf(last, 'kind'),
      value: measureValueText(last),
      note: [when, earlier].filter(Boolean).join(' · '),
    },
  ];
}

/** A former value says its unit only where it is another. */
function valueBefore(before: Entry, last: Entry): string {
  const [former, unit] = measureValueText(before).split('\u00a0');
  return former !== undefined && measureValueText(last).endsWith(`\u00a0${unit ?? ''}`)
    ? former
    : measureValueText(before);
}

function conditionRow(entry: Entry, today: PartialDate): FactRow {
  const [, ...facts] = ['label', 'status'].map((name) => textOf(entry, name, today));
  return {
    id: entry.id,
    name: entryText(entry, today).title,
    value: facts.filter(Boolean).join(', '),
    note: textOf(entry, 'start', today),
  };
}
