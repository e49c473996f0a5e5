import type { PartialDate } from '#base/time.ts';
import type { Entry } from '#record/entry.ts';
import type { VisitChanges, WindowView } from '#vault/api.ts';
import { dayOf, isOver, valueOf } from '../record/entry-text.ts';
import { isShownSection, type ShownSection } from '../record/shown-sections.ts';
import {
  conditionRow,
  newsOf,
  otherRow,
  personRow,
  treatmentRow,
  type FactRow,
} from './fact-row.ts';
import { measureRows } from './measure-rows.ts';
import { resultRows } from './result-rows.ts';

/** The parts of a first look, from what a window holds and from nothing else. */
export type SummaryParts = {
  readonly identity: Entry | undefined;
  readonly allergies: readonly Entry[];
  readonly conditions: readonly FactRow[];
  readonly currentTreatments: readonly FactRow[];
  readonly measures: readonly FactRow[];
  readonly results: readonly FactRow[];
  readonly documents: readonly Entry[];
  readonly pastConditions: readonly FactRow[];
  readonly pastTreatments: readonly FactRow[];
  readonly careTeam: readonly FactRow[];
  /** Whatever else the window shows, section by section. */
  readonly others: readonly { readonly section: ShownSection; readonly rows: readonly FactRow[] }[];
};

const OWN_PLACE = [
  'identity',
  'allergies',
  'conditions',
  'treatments',
  'measurements',
  'targets',
  'results',
  'documents',
  'care-team',
];

export function summaryParts(
  { entries }: WindowView,
  today: PartialDate,
  since?: VisitChanges,
): SummaryParts {
  const bySection = Map.groupBy(
    entries.toSorted((a, b) => (dayOf(a) < dayOf(b) ? 1 : -1)),
    ({ section }) => section,
  );
  const of = (section: string): readonly Entry[] => bySection.get(section) ?? [];
  const news = newsOf(since);
  const told = (rows: readonly FactRow[]): readonly FactRow[] =>
    rows.map((row) => ({ ...row, news: news(row.id) }));
  const [treatments, pastTreatments] = parted(of('treatments'), today);
  const [conditions, pastConditions] = parted(of('conditions'), today);
  return {
    identity: of('identity')[0],
    allergies: parted(of('allergies'), today)[0].filter(
      (entry) => valueOf(entry, 'certainty') !== 'refuted',
    ),
    conditions: told(conditions.map((entry) => conditionRow(entry, today))),
    currentTreatments: told(treatments.map((entry) => treatmentRow(entry, today))),
    measures: told(measureRows(of('measurements'), of('targets'), today)),
    results: told(resultRows(of('results'), today)),
    documents: of('documents'),
    pastConditions: told(pastConditions.map((entry) => conditionRow(entry, today))),
    pastTreatments: told(pastTreatments.map((entry) => treatmentRow(entry, today))),
    careTeam: told(of('care-team').map(personRow)),
    others: Array.from(bySection).flatMap(([section, list]) =>
      OWN_PLACE.includes(section) || !isShownSection(section)
        ? []
        : [{ section, rows: told(list.map((entry) => otherRow(entry, today))) }],
    ),
  };
}

/** What goes on, and what is over. */
function parted(entries: readonly Entry[], today: PartialDate): [Entry[], Entry[]] {
  return [
    entries.filter((entry) => !isOver(entry, today)),
    entries.filter((entry) => isOver(entry, today)),
  ];
}
