import type { Element } from '@xmldom/xmldom';
import { attributeOf, childrenOf } from '../xml/nodes.ts';

/**
 * Entry templates of IHE PCC, PaLM and Pharmacy, to which those of the CI-SIS (French profiles)
 * conform and which they name beside their own. Sources: IHE PCC TF-2 §6.3.4, PaLM TF-3 §6.3.4,
 * IHE Pharmacy.
 */
export const templates = {
  problemConcern: '1.3.6.1.4.1.19376.1.5.3.1.4.5.2',
  allergyConcern: '1.3.6.1.4.1.19376.1.5.3.1.4.5.3',
  problem: '1.3.6.1.4.1.19376.1.5.3.1.4.5',
  allergy: '1.3.6.1.4.1.19376.1.5.3.1.4.6',
  /** CCD: what to beware of; an allergy is one, an adverse effect too. */
  alert: '2.16.840.1.113883.10.20.1.18',
  medication: '1.3.6.1.4.1.19376.1.5.3.1.4.7',
  supply: '1.3.6.1.4.1.19376.1.5.3.1.4.7.3',
  immunization: '1.3.6.1.4.1.19376.1.5.3.1.4.12',
  plannedImmunization: '1.3.6.1.4.1.19376.1.5.3.1.4.12.2',
  simpleObservation: '1.3.6.1.4.1.19376.1.5.3.1.4.13',
  vitalSigns: '1.3.6.1.4.1.19376.1.5.3.1.4.13.1',
  familyObservation: '1.3.6.1.4.1.19376.1.5.3.1.4.13.3',
  socialHistory: '1.3.6.1.4.1.19376.1.5.3.1.4.13.4',
  /** Told of the mother, in the certificates of her child too. */
  pregnancy: '1.3.6.1.4.1.19376.1.5.3.1.4.13.5',
  encounter: '1.3.6.1.4.1.19376.1.5.3.1.4.14',
  familyOrganizer: '1.3.6.1.4.1.19376.1.5.3.1.4.15',
  procedure: '1.3.6.1.4.1.19376.1.5.3.1.4.19',
  severity: '1.3.6.1.4.1.19376.1.5.3.1.4.1',
  problemStatus: '1.3.6.1.4.1.19376.1.5.3.1.4.1.1',
  comment: '1.3.6.1.4.1.19376.1.5.3.1.4.2',
  patientInstruction: '1.3.6.1.4.1.19376.1.5.3.1.4.3',
  internalReference: '1.3.6.1.4.1.19376.1.5.3.1.4.4.1',
  laboratoryObservation: '1.3.6.1.4.1.19376.1.3.1.6',
} as const;

export const hasTemplate = (element: Element, template: string): boolean =>
  childrenOf(element, 'templateId').some((id) => attributeOf(id, 'root') === template);

/** A document that says it follows HL7 France or the CI-SIS. */
export const FRENCH_DOCUMENTS = ['2.16.840.1.113883.2.8.2.1', '1.2.250.1.213.1.1.1.'] as const;
