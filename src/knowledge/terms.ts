/** A line of a value set. `english` is absent where the French name is the only one. */
export type Term = { readonly code: string; readonly label: string; readonly english?: string };

/** The value sets that fields name, each fetched when it is first asked for. */
const valueSets = {
  documentTypes: async () => (await import('./documents.ts')).documentTypes,
  kinships: async () => (await import('./relations.ts')).kinships,
  relations: async () => (await import('./relations.ts')).relations,
  vaccines: async () => (await import('./vaccines.ts')).vaccines,
  professions: async () => (await import('./professions.ts')).professions,
  specialties: async () => (await import('./specialties.ts')).specialties,
} as const satisfies Readonly<Record<string, () => Promise<readonly Term[]>>>;

export type ValueSetName = keyof typeof valueSets;

export const isValueSetName = (name: string): name is ValueSetName =>
  Object.hasOwn(valueSets, name);

/** The lines of a value set, in the order in which a list shows them. */
export const loadTerms = (name: ValueSetName): Promise<readonly Term[]> => valueSets[name]();
