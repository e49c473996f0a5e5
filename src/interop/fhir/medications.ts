import type { JsonRecord, JsonValue } from '../text/read-json.ts';
import { toDecimal } from '../text/decimals.ts';
import { isNone } from './clinical.ts';
import { at, codingsOf, listAt, notesOf, textAt, wordsOf } from './elements.ts';
import { dateAt, nameAt, optionsOf, standsAs, type Reading } from './reading.ts';

const ATC = '2.16.840.1.113883.6.73';
/** Kinds of status that deny or withdraw a medicine. */
const DENIED = ['not-taken', 'cancelled', 'draft', 'intended', 'unknown-status'];
/** Kinds of status of what is over: without its end, it ended when it was last told of. */
const OVER = ['completed', 'stopped', 'ended'];

/** MedicationStatement, and MedicationRequest where a summary lists prescriptions. */
export function readMedication(resource: JsonRecord, reading: Reading): void {
  const code = medicineOf(resource, reading);
  if (isNone(code, 'treatments', reading) || !standsAs(resource, DENIED, reading)) return;
  const start = dateAt(
    resource,
    ['effectivePeriod.start', 'effectiveDateTime', 'authoredOn'],
    reading,
  );
  const end = dateAt(
    resource,
    ['effectivePeriod.end', 'dispenseRequest.validityPeriod.end'],
    reading,
  );
  const isOver = OVER.includes(textAt(resource, 'status') ?? '');
  const codings = codingsOf(code);
  const cip = codings.find(({ code: one }) => /^34009\d{8}$/.test(one))?.code;
  const [dosage] = listAt(resource, 'dosage').concat(listAt(resource, 'dosageInstruction'));
  reading.collector.add(
    'treatments',
    {
      label: wordsOf(code) ?? codings[0]?.code,
      cip13: cip,
      atc: codings.find(({ codeSystem }) => codeSystem === ATC)?.code,
      dose: doseOf(dosage),
      schedule: textAt(dosage, 'text') ?? textAt(dosage, 'patientInstruction') ?? timingOf(dosage),
      start,
      end: end ?? (isOver ? (dateAt(resource, ['dateAsserted'], reading) ?? start) : undefined),
      reason: wordsOf(at(resource, 'reasonCode')) ?? reasonOf(resource, reading),
      prescriber:
        nameAt(at(resource, 'requester'), resource, reading) ??
        nameAt(at(resource, 'informationSource'), resource, reading),
      note: notesOf(resource),
    },
    optionsOf(resource, reading),
  );
}

/** What the medicine is: said here, or in a Medication that is referred to. */
function medicineOf(resource: JsonRecord, { resources }: Reading): JsonValue | undefined {
  const own = at(resource, 'medicationCodeableConcept');
  const reference = at(resource, 'medicationReference');
  if (own !== undefined || reference === undefined) return own;
  const medication = resources.follow(reference, resource);
  const code = medication && at(medication, 'code');
  if (code !== undefined && (wordsOf(code) !== undefined || codingsOf(code).length > 0))
    return code;
  return { text: textAt(reference, 'display') ?? ingredientOf(medication) ?? '' };
}

const ingredientOf = (medication: JsonRecord | undefined): string | undefined =>
  wordsOf(at(medication, 'ingredient.itemCodeableConcept'));

function doseOf(dosage: JsonRecord | undefined): string | undefined {
  const quantity = at(dosage, 'doseAndRate.doseQuantity');
  const value = toDecimal(textAt(quantity, 'value') ?? '');
  if (value === undefined) return undefined;
  return `${value} ${textAt(quantity, 'unit') ?? textAt(quantity, 'code') ?? ''}`.trim();
}

/** `2 / 1 d`: how often, as UCUM writes the period. */
function timingOf(dosage: JsonRecord | undefined): string | undefined {
  const repeat = at(dosage, 'timing.repeat');
  const [frequency, period] = [textAt(repeat, 'frequency'), textAt(repeat, 'period')];
  const words = wordsOf(at(dosage, 'timing.code'));
  if (period === undefined) return words;
  return `${frequency ?? '1'} / ${period} ${textAt(repeat, 'periodUnit') ?? ''}`.trim();
}

function reasonOf(resource: JsonRecord, { resources }: Reading): string | undefined {
  const reason = resources.follow(at(resource, 'reasonReference'), resource);
  return reason && wordsOf(at(reason, 'code'));
}
