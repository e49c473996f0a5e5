import type { SectionsWords } from '../../section-words.ts';
import { sectionTitles as titles } from '../section-titles.ts';

export const papers: Pick<SectionsWords, 'documents' | 'care-history' | 'administrative'> = {
  documents: {
    name: titles.documents.name,
    add: 'Add documents',
    empty:
      'Prescriptions, reports, results, photos: add one, it is encrypted before it is put away.',
    none: '',
    fields: {
      title: 'Title',
      category: 'Category',
      type: 'Exact type',
      date: 'Date of the document',
      author: 'Author',
      file: 'File',
      conditions: 'Linked illnesses',
      treatments: 'Linked treatments',
      note: 'Note',
      pinned: 'Pinned',
      folder: 'Folder',
      tags: 'Tags',
    },
    hints: {
      author: 'Who wrote it: a doctor, a laboratory, a hospital…',
      type: 'The official French name of this sort of document.',
      pinned: 'Marked with a pin in the list.',
      folder: 'A name of your choice, which the search finds. No window shows it.',
      tags: 'Words of your own, one a line. No window shows them.',
    },
    options: { category: titles.documents.options.category },
  },
  'care-history': {
    name: titles['care-history'].name,
    add: 'Add care received',
    empty: 'Care that was reimbursed: visits, acts, medicines, stays.',
    none: '',
    fields: {
      label: 'Care',
      type: 'Sort',
      date: 'Date',
      performer: 'Given by',
      amount: 'Paid',
      reimbursed: 'Reimbursed',
      documents: 'Linked documents',
      note: 'Note',
    },
    hints: { documents: 'The statement of reimbursement, for example.' },
    options: {
      type: {
        visit: 'Visit',
        act: 'Act',
        medicine: 'Medicine',
        device: 'Device',
        stay: 'Stay',
        transport: 'Transport',
        other: 'Other',
      },
    },
  },
  administrative: {
    name: titles.administrative.name,
    add: 'Add a paper',
    empty: 'Health insurance, complementary cover, cards: what an admission desk asks for.',
    none: '',
    fields: {
      label: 'Name of the paper',
      type: 'Sort',
      insurer: 'Insurer',
      number: 'Number',
      start: 'Valid from',
      end: 'Valid until',
      phone: 'Phone',
      documents: 'Linked documents',
      note: 'Note',
    },
    hints: {
      label: 'For example Complementary cover card.',
      number: 'Number of the member or of the contract.',
      documents: 'A photo of the card, both sides.',
      note: 'For you: no window shows it.',
    },
    options: {
      type: {
        compulsory: 'Health insurance',
        complementary: 'Complementary cover',
        card: 'Card',
        preAdmission: 'Pre-admission',
        other: 'Other',
      },
    },
  },
};
