/** First opening, lock, and what stands before the record. */
export const entrance = {
  appName: 'Carnet',
  create: {
    pageTitle: 'Créer un carnet',
    title: 'Votre santé, dans un carnet qui est à vous.',
    what: 'Carnet garde vos documents et vos mesures sur cet appareil, chiffrés. Vous choisissez qui voit quoi, et jusqu’à quand ; personne d’autre ne peut les lire, pas même qui transporte les données.',
    lockTitle: 'Une phrase pour le fermer à clé',
    lockHint:
      'Elle reste sur cet appareil. Quelques mots que vous seul associeriez valent mieux qu’un mot compliqué.',
    phrase: 'Votre phrase secrète',
    withPhrase: 'Créer mon carnet',
    later: 'Plus tard',
    laterHint:
      'Sans serrure, qui tient cet appareil peut ouvrir le carnet. L’accueil vous le rappellera.',
    lostPhrase:
      'Personne ne pourra la retrouver à votre place : écrivez-la quelque part si vous craignez de l’oublier.',
    noAccount: 'Ni compte, ni numéro, ni adresse.',
  },
  strength: {
    label: 'Solidité de la phrase',
    tooShort: (minLength: number) =>
      `Encore trop courte : ${String(minLength)} caractères au moins`,
    weak: 'Facile à deviner',
    fair: 'Correcte',
    strong: 'Solide',
  },
  unlock: {
    pageTitle: 'Carnet',
    title: 'Carnet est fermé à clé.',
    phrase: 'Votre phrase secrète',
    open: 'Ouvrir',
    openUnprotected: 'Ouvrir le carnet',
    unprotected: 'Ce carnet n’a pas encore de phrase secrète : il s’ouvre d’un geste.',
  },
  elsewhere: {
    title: 'Carnet est ouvert dans un autre onglet.',
    text: 'Un seul onglet à la fois tient les clés, pour que deux écrans ne se contredisent pas.',
    useHere: 'Utiliser ici',
  },
  broken: { title: 'Carnet ne peut pas s’ouvrir.', retry: 'Réessayer' },
  insecure: {
    features: {
      secureContext: 'une adresse sûre',
      indexedDB: 'un stockage durable',
      worker: 'les tâches de fond',
      webAssembly: 'WebAssembly',
      webCrypto: 'la cryptographie du navigateur',
    } as Readonly<Record<string, string>>,
    title: 'Cette adresse n’est pas protégée.',
    text: (missing: string) =>
      `Le navigateur n’accorde pas à cette adresse ce qu’il faut pour chiffrer (${missing}) : ouvrez Carnet par son adresse en https, ou par http://localhost sur l’ordinateur même.`,
  },
  update: {
    title: 'Une nouvelle version de Carnet est prête.',
    text: 'Rien n’est en cours de saisie : c’est un bon moment.',
    act: 'Mettre à jour',
    later:
      'Elle attend que vous ayez fini de remplir ce qui est commencé. Votre saisie est gardée.',
    actNow: 'Mettre à jour sans attendre',
  },
  notFound: {
    title: 'Cette page n’existe pas.',
    text: 'Le dossier, lui, n’a pas bougé.',
    home: 'Aller à l’accueil',
  },
  trouble: {
    title: 'Carnet s’est trompé en chemin.',
    text: 'Ce qui était enregistré l’est toujours. Si quelque chose semble bloqué, rechargez la page.',
    reload: 'Recharger',
    goOn: 'Continuer',
  },
  failed: {
    title: 'Quelque chose s’est mal passé dans Carnet.',
    text: 'Ce qui était enregistré sur cet appareil l’est toujours. Rechargez la page ; si cela recommence, dites-le à qui vous a donné cette adresse.',
    reload: 'Recharger',
  },
};
