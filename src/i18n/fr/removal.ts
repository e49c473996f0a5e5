import { plural } from '../plural.ts';

/** The devices of one person once they are there: their days, their names, and taking one away. */
export const removal = {
  since: (moment: string) => `Ajouté ${moment}`,
  seen: (moment: string) => `Ouvert ${moment}`,
  leaving: 'Retrait en cours',
  name: 'Son nom',
  ownName: 'Le nom de cet appareil',
  rename: 'Enregistrer ce nom',
  renamed: 'Nom enregistré',
  remove: 'Retirer cet appareil',
  removeFacts: 'Perdu, volé, vendu ou donné : il ne recevra plus rien de votre carnet.',
  lost: {
    entry: 'J’ai perdu un appareil',
    title: 'Lequel avez-vous perdu ?',
    text: 'Retirez-le d’ici : il ne recevra plus rien de ce que vous écrirez.',
    list: 'Vos autres appareils',
    alone: 'Cet appareil est le seul qui tienne votre carnet : il n’y en a pas d’autre à retirer.',
    none: 'Aucun n’est perdu',
  },
  afterWords: {
    title: 'Un de vos appareils est-il perdu ?',
    text: 'Vos douze mots ont servi ici. Celui que vous n’avez plus peut encore recevoir ce que vous écrivez, tant que vous ne l’avez pas retiré.',
    act: 'Voir mes appareils',
    none: 'Aucun n’est perdu',
  },
  confirm: {
    title: (name: string) => `Retirer « ${name} » ?`,
    what: [
      'De nouvelles clés sont faites pour votre carnet et pour chaque fenêtre ouverte. Il ne les aura pas.',
      'Vos autres appareils les reçoivent d’eux-mêmes. Vos soignants n’ont rien à faire.',
      'Ce qu’il a déjà reçu y reste, derrière sa serrure. Ce qu’on y a écrit sans réseau n’est que là.',
    ],
    identityElsewhere:
      'Vos douze mots n’ont pas été confirmés, et le secret d’où ils viennent n’est pas sur cet appareil. S’il est sur celui que vous retirez, et que quelqu’un en ouvre la serrure et tient aussi le relais, il pourra lire la suite. Confirmez plutôt vos mots depuis cet appareil, si vous l’avez encore.',
    patients:
      'Il garde les clés des fenêtres de vos patients : il peut encore les lire jusqu’à ce que chacun en ouvre une nouvelle. Prévenez-les.',
    act: 'Retirer cet appareil',
    keep: 'Le garder',
  },
  progress: {
    title: (name: string) => `Retrait de « ${name} »`,
    label: 'De nouvelles clés partout…',
    steps: (done: number, total: number) => `${String(done)} sur ${String(total)}`,
    offline: 'En attente du réseau. Rien n’est perdu : le retrait reprendra de lui-même.',
    leave: 'Vous pouvez quitter cette page : cela continue, même après une coupure.',
    done: (name: string) => `« ${name} » ne recevra plus rien.`,
    doneText:
      'Ce que vous écrivez à partir de maintenant lui est fermé, même avec tout ce que garde le relais.',
    back: 'Voir mes appareils',
  },
  removed: {
    title: 'Cet appareil a été retiré de votre carnet',
    short: 'Il ne reçoit plus rien et n’envoie plus rien. Ce qui est ici y reste.',
    open: 'Que faire',
    text: 'Un autre de vos appareils l’a retiré, dit le relais. Rien n’en a été effacé : vous pouvez encore tout lire ici.',
    unsent: (count: number) =>
      plural('fr', count, {
        one: `${String(count)} élément n’est que sur cet appareil : il n’était pas encore parti.`,
        other: `${String(count)} éléments ne sont que sur cet appareil : ils n’étaient pas encore partis.`,
      }),
    rejoin: 'Relier de nouveau cet appareil',
    rejoinFacts: 'Avec un autre de vos appareils. Ce qui n’était pas parti rejoint le carnet.',
    export: 'Faire une archive',
    exportFacts: 'Tout ce que tient cet appareil, dans un fichier qui s’ouvre avec vos douze mots.',
    member: 'Cet appareil fait partie des vôtres : il n’y a rien à faire ici.',
  },
  rejoin: {
    title: 'Relier de nouveau cet appareil',
    steps: ['Faire lire le code', 'Comparer les mots'],
    waiting: 'En attente de la confirmation sur l’autre appareil…',
    doneTitle: 'Cet appareil fait de nouveau partie des vôtres.',
    kept: (count: number) =>
      count === 0
        ? 'Il n’y avait rien à renvoyer.'
        : plural('fr', count, {
            one: `${String(count)} élément écrit ici a rejoint le carnet.`,
            other: `${String(count)} éléments écrits ici ont rejoint le carnet.`,
          }),
    home: 'Ouvrir mon carnet',
  },
};

export type RemovalWords = typeof removal;
