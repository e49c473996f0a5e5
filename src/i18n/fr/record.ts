import { plural } from '../plural.ts';

/** Home, the medical profile, and the generic list and form of a section. */
export const record = {
  nav: {
    documents: 'Documents',
    profile: 'Profil médical',
    measurements: 'Mesures',
    windows: 'Partages',
    home: 'Accueil',
    settings: 'Réglages',
    practice: 'Espace soignant',
  },
  myRecord: 'Mon carnet',
  home: {
    title: (name: string) => (name === '' ? 'Bonjour' : `Bonjour ${name}`),
    allergies: (substances: string) => `Allergies : ${substances}`,
    severeAllergy: (substances: string) => `Allergie grave : ${substances}`,
    otherAllergies: (substances: string) => `Autres : ${substances}`,
    matters: 'Ce qui compte',
    unprotectedTitle: 'Cet appareil n’est pas protégé',
    unprotectedText: 'Qui le tient peut ouvrir votre carnet.',
    chooseLock: 'Choisir une phrase secrète',
    currentTreatments: (count: number) =>
      plural('fr', count, {
        one: 'Un traitement en cours',
        other: `${String(count)} traitements en cours`,
      }),
    openWindows: (count: number) =>
      plural('fr', count, {
        one: 'Une fenêtre ouverte',
        other: `${String(count)} fenêtres ouvertes`,
      }),
    openWindowsUntil: (name: string, until: string) => `${name}, ${until}`,
    windowToKeep: (name: string) => `La fenêtre de ${name} est-elle toujours voulue ?`,
    windowToKeepFacts: 'Cette fenêtre n’a pas de fin : gardez-la ou fermez-la.',
    wordsToCompare: (name: string) => `Les quatre mots restent à comparer avec ${name}`,
    fillIdentity: 'Dites votre nom',
    fillIdentityFacts: 'Pour que les soignants sachent qui ils lisent',
    fillAllergies: 'Avez-vous des allergies ?',
    fillAllergiesFacts: 'C’est la première chose qu’un soignant cherche',
    actions: 'Faire',
    addDocument: 'Ajouter un document',
    addMeasure: 'Ajouter une mesure',
    showSomeone: 'Montrer à un soignant',
    recent: 'Ajouté récemment',
    firstTitle: 'Votre carnet est prêt.',
    firstText: 'Commencez par un document : une ordonnance, un compte rendu, une photo de papier.',
    removedEntry: 'Supprimé',
  },
  profile: {
    title: 'Profil médical',
    nothing: 'Rien encore',
    notConcerned: 'Non concerné',
    entries: (count: number) =>
      plural('fr', count, { one: 'Un élément', other: `${String(count)} éléments` }),
    lastOn: (when: string) => `dernière ${when}`,
  },
  section: {
    current: 'En cours',
    past: 'Passé',
    sayNone: 'Je ne suis pas concerné',
    noneSaid: (when: string) => `Dit par vous, ${when}.`,
    withdrawNone: 'Ce n’est plus le cas',
    add: 'Ajouter',
    edit: 'Modifier',
    moreDetails: 'Plus de détails',
    save: 'Enregistrer',
    cancel: 'Annuler',
    remove: 'Supprimer',
    saved: 'Enregistré.',
    removed: (title: string) => `« ${title} » est dans la corbeille.`,
    restored: 'C’est revenu.',
    hide: 'Cacher des fenêtres',
    unhide: 'Ne plus cacher',
    hidden: 'Caché',
    sensitive: 'Sujet sensible',
    sensitiveHint: 'Laissé hors de toute fenêtre, sauf si vous l’y mettez vous-même.',
    sensitivities: {
      none: 'Non',
      mental: 'Santé mentale',
      sexual: 'Santé sexuelle et reproductive',
      other: 'Autre sujet sensible',
    },
    unset: 'Non précisé',
    yes: 'Oui',
    no: 'Non',
    required: 'Ce champ est nécessaire.',
    invalid: 'Cette valeur n’a pas la forme attendue.',
    draftKept: 'Votre saisie est gardée tant que Carnet reste ouvert.',
    draftDropped: 'La saisie est effacée.',
    since: (date: string, isDay = false) => (isDay ? `depuis le ${date}` : `depuis ${date}`),
    until: (date: string, isDay = false) => (isDay ? `jusqu’au ${date}` : `jusqu’en ${date}`),
    insKeyWrong: 'La clé ne correspond pas au matricule. Vous pouvez l’enregistrer quand même.',
    details: 'Détails',
    gone: 'Cet élément n’est plus dans le dossier.',
  },
  safety: {
    title: 'Où en est ce dossier',
    stored: 'Tout est enregistré sur cet appareil.',
    waiting: (count: number) =>
      plural('fr', count, {
        one: 'Un envoi attend le relais.',
        other: `${String(count)} envois attendent le relais.`,
      }),
    synced: 'Le relais a reçu tout ce qui est ici, sans pouvoir le lire.',
    backedUp: 'Une autre copie existe : perdre cet appareil ne ferait rien perdre.',
    notBackedUp:
      'Si vous perdiez cet appareil maintenant, le dossier ne pourrait pas être retrouvé.',
    connection: {
      connected: 'Relais joint',
      connecting: 'Connexion au relais…',
      offline: 'Hors ligne',
    },
    agreedAt: (when: string) => `Dernier accord avec le relais : ${when}`,
    tryNow: 'Réessayer maintenant',
    notices: {
      incomplete: 'Il manque une partie du dossier : elle est redemandée.',
      temporaryStorage:
        'Le navigateur peut effacer ce stockage quand la place manque. Installer Carnet l’en empêche souvent.',
      unprotected: 'Cet appareil n’est pas protégé par une phrase.',
      updateApp: 'Une partie du dossier vient d’une version plus récente : mettez Carnet à jour.',
      relayReset: 'Le relais a été remis à neuf : cet appareil lui redonne ce qu’il avait.',
      relayForked:
        'Le relais a montré deux histoires différentes de ce dossier. Rien n’est perdu ici.',
      relayRolledBack:
        'Le relais a oublié une partie de ce qu’il avait reçu. Rien n’est perdu ici.',
      relayUnavailable:
        'Le relais n’arrive plus à lire sa copie de ce dossier. Rien n’est perdu ici ; prévenez la personne qui s’occupe du relais.',
      quotaReached: 'La place prévue sur le relais est pleine : les envois attendent.',
      relayFull: 'Le relais n’a plus de place : les envois attendent. Tout reste sur cet appareil.',
      clockOff:
        'L’heure de cet appareil est loin de celle du relais. Rien n’est perdu ; réglez-la, sinon vos mesures et vos fenêtres auront de fausses dates.',
      deviceCopied:
        'Une copie de cet appareil écrit aussi dans ce dossier. Rien n’est perdu : chacune garde ce qu’elle écrit. Si vous n’en avez pas fait, changez vos serrures.',
      snapshotLacked:
        'Le résumé fait par un autre appareil oubliait des éléments : ils ont été renvoyés.',
      setAside: 'Des éléments qui ne se vérifient pas ont été mis de côté, sans être appliqués.',
    },
  },
};
