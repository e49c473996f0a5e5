import type { Instant } from '#base/time.ts';
import type { PatientSummary } from '#vault/api.ts';
import { language } from '../state/language.svelte.ts';

/** Where a patient's window stands: "ouverte jusqu’au 22 mai". */
export function patientStateText({ state, until }: PatientSummary, now: Instant): string {
  const { words, formats } = language;
  const { patients } = words.practice;
  if (state !== 'open') return patients.state[state];
  if (until === undefined) return patients.openNoEnd;
  return patients.openUntil(formats.day(formats.dayOf(until), formats.dayOf(now)));
}

/** The name that the window shows; a window that has ended took it away. */
export function patientName({ name, state }: PatientSummary): string {
  const { patients } = language.words.practice;
  if (name !== '') return name;
  return state === 'closed' || state === 'expired' ? patients.erased : patients.unnamed;
}
