import { defineSection } from '../section.ts';

/** Stays in hospital, operations and other acts on the body. */
export const procedures = defineSection({
  code: 'procedures',
  fhir: 'Procedure',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'care',
  fields: {
    label: { kind: 'text', required: true, fhir: 'code.text' },
    type: { kind: 'choice', options: ['stay', 'surgery', 'act'], fhir: 'category' },
    start: { kind: 'partialDate', fhir: 'performedPeriod.start' },
    end: { kind: 'partialDate', fhir: 'performedPeriod.end' },
    place: { kind: 'text', fhir: 'location.display' },
    performer: { kind: 'text', fhir: 'performer.actor.display' },
    implants: {
      kind: 'list',
      of: { kind: 'text', maxLength: 200 },
      fhir: 'focalDevice.manipulated.display',
    },
    conditions: { kind: 'links', sections: ['conditions'], fhir: 'reasonReference' },
    documents: { kind: 'links', sections: ['documents'], fhir: 'report' },
    note: { kind: 'longText', fhir: 'note.text' },
  },
  date: 'start',
  headline: { title: ['label'], facts: ['type', 'start', 'end', 'place'] },
});
