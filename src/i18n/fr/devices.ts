import type { VaultError } from '#vault/errors.ts';
import type { ErrorSentences } from './errors.ts';

/** What a failure means here, where the sentence of every other place would not be true. */
export type DeviceErrorWords = { readonly [Type in VaultError['type']]?: ErrorSentences };

const NOTHING_GIVEN = 'Rien n’a été donné à personne.';
const STILL_EMPTY = 'Rien n’a été écrit sur cet appareil.';
const NOTHING_CHANGED = 'Rien de ce qui est sur cet appareil n’a été changé.';
const SHOW_ANOTHER = 'Affichez un autre code, et recommencez.';

const adding: DeviceErrorWords = {
  NotAPairingCode: {
    happened: 'Ce n’est pas le code d’un appareil.',
    safe: NOTHING_GIVEN,
    todo: 'Sur le nouvel appareil, ouvrez Carnet et touchez « J’ai déjà un carnet » : le code a 26 caractères.',
  },
  PairingCodeOfOtherSort: {
    happened: 'Ce code de Carnet sert à autre chose.',
    safe: NOTHING_GIVEN,
    todo: 'Le bon s’affiche sur le nouvel appareil, après « J’ai déjà un carnet ».',
  },
  PairingExpired: {
    happened: 'Ce code n’est pas, ou n’est plus valable.',
    safe: NOTHING_GIVEN,
    todo: 'Vérifiez les caractères, ou affichez un autre code sur le nouvel appareil.',
  },
  PairingAlreadyUsed: {
    happened: 'Ce code a déjà été lu.',
    safe: NOTHING_GIVEN,
    todo: 'Affichez un autre code sur le nouvel appareil : chacun ne sert qu’une fois.',
  },
  PairingNotAuthentic: {
    happened: 'Ce que le relais a donné ne correspond pas à ce code.',
    safe: NOTHING_GIVEN,
    todo: 'Affichez un autre code sur le nouvel appareil.',
  },
  PairingFromOtherRelay: {
    happened: 'Le nouvel appareil a ouvert Carnet à une autre adresse.',
    safe: NOTHING_GIVEN,
    todo: 'Ouvrez-y Carnet à la même adresse qu’ici, puis affichez un autre code.',
  },
  RelayUnreachable: {
    happened: 'Le relais ne répond pas.',
    safe: NOTHING_GIVEN,
    todo: 'Ajouter un appareil demande le réseau : vérifiez-le, puis recommencez.',
  },
};

const joining: DeviceErrorWords = {
  PairingExpired: {
    happened: 'Le code de cet appareil n’est plus valable.',
    safe: STILL_EMPTY,
    todo: SHOW_ANOTHER,
  },
  PairingNotAuthentic: {
    happened: 'Ce qui est arrivé ne vient pas de l’appareil qui a lu ce code.',
    safe: STILL_EMPTY,
    todo: SHOW_ANOTHER,
  },
  PairingFromOtherRelay: {
    happened: 'Votre autre appareil utilise Carnet à une autre adresse.',
    safe: STILL_EMPTY,
    todo: 'Ouvrez Carnet ici à la même adresse que là-bas.',
  },
  ArchiveDamaged: {
    happened: 'Le carnet est arrivé incomplet.',
    safe: `${STILL_EMPTY} Il est intact sur l’autre appareil.`,
    todo: SHOW_ANOTHER,
  },
  NoRecoveryHere: {
    happened: 'L’autre appareil n’a encore rien envoyé au relais.',
    safe: STILL_EMPTY,
    todo: 'Attendez qu’il dise « Synchronisé », puis recommencez.',
  },
  RelayUnreachable: {
    happened: 'Le relais ne répond pas.',
    safe: STILL_EMPTY,
    todo: 'Vérifiez le réseau, puis recommencez.',
  },
};

const rejoining: DeviceErrorWords = {
  PairingExpired: {
    happened: 'Le code de cet appareil n’est plus valable.',
    safe: NOTHING_CHANGED,
    todo: SHOW_ANOTHER,
  },
  PairingNotAuthentic: {
    happened: 'Ce qui est arrivé ne vient pas de l’appareil qui a lu ce code.',
    safe: NOTHING_CHANGED,
    todo: SHOW_ANOTHER,
  },
  PairingFromOtherRelay: {
    happened: 'Votre autre appareil utilise Carnet à une autre adresse.',
    safe: NOTHING_CHANGED,
    todo: 'Ouvrez Carnet ici à la même adresse que là-bas.',
  },
  ArchiveDamaged: {
    happened: 'Le carnet est arrivé incomplet.',
    safe: NOTHING_CHANGED,
    todo: SHOW_ANOTHER,
  },
  NoRecoveryHere: {
    happened: 'L’autre appareil n’a pas encore tout envoyé au relais.',
    safe: NOTHING_CHANGED,
    todo: 'Attendez qu’il dise « Synchronisé », puis recommencez.',
  },
  RelayUnreachable: {
    happened: 'Le relais ne répond pas.',
    safe: NOTHING_CHANGED,
    todo: 'Vérifiez le réseau, puis recommencez.',
  },
  WordsDiffer: {
    happened: 'Sur l’autre appareil, les mots n’étaient pas les mêmes.',
    safe: NOTHING_CHANGED,
    todo: SHOW_ANOTHER,
  },
};

