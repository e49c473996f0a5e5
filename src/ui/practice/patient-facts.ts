import { DAY_MS, type Instant } from '#base/time.ts';
import type { PatientSummary } from '#vault/api.ts';
import { language } from '../state/language.svelte.ts';

/** From here on an end is said by how near it is. */
const NEAR_MS = 7 * DAY_MS;

/** Where a patient's window stands: "ouverte jusqu’au 22 mai", "se ferme dans 3 jours". */
export function patientStateText({ state, until }: PatientSummary, now: Instant): string {
  const { words, formats } = language;
  const { patients } = words.practice;
  if (state !== 'open') return patients.state[state];
  if (until === undefined) return patients.openNoEnd;
  if (until - now < NEAR_MS) return patients.ends(formats.relative(until, now));
  return patients.openUntil(formats.day(formats.dayOf(until), formats.dayOf(now)));
}

/** The state, and whether the person said that the four words were the same. */
export function patientFacts(patient: PatientSummary, now: Instant): readonly string[] {
  const { notCompared } = language.words.practice.patients;
  const isUncompared = patient.state === 'open' && !patient.wordsCompared;
  return [patientStateText(patient, now), ...(isUncompared ? [notCompared] : [])];
}

/** The name that the window shows; a window that has ended took it away. */
export function patientName({ name, state }: PatientSummary): string {
  const { patients } = language.words.practice;
  if (name !== '') return name;
  return state === 'closed' || state === 'expired' ? patients.erased : patients.unnamed;
}
