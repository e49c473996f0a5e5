/** What opens the notebook on one device: passkeys, the phrase, and locking. */
export const locks = {
  title: 'Verrouillage',
  settingsFacts: {
    none: 'Cet appareil n’est pas protégé',
    passphrase: 'Phrase secrète',
    passkeys: (count: number) => (count > 1 ? `${String(count)} clés d’accès` : 'Clé d’accès'),
  },
  passkey: {
    title: 'De quoi le fermer à clé',
    make: 'Utiliser une clé d’accès',
    what: 'Votre visage, votre doigt ou le code de cet appareil ouvrira le carnet. Rien à retenir.',
    makeElsewhere: 'Une clé d’accès, d’un téléphone ou d’une clé de sécurité',
    rather: 'Plutôt une phrase secrète',
    open: 'Ouvrir avec une clé d’accès',
    orPhrase: 'Ou avec votre phrase',
    failures: {
      cancelled: {
        happened: 'Aucune clé d’accès n’a répondu.',
        safe: 'Rien n’a été changé.',
        todo: 'Recommencez, ou choisissez l’autre façon.',
      },
      unsupported: {
        happened: 'Ce navigateur n’a pas de clé d’accès à cette adresse.',
        safe: 'Rien n’a été changé.',
        todo: 'Choisissez une phrase secrète.',
      },
      noPrf: {
        happened: 'Cette clé d’accès ne sait pas garder de secret : elle ne fermerait rien.',
        safe: 'Rien n’a été changé ; vous pouvez l’effacer des réglages de l’appareil.',
        todo: 'Essayez-en une autre, ou choisissez une phrase secrète.',
      },
      alreadyThere: {
        happened: 'Cette clé d’accès ouvre déjà le carnet.',
        safe: 'Rien n’a été changé.',
        todo: 'Pour en ajouter une autre, prenez un autre appareil ou une autre clé.',
      },
    },
  },
  list: 'Ce qui ouvre le carnet sur cet appareil',
  phrase: 'Phrase secrète',
  phraseFacts: 'Elle ne quitte jamais cet appareil',
  passkeyFacts: 'Clé d’accès',
  unprotectedTitle: 'Cet appareil n’est pas protégé',
  unprotectedText: 'Qui le tient peut ouvrir votre carnet. Choisissez de quoi le fermer à clé.',
  change: 'Changer la phrase',
  remove: 'Retirer',
  removeNamed: (name: string) => `Retirer : ${name}`,
  addPasskey: 'Ajouter une clé d’accès',
  addPhrase: 'Ajouter une phrase secrète',
  savePhrase: 'Enregistrer la phrase',
  phraseSaved: 'La nouvelle phrase est en place.',
  passkeyName: 'Le nom de cette clé d’accès',
  passkeyNameHint: 'Pour la reconnaître dans cette liste.',
  passkeyAdded: 'La clé d’accès est ajoutée.',
  removed: 'C’est retiré.',
  lastTitle: 'Laisser cet appareil sans protection ?',
  lastText:
    'C’est la dernière serrure. Sans elle, qui tient cet appareil ouvre le carnet et le lit en entier.',
  lastKeep: 'La garder',
  lastRemove: 'Retirer quand même',
  lockTitle: 'Fermer à clé',
  lockText:
    'Carnet se verrouille seul après 5 minutes hors de l’écran, ou 15 minutes sans un geste. Ce que vous étiez en train de remplir est gardé, chiffré.',
  lockTextUnprotected:
    'Sans serrure, verrouiller ne protège de rien : le carnet s’ouvre d’un geste.',
  lockNow: 'Verrouiller maintenant',
  seen: {
    title: 'J’ai été vu',
    text: 'Quelqu’un a vu votre phrase, ou a tenu cet appareil ouvert ? Changez la serrure entière : tout ce qui est ici est chiffré de nouveau, et les phrases et clés d’accès d’avant n’ouvrent plus rien.',
    limit:
      'Ce qui a déjà été lu ou copié ne peut pas être repris. Vos autres appareils et vos douze mots ne changent pas.',
    act: 'Changer la serrure',
    save: 'Changer la serrure',
    done: 'La serrure est changée. Les anciennes n’ouvrent plus rien.',
  },
};
