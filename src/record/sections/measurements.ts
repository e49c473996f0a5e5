import { measureKinds } from '../measure-kinds.ts';
import { defineSection, type FieldValues } from '../section.ts';

export { measureKinds, type MeasureKind } from '../measure-kinds.ts';

/** One measure, as it was given. Blood pressure is a pair; every other kind is one value. */
export const measurements = defineSection({
  code: 'measurements',
  fhir: 'Observation',
  log: 'record',
  doc: { name: 'measurements', yearly: 'takenAt' },
  storage: 'json',
  projectable: true,
  audience: 'care',
  fields: {
    kind: { kind: 'choice', required: true, options: measureKinds, fhir: 'code' },
    value: { kind: 'quantity', fhir: 'valueQuantity' },
    systolic: { kind: 'quantity', fhir: 'component:systolic.valueQuantity' },
    diastolic: { kind: 'quantity', fhir: 'component:diastolic.valueQuantity' },
    takenAt: { kind: 'instantWithZone', required: true, fhir: 'effectiveDateTime' },
    device: { kind: 'text', fhir: 'device.display' },
    /** Who measured, where it was not the person. */
    author: { kind: 'text', fhir: 'performer.display' },
    context: { kind: 'text', fhir: 'component:context.valueString' },
    note: { kind: 'longText', fhir: 'note.text' },
  },
  date: 'takenAt',
  category: 'kind',
  headline: { title: ['kind', 'value', 'systolic', 'diastolic'], facts: ['takenAt', 'context'] },
  check: (fields) => wrongValues(fields),
});

/** Blood pressure has its two values and no other; the other kinds their one value. */
function wrongValues(fields: FieldValues): string[] {
  const kind = fields['kind'];
  if (!measureKinds.some((known) => known === kind)) return [];
  const [wanted, refused] =
    kind === 'bloodPressure'
      ? [['systolic', 'diastolic'], ['value']]
      : [['value'], ['systolic', 'diastolic']];
  return [
    ...wanted.filter((name) => !Object.hasOwn(fields, name)),
    ...refused.filter((name) => Object.hasOwn(fields, name)),
  ];
}
