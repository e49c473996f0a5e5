import { measureKinds, type MeasureKind } from '#record/measure-kinds.ts';
import type { Entry } from '#record/entry.ts';
import { pages } from './pages.ts';
import { isProfileSection, type ProfileSection } from './shown-sections.ts';

/** The French words of addresses for what the code names in English. */
const sectionSlugs: Readonly<Record<ProfileSection, string>> = {
  allergies: 'allergies',
  treatments: 'traitements',
  conditions: 'maladies',
  identity: 'identite',
  'care-team': 'professionnels',
  results: 'biologie',
  immunizations: 'vaccinations',
  procedures: 'hospitalisations',
  'care-history': 'soins',
  'family-history': 'antecedents-familiaux',
  lifestyle: 'habitudes-de-vie',
  disabilities: 'handicap',
  contacts: 'entourage',
  directives: 'volontes',
  administrative: 'pieces-administratives',
  intakes: 'prises',
};

const kindSlugs: Readonly<Record<MeasureKind, string>> = {
  weight: 'poids',
  height: 'taille',
  bodyMassIndex: 'imc',
  waistCircumference: 'tour-de-taille',
  headCircumference: 'perimetre-cranien',
  bodyTemperature: 'temperature',
  bloodPressure: 'tension',
  heartRate: 'pouls',
  glucose: 'glycemie',
  interstitialGlucose: 'glucose-interstitiel',
  glycatedHemoglobin: 'hba1c',
  glucoseManagementIndicator: 'gmi',
  painSeverity: 'douleur',
  stepsByDay: 'pas',
  oxygenSaturation: 'saturation',
  respiratoryRate: 'respiration',
};

export const devicePage = (device: string): string => `${pages.devices}/${device}`;
export const removeDevicePage = (device: string): string => `${devicePage(device)}/retirer`;
export const documentPage = (id: string): string => `${pages.documents}/${id}`;
export const windowPage = (channel: string): string => `${pages.windows}/${channel}`;
export const patientPage = (channel: string): string => `${pages.patients}/${channel}`;
export const sectionPage = (code: ProfileSection): string =>
  `${pages.profile}/${sectionSlugs[code]}`;
export const addEntryPage = (code: ProfileSection): string => `${sectionPage(code)}/ajouter`;
export const editEntryPage = (code: ProfileSection, id: string): string =>
  code === 'identity' ? `${sectionPage(code)}/modifier` : `${sectionPage(code)}/${id}/modifier`;
export const kindPage = (kind: MeasureKind): string => `${pages.measurements}/${kindSlugs[kind]}`;
/** The page of one measurement, and its form. */
export const measurePage = (kind: MeasureKind, id: string): string => `${kindPage(kind)}/${id}`;
export const editMeasurePage = (kind: MeasureKind, id: string): string =>
  `${measurePage(kind, id)}/modifier`;
export const targetPage = (kind: MeasureKind): string => `${kindPage(kind)}/objectif`;
export const addKindPage = (kind: MeasureKind): string =>
  `${pages.addMeasurement}?quoi=${kindSlugs[kind]}`;

/** The page of an entry, where its section has one. */
export function entryPage({ section, id, fields }: Entry): string | undefined {
  if (section === 'documents') return documentPage(id);
  if (section === 'identity') return sectionPage('identity');
  if (isProfileSection(section)) return `${sectionPage(section)}/${id}`;
  const kind = measureKinds.find((known) => known === fields['kind']);
  if (section === 'targets' && kind) return targetPage(kind);
  return section === 'measurements' && kind ? measurePage(kind, id) : undefined;
}

export const sectionOfSlug = (slug: string): ProfileSection | undefined =>
  keyOf(sectionSlugs, slug);
export const kindOfSlug = (slug: string): MeasureKind | undefined => keyOf(kindSlugs, slug);

const keyOf = <Key extends string>(
  slugs: Readonly<Record<Key, string>>,
  slug: string,
): Key | undefined => (Object.keys(slugs) as Key[]).find((key) => slugs[key] === slug);

export { pages };
