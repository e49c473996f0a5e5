/** Sauvegarde: the kit, and archives. */
export const backup = {
  title: 'Sauvegarde',
  settingsFacts: {
    toConfirm: 'Kit à préparer',
    noArchive: 'Kit vérifié, aucune archive',
    archived: (when: string) => `Archive relue ${when}`,
  },
  text: 'Un carnet est sauvegardé quand il survivrait à la perte de cet appareil, et de n’importe quel autre endroit.',
  kit: {
    title: 'Le kit de secours',
    toConfirm: 'Douze mots sur une feuille. Sans eux, seul cet appareil ouvre le carnet.',
    confirmed: 'Le kit est vérifié',
    where: 'Vos douze mots sont sur votre feuille, et nulle part ailleurs.',
    prepare: 'Préparer mon kit',
  },
  archive: {
    title: 'L’archive',
    what: 'Tout le carnet, documents compris, dans un seul fichier chiffré. Il s’ouvre avec vos douze mots, sans réseau ni relais : gardez-le ailleurs que sur cet appareil.',
    onlyHere: 'Tant que le kit n’est pas vérifié, seul cet appareil pourrait l’ouvrir.',
    make: 'Faire une archive',
    making: 'Préparation de l’archive…',
    saved: (name: string) => `« ${name} » est dans vos téléchargements.`,
    savedNext: 'Relisez-la pour être sûr qu’elle est entière : déposez ici le fichier enregistré.',
    check: 'Relire une archive',
    checkHint: 'Carnet la lit jusqu’au bout et la compare à ce qui est ici.',
    checking: 'Lecture de l’archive…',
    whole: 'Elle est entière : tout ce qui est ici s’y trouve.',
    partial:
      'Elle est lisible, mais il y manque ce que vous avez ajouté depuis. Faites-en une autre.',
    on: (when: string) => `Sauvegardé le ${when}`,
    none: 'Aucune archive n’a encore été relue.',
  },
};
