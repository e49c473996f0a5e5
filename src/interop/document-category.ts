import type { DocumentCategory } from '#record/sections/documents.ts';

/** The category that people know for each type of JDV_J07; a type not here is a report. */
const codesByCategory: Partial<Record<DocumentCategory, readonly string[]>> = {
  summary: ['DOCPAT01', 'DOCPAT08', '29274-8', 'FICHE-CONTACTS'],
  prescriptions: [
    ...['57828-6', '57832-8', '57833-6', '60593-1', '75468-9', '55115-0', '75496-0', 'DISP_AUT'],
    ...['PRESC-AAT', 'PRESC-BIO', 'PRESC-KINE', 'PRESC-INF', 'PRESC-PEDI', 'PRESC-ORTHOPHO'],
    ...['PRESC-ORTHOPTIE', 'DOCPAT02', 'PROT_ALD', '18776-5', '77604-7', '61357-0'],
  ],
  imaging: ['18748-4', 'IMG-KOS', 'DOCPAT04', '52040-3'],
  laboratory: ['11502-2', '96173-0', 'DOCPAT05', '51969-4', '60568-3'],
  prevention: [
    '11369-6',
    '87273-9',
    '96874-3',
    '75492-9',
    '75482-0',
    '68817-6',
    '83869-8',
    'DOCPAT06',
  ],
  certificates: ['CERT_DECL', '89601-9', 'DOCPAT07', '59284-0', '86531-1'],
  administrative: [
    ...['ATTEST-ASS-COMPL', 'ATTEST-RESID', 'ATTEST-HEBGT', 'ATTEST-DROITS-AM', 'REMB'],
    ...[
      'AUTORIS-SOINS',
      '51851-4',
      'PIECE-IDENTITE',
      'DOCPAT09',
      'EXPORT_DUI',
      '56446-8',
      '101881-1',
    ],
  ],
  directives: ['EXPPAT_1', 'EXPPAT_3', '42348-3'],
  synthesis: ['60591-5', 'SYNTH'],
  questionnaires: ['74465-6', '34842-5'],
  other: ['EXPPAT_2', 'E1762', 'FEUILLE-DE-STYLE'],
};

const categoryByCode = new Map(
  Object.entries(codesByCategory).flatMap(([category, codes]) =>
    codes.map((code) => [code, category as DocumentCategory] as const),
  ),
);

/** @param code of JDV_J07, or undefined for a file that says nothing of itself */
export const categoryOfType = (code: string | undefined): DocumentCategory =>
  code === undefined ? 'other' : (categoryByCode.get(code) ?? 'reports');
