import type { Instant } from '#base/time.ts';
import type { PatientSummary, WindowView } from './api.ts';
import type { Correspondence } from './correspondence.ts';

/** A patient in a list: who, as the window says, and how the window stands. */
export function summaryOf(
  { channel, until }: Pick<Correspondence, 'channel' | 'until'>,
  view: WindowView | undefined,
  state: PatientSummary['state'],
  changedAt: Instant,
): PatientSummary {
  const identity = view?.entries.find((entry) => entry.section === 'identity');
  const birthDate = identity?.fields['birthDate'];
  return {
    channel,
    name: view?.about.holder ?? '',
    birthDate: typeof birthDate === 'string' ? birthDate : '',
    state,
    wordsCompared: view?.about.compared === true,
    until,
    changedAt,
  };
}
