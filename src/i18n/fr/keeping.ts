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
      windowRead: 'Fenêtre lue',
      wordsCompared: 'Mots comparés',
      memberAdded: 'Personne ajoutée',
      memberRemoved: 'Personne retirée',
      archiveMade: 'Archive faite',
      recordRestored: 'Carnet retrouvé',
    },
    actWith: (act: string, who: string) => `${act} · ${who}`,
  },
};
