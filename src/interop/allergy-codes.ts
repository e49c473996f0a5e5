/** HL7's and SNOMED CT's kinds of intolerance to the record's categories (FHIR's). */
const categories: Readonly<Record<string, readonly string[]>> = {
  medication: ['DALG', 'DINT', 'DNAINT', '416098002', '59037007', '419511003', '293586001'],
  food: ['FALG', 'FINT', 'FNAINT', '414285001', '235719002', '418471000'],
  environment: ['EALG', 'EINT', 'ENAINT', '426232007'],
};

export const allergyCategoryOf = (code: string | undefined): string | undefined =>
  Object.entries(categories).find(([, codes]) => code !== undefined && codes.includes(code))?.[0];
