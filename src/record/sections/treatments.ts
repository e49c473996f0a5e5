import { defineSection } from '../section.ts';

/** Medicines taken or once taken. */
export const treatments = defineSection({
  code: 'treatments',
  fhir: 'MedicationStatement',
  log: 'record',
  doc: { name: 'profile' },
  storage: 'map',
  projectable: true,
  audience: 'emergency',
  fields: {
    label: { kind: 'text', required: true, fhir: 'medicationCodeableConcept.text' },
    dose: { kind: 'text', fhir: 'dosage.doseAndRate.doseQuantity' },
    schedule: { kind: 'text', fhir: 'dosage.text' },
    moments: {
      kind: 'list',
      of: { kind: 'choice', options: ['morning', 'noon', 'evening', 'bedtime', 'asNeeded'] },
      fhir: 'dosage.timing.repeat.when',
    },
    start: { kind: 'partialDate', fhir: 'effectivePeriod.start' },
    end: { kind: 'partialDate', fhir: 'effectivePeriod.end' },
    reason: { kind: 'text', fhir: 'reasonCode.text' },
    prescriber: { kind: 'text', fhir: 'informationSource.display' },
    conditions: { kind: 'links', sections: ['conditions'], fhir: 'reasonReference' },
    documents: { kind: 'links', sections: ['documents'], fhir: 'derivedFrom' },
    cip13: { kind: 'text', maxLength: 13, fhir: 'medicationCodeableConcept.coding:cip' },
    atc: { kind: 'text', maxLength: 7, fhir: 'medicationCodeableConcept.coding:atc' },
    /** Of the box in use, as its DataMatrix code gives them. */
    lot: { kind: 'text', maxLength: 20, fhir: 'extension:lotNumber' },
    expiry: { kind: 'partialDate', fhir: 'extension:expirationDate' },
    note: { kind: 'longText', fhir: 'note.text' },
  },
  date: 'start',
  lasts: { end: 'end' },
  headline: { title: ['label', 'dose'], facts: ['schedule', 'moments', 'start', 'end'] },
});
