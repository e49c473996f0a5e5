/** Réglages. */
export const settings = {
  title: 'Réglages',
  professional: {
    title: 'Je suis soignant',
    text: 'Pour recevoir des patients avec Carnet. Votre espace soignant reste à part de votre propre carnet.',
    fields: {
      name: 'Nom, comme vos patients vous appellent',
      profession: 'Profession',
      specialty: 'Spécialité',
      place: 'Lieu d’exercice',
      rpps: 'Numéro RPPS',
    },
    nameHint: 'Par exemple Dr Nadia Martin.',
    rppsHint: '11 chiffres.',
    rppsWrong: 'Ce numéro RPPS n’est pas juste : vérifiez ses 11 chiffres.',
    declared: 'Vos patients liront « Identité déclarée par cette personne ».',
    save: 'Enregistrer',
    saved: 'Votre identité de soignant est enregistrée.',
    goToSpace: 'Aller à l’espace soignant',
  },
  appearance: {
    title: 'Apparence',
    theme: 'Thème',
    themes: { auto: 'Comme l’appareil', light: 'Clair', dark: 'Sombre' },
    language: 'Langue',
    languages: { fr: 'Français', en: 'English' },
  },
  about: {
    title: 'À propos',
    version: (version: string) => `Carnet, version ${version}`,
    text: 'Logiciel libre (AGPL-3.0-or-later). Rien d’extérieur n’est jamais chargé.',
  },
};
