import { defineSection } from '../section.ts';

/** Care as it was reimbursed: acts, medicines, stays; imported, or by hand. Amounts in EUR. */
export const careHistory = defineSection({
  code: 'care-history',
  fhir: 'ExplanationOfBenefit',
  log: 'record',
  doc: { name: 'care-history', yearly: 'date' },
  storage: 'map',
  projectable: true,
  audience: 'chosen',
  fields: {
    label: { kind: 'text', required: true, fhir: 'item.productOrService.text' },
    type: {
      kind: 'choice',
      options: ['visit', 'act', 'medicine', 'device', 'stay', 'transport', 'other'],
      fhir: 'type',
    },
    date: { kind: 'partialDate', fhir: 'billablePeriod.start' },
    performer: { kind: 'text', fhir: 'provider.display' },
    amount: { kind: 'quantity', units: ['EUR'], fhir: 'total.amount' },
    reimbursed: { kind: 'quantity', units: ['EUR'], fhir: 'payment.amount' },
    documents: { kind: 'links', sections: ['documents'], fhir: 'supportingInfo.valueReference' },
    note: { kind: 'longText', fhir: 'processNote.text' },
  },
  date: 'date',
  headline: { title: ['label'], facts: ['type', 'date', 'performer'] },
});
