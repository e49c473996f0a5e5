/** Where a record or one entry stands, and what is missing for the next word. */
export const safety = {
  recordTitle: 'Où en est ce dossier',
  entryTitle: 'Où en est cet élément',
  levels: {
    stored: {
      title: 'Enregistré',
      what: 'Écrit en entier sur cet appareil, chiffré.',
      missing: 'Pas encore entier sur cet appareil.',
    },
    synced: {
      title: 'Synchronisé',
      what: 'Le relais a tout reçu, fichiers compris, sans pouvoir le lire.',
      missing: 'Le relais n’a pas encore tout reçu.',
    },
    backedUp: {
      title: 'Sauvegardé',
      what: 'Une autre copie existe : perdre cet appareil ne ferait rien perdre.',
      missing: 'Il manque une copie qui survivrait à la perte de cet appareil.',
    },
  },
  reached: 'fait',
  notReached: 'pas encore',
  ofThisEntry: (word: string) => `${word} : où en est cet élément`,
  ofEntry: 'La sauvegarde se dit du dossier entier.',
  missingKit: 'Le kit de secours n’est pas vérifié.',
  missingArchive:
    'Aucun autre appareil n’a confirmé tout avoir, et aucune archive relue ne contient tout ce qui est ici.',
  prepareKit: 'Préparer mon kit',
  makeArchive: 'Faire une archive',
  acceptRelay: 'Continuer avec ce relais',
  relayResetText:
    'Sa clé n’est plus la même. Rien n’est envoyé tant que vous n’avez pas dit oui : si vous ne vous y attendiez pas, demandez à qui le tient.',
  storage: {
    title: 'Ce que promet le navigateur',
    persistent: 'Il gardera ces données tant que vous ne les effacez pas.',
    temporary:
      'Il peut les effacer si la place manque. Dans une fenêtre privée, tout s’efface à sa fermeture.',
    ios: 'Sur iPhone et iPad, Safari efface les données d’un site laissé sept jours sans visite, sauf s’il est installé sur l’écran d’accueil.',
    unknown: 'Il ne le dit pas.',
    ask: 'Lui demander de les garder',
  },
  unguarded:
    'Ce navigateur ne sait pas tenir un seul onglet à la fois : n’ouvrez Carnet que dans un onglet.',
};
