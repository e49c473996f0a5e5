/** Not an address: a phone's own camera finds nothing in it to open or to search for. */
const PREFIX = 'carnet-kit:1:';
const COUNT = 12;

/**
 * The words as the text of a QR code: `carnet-kit:1:abaisser-…`, without accents, since readers
 * of codes do not agree on what their bytes mean. Accents never count when words are typed.
 */
export const kitTextOf = (words: readonly string[]): string =>
  PREFIX + words.map(bareLetters).join('-');

/** The words of such a text, or of twelve words written in a row; undefined when it is neither. */
export function wordsOfKitText(text: string): readonly string[] | undefined {
  const trimmed = text.trim();
  const isOurs = trimmed.toLowerCase().startsWith(PREFIX);
  const words = wordsIn(isOurs ? trimmed.slice(PREFIX.length) : trimmed);
  const isRow = /^[\p{L}\p{M}\s.,;-]+$/u.test(trimmed);
  return words.length === COUNT && (isOurs || isRow) ? words : undefined;
}

/** Words in a text that somebody typed or pasted, numbers and signs between them left out. */
export const wordsIn = (text: string): readonly string[] =>
  text.normalize('NFC').match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];

const bareLetters = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae');
