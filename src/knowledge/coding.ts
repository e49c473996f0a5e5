/** A code of a terminology. `codeSystem`: its OID. */
export type Coding = { readonly code: string; readonly codeSystem: string };

/**
 * A code and what it is called in French, in the words of its value set. `english`: in words of our
 * own, where the value set has none; absent for names that stay French.
 */
export type LabelledCoding = Coding & { readonly label: string; readonly english?: string };
