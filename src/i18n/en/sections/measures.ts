import type { SectionsWords } from '../../section-words.ts';
import { sectionTitles as titles } from '../section-titles.ts';

export const counted: Pick<SectionsWords, 'measurements' | 'targets' | 'intakes'> = {
  measurements: {
    name: titles.measurements.name,
    add: 'Add a measurement',
    empty:
      'Blood pressure, weight, temperature, glucose… Note a first one: the next will be compared with it.',
    none: '',
    fields: {
      kind: 'Measurement',
      value: 'Value',
      systolic: 'The higher figure (systolic)',
      diastolic: 'The lower figure (diastolic)',
      takenAt: 'When',
      device: 'Device',
      author: 'Measured by',
      context: 'Circumstances',
      note: 'Note',
    },
    hints: {
      context: 'Fasting, at rest, after effort…',
      device: 'For example an arm monitor, and its brand.',
      author: 'If it was not you: a practitioner, a relative.',
    },
    options: { kind: titles.measurements.options.kind },
  },
  targets: {
    name: titles.targets.name,
    add: 'Add a target',
    empty: 'Values to aim at, agreed with a practitioner.',
    none: '',
    fields: {
      kind: 'Measurement',
      low: 'Not less than',
      high: 'Not more than',
      diastolicLow: 'Lower figure: not less than',
      diastolicHigh: 'Lower figure: not more than',
      agreedWith: 'Agreed with',
      start: 'Since',
      end: 'Until',
      note: 'Note',
    },
    hints: {
      agreedWith: 'The practitioner with whom you decided it.',
      end: 'Leave empty while the target holds.',
    },
    options: { kind: titles.targets.options.kind },
  },
  intakes: {
    name: titles.intakes.name,
    add: 'Note an intake',
    empty: 'The intakes that you note, to keep track.',
    none: '',
    fields: {
      medicine: 'Medicine',
      status: 'Intake',
      takenAt: 'When',
      amount: 'Amount',
      treatments: 'Treatment',
      note: 'Note',
    },
    hints: {},
    options: { status: { taken: 'Taken', skipped: 'Not taken' } },
  },
};
