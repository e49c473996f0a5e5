import { plural } from '../plural.ts';

/** The list of documents, and one document. */
export const documents = {
  title: 'Documents',
  all: (count: number) => `Tous · ${String(count)}`,
  filter: 'Montrer les documents',
  search: 'Chercher un titre',
  count: (count: number) =>
    plural('fr', count, { one: `${String(count)} document`, other: `${String(count)} documents` }),
  none: (category: string) => `Aucun document en « ${category} ».`,
  noneFound: (text: string) => `Aucun titre ne contient « ${text} ».`,
  undated: 'Sans date',
  empty: {
    title: 'Vos documents de santé, ensemble.',
    text: 'Ordonnances, comptes rendus, analyses, photos : ajoutez-en un, il est chiffré avant d’être rangé.',
  },
  add: 'Ajouter des documents',
  addShort: 'Ajouter',
  accepted: 'PDF, photos, textes',
  queue: {
    title: 'Ajout en cours',
    sealing: 'Chiffrement…',
    waiting: 'En attente',
    done: 'Enregistré',
    failed: 'Non ajouté',
    retry: 'Réessayer',
    dismiss: 'Retirer de la liste',
    progress: (name: string) => `Avancement de ${name}`,
  },
  added: (count: number) =>
    plural('fr', count, {
      one: 'Document ajouté.',
      other: `${String(count)} documents ajoutés.`,
    }),
  sending: 'Fichier en cours d’envoi',
  hidden: 'Caché',
  hiddenMark: 'Caché : aucune fenêtre ne le montre',
  /** Words of file names that say a category; accents and capitals left out. */
  fileNames: {
    prescriptions: ['ordonnance', 'prescription', 'soins'],
    laboratory: ['biologie', 'analyse', 'bilan', 'labo', 'prise de sang', 'test'],
    imaging: ['radio', 'irm', 'scanner', 'echo', 'mammo', 'imagerie'],
    reports: ['compte rendu', 'cr', 'consultation', 'hospitalisation', 'courrier', 'lettre'],
    prevention: ['vaccin', 'depistage'],
    certificates: ['certificat', 'arret'],
    administrative: ['mutuelle', 'carte', 'facture', 'remboursement', 'attestation', 'releve'],
    directives: ['directive', 'volontes'],
    questionnaires: ['questionnaire'],
  } as Readonly<Record<string, readonly string[]>>,
  one: {
    open: 'Ouvrir',
    reading: 'Lecture du document…',
    zoomIn: 'Agrandir',
    zoomOut: 'Réduire',
    zoomReset: 'Ajuster à la largeur',
    page: 'Page {page} sur {pages}',
    pages: (count: number) =>
      plural('fr', count, { one: `${String(count)} page`, other: `${String(count)} pages` }),
    viewer: (title: string) => `Contenu de ${title}`,
    cannotShow: 'Ce type de fichier ne s’affiche pas ici : téléchargez-le pour l’ouvrir ailleurs.',
    damaged:
      'Ce fichier est abîmé ou incomplet : il ne peut pas être affiché. Il reste gardé tel qu’il est, et peut être téléchargé.',
    password: 'Ce PDF est fermé par un mot de passe : téléchargez-le pour l’ouvrir ailleurs.',
    download: 'Télécharger l’original',
    details: 'Détails',
    edit: 'Modifier',
    hide: 'Cacher',
    show: 'Ne plus cacher',
    hideExplained:
      'Caché, il n’entre dans aucune fenêtre : qui en a une ouverte ne saura pas qu’il existe.',
    wasHidden: 'Document caché : aucune fenêtre ne le montre.',
    wasShown: 'Le document n’est plus caché.',
    remove: 'Supprimer',
    removed: (title: string) => `« ${title} » est dans la corbeille.`,
    restored: 'Le document est revenu.',
    saved: 'Modifications enregistrées.',
    file: 'Fichier',
    addedOn: 'Ajouté',
    gone: 'Ce document n’est plus dans le dossier.',
  },
};
