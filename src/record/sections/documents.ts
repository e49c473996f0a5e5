import { defineSection } from '../section.ts';

/** The 12 categories that people know, in the order in which screens list them. */
export const documentCategories = [
  'summary',
  'prescriptions',
  'imaging',
  'laboratory',
  'reports',
  'prevention',
  'certificates',
  'administrative',
  'directives',
  'synthesis',
  'questionnaires',
  'other',
] as const;
export type DocumentCategory = (typeof documentCategories)[number];

/** A document and its sealed file. `type` is one of the 114 codes of JDV_J07 when known. */
export const documents = defineSection({
  code: 'documents',
  fhir: 'DocumentReference',
  log: 'record',
  doc: { name: 'documents', yearly: 'date' },
  storage: 'map',
  projectable: true,
  audience: 'care',
  fields: {
    title: { kind: 'text', required: true, fhir: 'description' },
    category: { kind: 'choice', required: true, options: documentCategories, fhir: 'category' },
    type: { kind: 'code', valueSet: 'documentTypes', fhir: 'type' },
    date: { kind: 'partialDate', fhir: 'date' },
    author: { kind: 'text', fhir: 'author.display' },
    file: { kind: 'file', required: true, fhir: 'content.attachment' },
    conditions: { kind: 'links', sections: ['conditions'], fhir: 'context.related' },
    treatments: { kind: 'links', sections: ['treatments'], fhir: 'context.related' },
    note: { kind: 'longText', fhir: 'extension:note' },
    pinned: { kind: 'boolean', projectable: false },
    folder: { kind: 'text', maxLength: 100, projectable: false },
    tags: { kind: 'list', of: { kind: 'text', maxLength: 60 }, projectable: false },
  },
  date: 'date',
  category: 'category',
  searched: ['author', 'folder', 'tags'],
  headline: { title: ['title'], facts: ['category', 'author', 'date'] },
});
