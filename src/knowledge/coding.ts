/** A code of a terminology. `codeSystem`: its OID. */
export type Coding = { readonly code: string; readonly codeSystem: string };

/** A code and what it is called in French, in the words of its value set. */
export type LabelledCoding = Coding & { readonly label: string };
