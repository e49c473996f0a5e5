import type { VaultError } from '#vault/errors.ts';

/** What happened, what is safe, what to do: each may be empty but the first. */
export type ErrorSentences = {
  readonly happened: string;
  readonly safe: string;
  readonly todo: string;
};

/** A sentence for each expected failure: a missing one does not compile. */
export type ErrorWords = {
  readonly [Type in VaultError['type']]: (
    error: Extract<VaultError, { readonly type: Type }>,
  ) => ErrorSentences;
};

const say =
  (happened: string, safe = '', todo = '') =>
  (): ErrorSentences => ({ happened, safe, todo });

const megabytes = (bytes: number): string =>
  bytes >= 2 ** 30
    ? `${String(Math.floor(bytes / 2 ** 30))} Go`
    : `${String(Math.floor(bytes / 2 ** 20))} Mo`;

const NOTHING_CHANGED = 'Rien n’a été changé dans votre dossier.';
const RECORD_SAFE = 'Votre dossier est intact.';
const STAYS_HERE = 'Tout ce que vous avez écrit reste enregistré sur cet appareil.';

export const errors: ErrorWords = {
  Locked: say('Le dossier est verrouillé.', RECORD_SAFE, 'Déverrouillez-le pour continuer.'),
  NoVault: say('Il n’y a pas encore de dossier sur cet appareil.', '', 'Créez-en un d’abord.'),
  VaultExists: say(
    'Un dossier existe déjà sur cet appareil.',
    'Il n’a pas été touché.',
    'Ouvrez-le plutôt que d’en créer un autre.',
  ),
  WrongPassphrase: say(
    'Cette phrase n’ouvre pas le dossier.',
    RECORD_SAFE,
    'Vérifiez les majuscules et les espaces, puis réessayez autant que vous voulez.',
  ),
  UnknownPasskey: say(
    'Cette clé d’accès n’ouvre pas ce carnet.',
    RECORD_SAFE,
    'Essayez une autre clé d’accès, ou votre phrase secrète.',
  ),
  LastSlot: say(
    'C’est la dernière serrure de cet appareil.',
    'Elle est toujours en place.',
    'Ajoutez-en une autre d’abord, ou confirmez que cet appareil peut rester sans protection.',
  ),
  UnknownWord: ({ position }) => ({
    happened: `Le mot ${String(position)} n’est pas dans la liste des mots possibles.`,
    safe: 'Rien n’a été changé.',
    todo: 'Relisez-le sur votre feuille : les accents ne comptent pas, les quatre premières lettres suffisent.',
  }),
  WordCountWrong: say('Il faut douze mots.', 'Rien n’a été changé.', 'Relisez votre feuille.'),
  WordsDoNotOpen: say(
    'Ces douze mots n’ouvrent aucun carnet ici.',
    'Rien n’a été changé.',
    'Vérifiez chaque mot et leur ordre, puis réessayez autant que vous voulez.',
  ),
  KitAnswersWrong: say(
    'Ce ne sont pas les bons mots.',
    'Vos douze mots restent sur cet appareil.',
    'Relisez votre feuille, puis réessayez.',
  ),
  NoRecoveryHere: say(
    'Cet appareil ne garde plus les douze mots.',
    'Ceux de votre feuille restent valables.',
    'Retrouvez la feuille que vous avez imprimée ou recopiée.',
  ),
  ArchiveDamaged: say(
    'Cette archive est incomplète ou abîmée.',
    NOTHING_CHANGED,
    'Essayez une autre copie de l’archive.',
  ),
  NotAnArchive: say(
    'Ce fichier n’est pas une archive de Carnet.',
    NOTHING_CHANGED,
    'Choisissez le fichier dont le nom finit par .carnet.',
  ),
  PassphraseTooShort: ({ minLength }) => ({
    happened: `Il faut au moins ${String(minLength)} caractères.`,
    safe: '',
    todo: 'Quelques mots au hasard font une bonne phrase.',
  }),
  SelfTestFailed: ({ primitive }) => ({
    happened: `Ce navigateur calcule mal (${primitive}) : le dossier ne peut pas être protégé ici.`,
    safe: 'Rien n’a été ouvert, rien n’a été écrit.',
    todo: 'Mettez le navigateur à jour, ou ouvrez Carnet avec un autre.',
  }),
  HeldByOtherTab: say(
    'Carnet est ouvert dans un autre onglet.',
    RECORD_SAFE,
    'Fermez l’autre onglet, ou utilisez Carnet ici.',
  ),
  DeviceFull: say(
    'Il n’y a plus assez de place sur cet appareil.',
    'Ce qui était enregistré l’est toujours ; ce dernier ajout ne l’a pas été.',
    'Libérez de la place, puis recommencez.',
  ),
  StorageRefused: say(
    'Le navigateur refuse de garder des données ici.',
    'Rien n’a été écrit.',
    'Quittez la navigation privée, ou autorisez le stockage pour ce site.',
  ),
  StorageDamaged: say(
    'Une partie des données de cet appareil est illisible.',
    'Rien n’a été effacé ni remplacé.',
    'Fermez Carnet puis rouvrez-le. Si cela continue, ne videz pas le navigateur : une autre copie peut servir.',
  ),
  NewerData: say(
    'Ce dossier a été écrit par une version plus récente de Carnet.',
    'Rien n’a été changé.',
    'Rechargez la page pour mettre Carnet à jour.',
  ),
  InvalidEntry: say(
    'Certains champs ne peuvent pas être enregistrés ainsi.',
    'Votre saisie est toujours là.',
    'Corrigez les champs signalés.',
  ),
  UnknownEntry: say(
    'Cet élément n’est plus dans le dossier.',
    'Le reste du dossier est intact.',
    'Il a peut-être été supprimé depuis un autre écran.',
  ),
  FileEmpty: say('Ce fichier est vide.', NOTHING_CHANGED, 'Choisissez-en un autre.'),
  FileTooLarge: ({ maxBytes }) => ({
    happened: `Ce fichier dépasse ${megabytes(maxBytes)}.`,
    safe: NOTHING_CHANGED,
    todo: 'Coupez-le en plusieurs parties, ou choisissez une version plus légère.',
  }),
  FileTypeUnknown: say(
    'Ce type de fichier n’est pas encore reconnu.',
    NOTHING_CHANGED,
    'Un PDF, une photo (JPEG, PNG) ou un texte conviennent.',
  ),
  FileTypeMismatch: say(
    'Le contenu de ce fichier n’est pas ce que son nom annonce.',
    NOTHING_CHANGED,
    'Vérifiez qu’il s’ouvre ailleurs, ou demandez-le de nouveau à qui vous l’a envoyé.',
  ),
  FileUnreadable: say(
    'Ce fichier ne peut pas être lu.',
    NOTHING_CHANGED,
    'Vérifiez qu’il existe toujours et qu’il n’est pas ouvert ailleurs, puis recommencez.',
  ),
  FileNotHere: say(
    'Ce fichier n’est pas encore sur cet appareil.',
    'Il est gardé, chiffré, par le relais ou par un autre appareil.',
    'Connectez-vous au réseau, puis rouvrez-le.',
  ),
  FileDamaged: say(
    'Ce fichier est arrivé abîmé : il ne sera pas montré.',
    'Le reste du dossier est intact.',
    'Rouvrez-le dans un moment pour qu’il soit demandé de nouveau.',
  ),
  RelayUnreachable: say(
    'Le relais ne répond pas.',
    STAYS_HERE,
    'Vérifiez le réseau : l’envoi reprendra tout seul.',
  ),
  RelayRefused: ({ reason }) => ({
    happened: `Le relais a refusé cet envoi (${reason}).`,
    safe: STAYS_HERE,
    todo: 'Réessayez plus tard ; si cela continue, dites ce mot à qui tient le relais.',
  }),
  RelayFull: say(
    'Le relais n’a plus de place.',
    STAYS_HERE,
    'L’envoi reprendra quand la place sera revenue.',
  ),
  QuotaReached: say(
    'La place prévue pour ce dossier sur le relais est pleine.',
    STAYS_HERE,
    'Supprimez de gros fichiers, ou demandez plus de place à qui tient le relais.',
  ),
  NotAPairingCode: say(
    'Ce code n’est pas un code de Carnet.',
    'Rien n’a été montré à personne.',
    'Demandez à la personne d’afficher « Recevoir un patient ».',
  ),
  PairingCodeOfOtherSort: say(
    'Ce code de Carnet sert à autre chose.',
    'Rien n’a été montré à personne.',
    'Demandez à la personne d’afficher « Recevoir un patient ».',
  ),
  PairingExpired: say(
    'Ce code n’est plus valable.',
    'Rien n’a été montré à personne.',
    'Demandez un nouveau code à la personne.',
  ),
  PairingAlreadyUsed: say(
    'Quelqu’un a déjà répondu à ce code.',
    'Rien n’a été montré à personne depuis ce dossier.',
    'Demandez un nouveau code, qui ne servira qu’à vous.',
  ),
  PairingNotAuthentic: say(
    'Ce que le relais a donné ne correspond pas au code scanné.',
    'Rien n’a été montré à personne.',
    'Demandez un nouveau code, et dites-le à la personne si cela recommence.',
  ),
  PairingFromOtherRelay: say(
    'Ce code vient d’un autre relais que le vôtre.',
    'Rien n’a été montré à personne.',
    'Ouvrez Carnet à l’adresse que la personne utilise, ou montrez-lui le document sur votre écran.',
  ),
  OwnPairingCode: say(
    'C’est votre propre code.',
    'Rien n’a été montré à personne.',
    'Scannez celui que la personne en face affiche.',
  ),
  WordsDiffer: say(
    'Sur l’autre appareil, les mots n’étaient pas les mêmes.',
    'Rien n’a été donné, rien n’a été écrit ici.',
    'Affichez un autre code, et recommencez.',
  ),
  UnknownDevice: say(
    'Cet appareil ne fait plus partie des vôtres.',
    'Rien n’a été changé.',
    'Revenez à la liste de vos appareils.',
  ),
  NoProfessionalIdentity: say(
    'Il faut d’abord dire qui vous êtes comme soignant.',
    RECORD_SAFE,
    'Remplissez « Je suis soignant » dans les réglages.',
  ),
  NotAnAttestation: say(
    'Ce fichier n’est pas une attestation d’identité.',
    RECORD_SAFE,
    'Choisissez celui que votre établissement ou votre ordre vous a rendu.',
  ),
  AttestationOfOtherIdentity: say(
    'Cette attestation porte sur une autre identité, ou sur la vôtre telle qu’elle était avant.',
    RECORD_SAFE,
    'Envoyez une nouvelle demande à qui vous l’a rendue.',
  ),
  ChannelClosed: say(
    'Cette fenêtre est fermée.',
    'Plus rien de nouveau n’y passe.',
    'Une nouvelle fenêtre s’ouvre en scannant un nouveau code.',
  ),
  ChannelExpired: say(
    'Cette fenêtre est arrivée à sa fin.',
    'Plus rien de nouveau n’y passe.',
    'Une nouvelle fenêtre s’ouvre en scannant un nouveau code.',
  ),
  UnknownChannel: say(
    'Cette fenêtre n’existe pas sur cet appareil.',
    RECORD_SAFE,
    'Revenez à la liste.',
  ),
  Cancelled: say('C’est annulé.', NOTHING_CHANGED),
  Unexpected: say(
    'Carnet s’est trompé en chemin.',
    'Ce qui était enregistré l’est toujours.',
    'Réessayez ; si cela recommence, rechargez la page.',
  ),
};
