import data from './data/professions.json' with { type: 'json' };

/** A profession of TRE_G15 (`data/professions.json`: source and date), in French. */
export type Profession = {
  readonly code: string;
  readonly label: string;
  readonly english: string;
};

export const professions: readonly Profession[] = data.professions;

/** Undefined: the text is not a code of the list, and then it is a profession in free words. */
export const professionByCode = (code: string): Profession | undefined =>
  professions.find((profession) => profession.code === code);
