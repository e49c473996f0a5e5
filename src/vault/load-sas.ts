import type * as Sas from '#protocol/sas.ts';

/** The words of pairing and their list, fetched when somebody pairs. */
export const loadSas = (): Promise<typeof Sas> => import('#protocol/sas.ts');
