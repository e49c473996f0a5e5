import { plural } from '../plural.ts';

/** What was removed, and what was done: the bin and the journal. */
export const keeping = {
  bin: {
    title: 'Corbeille',
    text: 'Ce que vous supprimez attend ici, et n’est plus montré à personne.',
    empty: 'La corbeille est vide.',
    emptyText: 'Ce que vous supprimez du dossier arrive ici, et peut en revenir.',
    restore: 'Remettre',
    restoreNamed: (title: string) => `Remettre : ${title}`,
    removedOn: (when: string) => `supprimé ${when}`,
    restored: (title: string) => `« ${title} » est revenu dans le dossier.`,
  },
  journal: {
    title: 'Journal d’activité',
    text: 'Qui a pu voir quoi, et depuis quand.',
    empty: 'Rien à raconter encore.',
    emptyText: 'Les fenêtres que vous ouvrez et fermez s’écriront ici.',
    acts: {
      recordCreated: 'Carnet créé',
      windowOpened: 'Fenêtre ouverte',
      windowChanged: 'Fenêtre changée',
      windowClosed: 'Fenêtre fermée',
      windowEnded: 'Fenêtre arrivée à sa fin',
      windowRead: 'Fenêtre lue',
      wordsCompared: 'Mots comparés',
      depositAccepted: 'Dépôt accepté',
      depositRefused: 'Dépôt refusé',
      memberAdded: 'Personne ajoutée',
      memberRemoved: 'Personne retirée',
      archiveMade: 'Archive faite',
      recordRestored: 'Carnet retrouvé',
    },
    actWith: (act: string, who: string) => `${act} · ${who}`,
  },
  readings: {
    relayTitle: 'Consultations passées par le relais',
    relayText: 'Ce que le relais a remis à sa clé, à l’heure près. C’est lui qui le dit.',
    toldAt: (when: string) => `Dit ${when}.`,
    relayNone: 'Rien n’est encore passé par le relais.',
    relaySilent: 'Le relais n’a pas encore répondu.',
    readerTitle: 'Ce que cette personne dit avoir lu',
    readerText: 'Son Carnet le signe quand elle ouvre quelque chose. C’est sa parole.',
    readerNone: 'Elle n’a encore rien dit.',
    relayOne: 'Consultation passée par le relais',
    readerOne: 'Lu, dit cette personne',
    window: 'la fenêtre',
    formerKey: 'une clé retirée depuis',
    files: (count: number) =>
      plural('fr', count, { one: 'un autre fichier', other: `${String(count)} autres fichiers` }),
    hour: (from: string, to: string) => `entre ${from} et ${to}`,
  },
};
