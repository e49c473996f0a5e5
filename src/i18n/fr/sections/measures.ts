import type { SectionsWords } from '../../section-words.ts';
import { sectionTitles as titles } from '../section-titles.ts';

/** What is counted day after day. */
export const counted: Pick<SectionsWords, 'measurements' | 'targets' | 'intakes'> = {
  measurements: {
    name: titles.measurements.name,
    add: 'Ajouter une mesure',
    empty:
      'Tension, poids, température, glycémie… Notez une première mesure : les suivantes s’y compareront.',
    none: '',
    fields: {
      kind: 'Mesure',
      value: 'Valeur',
      systolic: 'Le plus haut chiffre (systolique)',
      diastolic: 'Le plus bas chiffre (diastolique)',
      takenAt: 'Quand',
      device: 'Appareil',
      author: 'Mesuré par',
      context: 'Circonstances',
      note: 'Note',
    },
    hints: {
      context: 'À jeun, au repos, après l’effort…',
      device: 'Par exemple tensiomètre au bras, et sa marque.',
      author: 'Si ce n’est pas vous : un soignant, un proche.',
    },
    options: { kind: titles.measurements.options.kind },
  },
  targets: {
    name: titles.targets.name,
    add: 'Ajouter un objectif',
    empty: 'Les valeurs à viser, convenues avec un soignant.',
    none: '',
    fields: {
      kind: 'Mesure',
      low: 'Pas moins de',
      high: 'Pas plus de',
      diastolicLow: 'Plus bas chiffre : pas moins de',
      diastolicHigh: 'Plus bas chiffre : pas plus de',
      agreedWith: 'Convenu avec',
      start: 'Depuis',
      end: 'Jusqu’à',
      note: 'Note',
    },
    hints: {
      agreedWith: 'Le soignant avec qui vous l’avez décidé.',
      end: 'Laissez vide tant que l’objectif tient.',
    },
    options: { kind: titles.targets.options.kind },
  },
  intakes: {
    name: titles.intakes.name,
    add: 'Noter une prise',
    empty: 'Les prises que vous notez, pour vous y retrouver.',
    none: '',
    fields: {
      medicine: 'Médicament',
      status: 'Prise',
      takenAt: 'Quand',
      amount: 'Quantité',
      treatments: 'Traitement',
      note: 'Note',
    },
    hints: {},
    options: { status: { taken: 'Pris', skipped: 'Non pris' } },
  },
};
