import { defineSection } from '../section.ts';

/** What hinders the person lastingly, and what helps. `rateBand`: that of the French allowance. */
export const disabilities = defineSection({
  code: 'disabilities',
  fhir: 'Condition',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'care',
  fields: {
    label: { kind: 'text', required: true, fhir: 'code.text' },
    type: {
      kind: 'choice',
      options: ['motor', 'sight', 'hearing', 'mind', 'psychic', 'cognition', 'illness', 'several'],
      fhir: 'category',
    },
    rateBand: {
      kind: 'choice',
      options: ['under50', 'from50to79', 'from80'],
      fhir: 'extension:rateBand',
    },
    aids: { kind: 'list', of: { kind: 'text', maxLength: 200 }, fhir: 'extension:aids' },
    needs: { kind: 'longText', fhir: 'extension:needs' },
    since: { kind: 'partialDate', fhir: 'onsetDateTime' },
    end: { kind: 'partialDate', fhir: 'abatementDateTime' },
    documents: { kind: 'links', sections: ['documents'], fhir: 'evidence.detail' },
    note: { kind: 'longText', fhir: 'note.text' },
  },
  date: 'since',
  lasts: { end: 'end' },
  headline: { title: ['label'], facts: ['type', 'since', 'end', 'aids'] },
});
