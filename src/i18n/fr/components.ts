/** Words that the components themselves say. */
export const components = {
  skipToContent: 'Aller au contenu',
  mainNavigation: 'Rubriques du dossier',
  personMenu: (name: string) => `Dossier de ${name} : changer de page ou de dossier`,
  personPages: 'Ce dossier',
  otherRecords: 'Changer de dossier',
  search: 'Chercher',
  show: 'Montrer',
  showToSomeone: 'Montrer à un soignant',
  back: 'Retour',
  close: 'Fermer',
  cancel: 'Annuler',
  undo: 'Annuler',
  optional: 'facultatif',
  loading: 'Chargement…',
  notifications: 'Annonces',
  dismiss: 'Effacer cette annonce',
  safety: {
    saved: 'Enregistré',
    synced: 'Synchronisé',
    'backed-up': 'Sauvegardé',
    incomplete: 'Dossier incomplet',
    temporary: 'Stockage temporaire',
    unprotected: 'Non protégé',
  },
  safetyExplained: (word: string) => `${word} : où en est ce dossier`,
  date: {
    day: 'Jour',
    month: 'Mois',
    year: 'Année',
    precision: 'L’année seule suffit, ou le mois et l’année.',
    impossible:
      'Cette date n’existe pas. Écrivez l’année, avec le mois et le jour si vous les savez.',
  },
  files: {
    chooseOne: 'Choisir un fichier',
    chooseSeveral: 'Choisir des fichiers',
    photograph: 'Photographier',
    drop: 'ou déposez ici, ou collez',
  },
  passphrase: { show: 'Montrer la phrase', hide: 'Cacher la phrase' },
  step: (current: number, total: number) => `Étape ${current} sur ${total}`,
  stepDone: 'faite',
  words: 'Les quatre mots',
};

export type ComponentWords = typeof components;
