import type { SectionTitles } from '../section-words.ts';

const measures = {
  weight: 'Poids',
  height: 'Taille',
  bodyMassIndex: 'Indice de masse corporelle',
  waistCircumference: 'Tour de taille',
  headCircumference: 'Périmètre crânien',
  bodyTemperature: 'Température',
  bloodPressure: 'Tension artérielle',
  heartRate: 'Pouls',
  glucose: 'Glycémie',
  interstitialGlucose: 'Glucose interstitiel',
  glycatedHemoglobin: 'Hémoglobine glyquée (HbA1c)',
  glucoseManagementIndicator: 'Indicateur de gestion du glucose',
  painSeverity: 'Douleur',
  stepsByDay: 'Pas dans la journée',
  oxygenSaturation: 'Saturation en oxygène',
  respiratoryRate: 'Fréquence respiratoire',
};

/** Names of sections, and of what rows are called by; the rest comes with a section's screens. */
export const sectionTitles: SectionTitles = {
  identity: { name: 'Identité', options: {} },
  allergies: { name: 'Allergies et intolérances', options: {} },
  treatments: { name: 'Traitements', options: {} },
  conditions: { name: 'Maladies et sujets de santé', options: {} },
  measurements: { name: 'Mesures', options: { kind: measures } },
  targets: { name: 'Objectifs', options: { kind: measures } },
  results: { name: 'Résultats de biologie', options: {} },
  immunizations: { name: 'Vaccinations', options: {} },
  procedures: { name: 'Hospitalisations et chirurgies', options: {} },
  disabilities: { name: 'Handicap', options: {} },
  lifestyle: {
    name: 'Habitudes de vie',
    options: {
      topic: {
        tobacco: 'Tabac',
        alcohol: 'Alcool',
        activity: 'Activité physique',
        diet: 'Alimentation',
        sleep: 'Sommeil',
        screens: 'Écrans',
        substances: 'Autres produits',
        exposure: 'Exposition à un risque',
        work: 'Travail',
        other: 'Autre habitude',
      },
    },
  },
  'family-history': { name: 'Antécédents familiaux', options: {} },
  documents: {
    name: 'Documents',
    options: {
      category: {
        summary: 'Ma santé en résumé',
        prescriptions: 'Ordonnances et soins',
        imaging: 'Imagerie',
        laboratory: 'Biologie',
        reports: 'Comptes rendus',
        prevention: 'Prévention et dépistages',
        certificates: 'Certificats',
        administrative: 'Pièces administratives',
        directives: 'Directives anticipées',
        synthesis: 'Synthèse médicale',
        questionnaires: 'Questionnaires',
        other: 'Autres',
      },
    },
  },
  'care-team': { name: 'Mes professionnels', options: {} },
  contacts: { name: 'Entourage', options: {} },
  directives: {
    name: 'Volontés',
    options: {
      type: {
        advanceDirectives: 'Directives anticipées',
        organDonation: 'Don d’organes',
        resuscitation: 'Réanimation',
        bodyDonation: 'Don du corps',
        other: 'Autre volonté',
      },
    },
  },
  intakes: { name: 'Prises', options: {} },
  'care-history': { name: 'Historique de soins', options: {} },
  appointments: { name: 'Agenda', options: {} },
  administrative: { name: 'Pièces administratives', options: {} },
};
