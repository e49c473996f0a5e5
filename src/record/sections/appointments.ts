import { defineSection } from '../section.ts';

/** Appointments: local time where they take place, with its zone. */
export const appointments = defineSection({
  code: 'appointments',
  fhir: 'Appointment',
  log: 'record',
  doc: { name: 'appointments', yearly: 'start' },
  storage: 'map',
  projectable: true,
  audience: 'chosen',
  fields: {
    title: { kind: 'text', required: true, fhir: 'description' },
    start: { kind: 'instantWithZone', required: true, fhir: 'start' },
    minutes: { kind: 'decimal', fhir: 'minutesDuration' },
    who: { kind: 'text', fhir: 'participant.actor.display' },
    place: { kind: 'text', fhir: 'participant:location.actor.display' },
    reason: { kind: 'text', fhir: 'reasonCode.text' },
    status: {
      kind: 'choice',
      options: ['proposed', 'booked', 'fulfilled', 'cancelled', 'noshow'],
      fhir: 'status',
    },
    /** Minutes before the start. */
    reminders: {
      kind: 'list',
      of: { kind: 'text', maxLength: 6 },
      maxItems: 8,
      projectable: false,
    },
    /** RRULE of RFC 5545. */
    recurrence: { kind: 'text', fhir: 'extension:recurrence' },
    careTeam: { kind: 'links', sections: ['care-team'], fhir: 'participant:team.actor' },
    documents: { kind: 'links', sections: ['documents'], fhir: 'supportingInformation' },
    note: { kind: 'longText', fhir: 'comment' },
  },
  date: 'start',
  headline: { title: ['title'], facts: ['start', 'who', 'place'] },
});
