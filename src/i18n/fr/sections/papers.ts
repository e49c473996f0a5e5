import type { SectionsWords } from '../../section-words.ts';
import { sectionTitles as titles } from '../section-titles.ts';

/** Documents and what they cost. */
export const papers: Pick<SectionsWords, 'documents' | 'care-history' | 'administrative'> = {
  documents: {
    name: titles.documents.name,
    add: 'Ajouter des documents',
    empty:
      'Ordonnances, comptes rendus, analyses, photos : ajoutez-en un, il est chiffré avant d’être rangé.',
    none: '',
    fields: {
      title: 'Titre',
      category: 'Catégorie',
      type: 'Type précis',
      date: 'Date du document',
      author: 'Auteur',
      file: 'Fichier',
      conditions: 'Maladies liées',
      treatments: 'Traitements liés',
      note: 'Note',
      pinned: 'Épinglé',
      folder: 'Dossier',
      tags: 'Étiquettes',
    },
    hints: {
      author: 'Qui l’a écrit : un médecin, un laboratoire, un hôpital…',
      type: 'Le nom officiel de ce genre de document.',
      pinned: 'Marqué d’une épingle dans la liste.',
      folder: 'Un nom de votre choix, que la recherche trouve. Aucune fenêtre ne le montre.',
      tags: 'Des mots à vous, un par ligne. Aucune fenêtre ne les montre.',
    },
    options: { category: titles.documents.options.category },
  },
  'care-history': {
    name: titles['care-history'].name,
    add: 'Ajouter un soin',
    empty: 'Les soins remboursés : consultations, actes, médicaments, séjours.',
    none: '',
    fields: {
      label: 'Soin',
      type: 'Sorte',
      date: 'Date',
      performer: 'Chez qui',
      amount: 'Payé',
      reimbursed: 'Remboursé',
      documents: 'Documents liés',
      note: 'Note',
    },
    hints: { documents: 'Le relevé de remboursement, par exemple.' },
    options: {
      type: {
        visit: 'Consultation',
        act: 'Acte',
        medicine: 'Médicament',
        device: 'Appareil',
        stay: 'Séjour',
        transport: 'Transport',
        other: 'Autre',
      },
    },
  },
  administrative: {
    name: titles.administrative.name,
    add: 'Ajouter une pièce',
    empty: 'Assurance maladie, mutuelle, cartes : ce que demande un bureau des admissions.',
    none: '',
    fields: {
      label: 'Nom de la pièce',
      type: 'Sorte',
      insurer: 'Organisme',
      number: 'Numéro',
      start: 'Valable depuis',
      end: 'Valable jusqu’à',
      phone: 'Téléphone',
      documents: 'Documents liés',
      note: 'Note',
    },
    hints: {
      label: 'Par exemple Carte de mutuelle.',
      number: 'Numéro d’adhérent ou de contrat.',
      documents: 'Une photo de la carte, des deux côtés.',
      note: 'Pour vous : aucune fenêtre ne la montre.',
    },
    options: {
      type: {
        compulsory: 'Assurance maladie',
        complementary: 'Mutuelle ou complémentaire',
        card: 'Carte',
        preAdmission: 'Préadmission',
        other: 'Autre',
      },
    },
  },
};
