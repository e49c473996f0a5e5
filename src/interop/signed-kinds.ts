export type SignedKind = 'dcc' | 'twoddoc' | 'shc' | 'shl';

/** What the text of a code, scanned or pasted, begins as; undefined when it is no signed paper. */
export function signedKindOf(text: string): SignedKind | undefined {
  if (text.startsWith('HC1:')) return 'dcc';
  if (/^shc:\//i.test(text)) return 'shc';
  if (/^eyJ[\w-]+\.[\w-]+\.[\w-]+\s*$/.test(text)) return 'shc';
  if (/^(?:https:\/\/[^\s#]*#)?shlink:\//i.test(text)) return 'shl';
  return /^DC0[1-4][0-9A-Z]{4}/.test(text) ? 'twoddoc' : undefined;
}