/** Several devices of one person: adding one, and joining from the new one. */
export const devices = {
  title: 'Appareils',
  text: 'Chacun a le carnet entier, s’ouvre sans réseau, et reçoit ce que les autres écrivent.',
  list: 'Vos appareils',
  thisDevice: 'Cet appareil',
  settingsFacts: 'Les vôtres, et en ajouter un',
  unnamed: 'Appareil sans nom',
  add: 'Ajouter un appareil',
  kinds: {
    iphone: 'iPhone',
    ipad: 'iPad',
    androidPhone: 'Téléphone Android',
    androidTablet: 'Tablette Android',
    mac: 'Mac',
    windows: 'Ordinateur Windows',
    chromebook: 'Chromebook',
    linux: 'Ordinateur Linux',
    other: 'Nouvel appareil',
  },
  installed: (device: string) => `${device}, application`,
  entry: {
    join: 'J’ai déjà un carnet sur un autre appareil',
    resumeTitle: 'Vous aviez commencé dans Safari ?',
    resumeText:
      'L’application installée ne voit pas ce que Safari garde. Reprenez-y votre carnet plutôt que d’en créer un autre.',
    resume: 'Reprendre depuis Safari',
  },
  adding: {
    title: 'Ajouter un appareil',
    steps: ['Lire le code', 'Comparer les mots'],
    codeTitle: 'Le code affiché par le nouvel appareil',
    codeText:
      'Ouvrez-y Carnet à cette même adresse, et touchez « J’ai déjà un carnet sur un autre appareil ».',
    typed: 'Ou le code, tapé',
    typedHint: '26 caractères. Minuscules, espaces et tirets ne changent rien.',
    reading: 'Lecture du code…',
    named: (name: string) => `Cet appareil dit s’appeler « ${name} ».`,
    nameless: 'Cet appareil n’a pas dit son nom.',
    wordsTitle: 'Son écran montre-t-il ces quatre mots ?',
    wordsText:
      'Dans le même ordre. Répondez oui seulement si vous avez les deux écrans sous les yeux : cet appareil pourra tout lire et tout écrire dans votre carnet.',
    same: 'Ce sont les mêmes',
    notSame: 'Ce ne sont pas les mêmes',
    doneTitle: (name: string) => `${name} fait maintenant partie de vos appareils.`,
    doneText: 'Le carnet s’y copie. Laissez-le ouvert un moment, avec le réseau.',
    seeDevices: 'Voir mes appareils',
    refusedTitle: 'Rien n’a été donné à cet appareil.',
    refusedText:
      'Des mots différents : quelqu’un s’est peut-être mis entre les deux, ou ce code vient d’un autre écran. Affichez un autre code et recommencez.',
    again: 'Lire un autre code',
  },
  joining: {
    title: 'Reprendre votre carnet ici',
    steps: ['Nommer cet appareil', 'Faire lire le code', 'Comparer les mots'],
    text: 'Il reste aussi sur l’autre appareil : les deux se tiendront à jour.',
    name: 'Le nom de cet appareil',
    nameHint: 'Pour le reconnaître dans la liste de vos appareils.',
    showCode: 'Afficher le code',
    codeTitle: 'Faites lire ce code par l’autre appareil',
    codeWhere: 'Dans Carnet, sur l’autre appareil : Réglages, Appareils, Ajouter un appareil.',
    codeWhereSafari:
      'Copiez ce code. Dans Safari, ouvrez Carnet : Réglages, Appareils, Ajouter un appareil, et collez-le. Revenez ensuite ici.',
    qrLabel: 'Code à scanner avec l’autre appareil',
    codeTyped: 'Ou tapez ces 26 caractères',
    codeLabel: 'Le code, par groupes de quatre caractères',
    copy: 'Copier le code',
    copied: 'Code copié',
    notCopied: 'Le navigateur refuse la copie : recopiez le code.',
    expires: (time: string) =>
      `Il sert une fois, pendant 15 minutes (jusqu’à ${time}). Un autre le remplacera ensuite.`,
    replaced: 'Les 15 minutes sont passées : voici un autre code.',
    waiting: 'En attente de l’autre appareil…',
    another: 'Afficher un autre code',
    wordsTitle: 'Comparez-les sur l’autre appareil',
    wordsText: 'S’il montre les mêmes mots, dans le même ordre, confirmez-le là-bas.',
    notSame: 'Ce ne sont pas les mêmes',
    notSameDone: 'Rien n’est arrivé ici : l’ancien code ne sert plus. En voici un autre.',
    receive: 'Recevoir mon carnet',
    receiving: 'Votre carnet arrive…',
    receivingFacts: 'Dès que l’autre appareil a confirmé les mots. Gardez les deux ouverts.',
    back: 'Première page',
  },
  errors: { adding, joining, rejoining },
};
