/** The kit: twelve words on paper that bring the notebook back. */
export const kit = {
  title: 'Votre kit de secours',
  steps: ['Pourquoi', 'Vos douze mots', 'Vérifier'],
  why: {
    title: 'Douze mots, sur une feuille.',
    text: 'Si vous perdez cet appareil, ou oubliez ce qui l’ouvre, ces douze mots ramènent votre carnet.',
    points: [
      'Personne d’autre ne les a, ni Carnet, ni qui tient le relais : perdus, ils ne se retrouvent pas.',
      'Qui les lit peut ouvrir votre carnet : gardez la feuille comme vos papiers, loin de cet appareil.',
      'Une fois vérifiés, ils s’effacent d’ici. Il ne restera que la feuille.',
    ],
    alone: 'Soyez seul devant l’écran avant de continuer.',
    show: 'Voir mes douze mots',
  },
  words: {
    title: 'Recopiez-les, ou imprimez la feuille.',
    text: 'Dans cet ordre. Les accents ne comptent pas.',
    list: 'Les douze mots, dans l’ordre',
    print: 'Imprimer la feuille',
    printBlank: 'Imprimer une feuille à remplir',
    printHint:
      'Certaines imprimantes gardent une copie : la feuille à remplir s’imprime sans les mots.',
    code: 'Le même secret, en code à scanner',
    codeHint:
      'Il dispense de taper les mots. Ne le photographiez pas : une photo part souvent ailleurs.',
    written: 'Je les ai sur papier',
  },
  check: {
    title: 'Deux mots, lus sur votre feuille.',
    text: 'Pour être sûr qu’elle est juste, avant d’effacer les mots de cet appareil.',
    word: (position: number) => `Mot ${String(position)}`,
    check: 'Vérifier',
    again: 'Revoir mes mots',
  },
  done: {
    title: 'Votre kit est vérifié.',
    text: 'Les douze mots ne sont plus sur cet appareil. Rangez la feuille.',
    next: 'Il manque une seconde copie du carnet pour qu’il soit sauvegardé.',
    archive: 'Faire une archive',
    home: 'Revenir à l’accueil',
  },
  elsewhere: {
    title: 'Cet appareil n’a pas les douze mots.',
    text: 'Ils se vérifient sur l’appareil où le carnet a été créé.',
  },
  reminder: {
    title: 'Et si vous perdiez cet appareil ?',
    text: 'Douze mots sur une feuille ramèneraient tout. Cinq minutes, une fois pour toutes.',
    act: 'Préparer mon kit',
  },
  paper: {
    title: 'Kit de secours de Carnet',
    what: 'Ces douze mots ramènent un carnet de santé sur n’importe quel appareil. Qui les a peut le lire : gardez-les comme vos papiers.',
    how: 'Pour retrouver le carnet : ouvrez l’adresse ci-dessus, touchez « Retrouver mon carnet », puis tapez ces mots ou scannez le code.',
    address: 'Adresse',
    line: (position: number) => `Mot ${String(position)} :`,
    code: 'Code à scanner : les douze mots',
    of: 'Carnet de',
    on: 'Fait le',
  },
};
