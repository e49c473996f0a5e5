export type PassphraseStrength = 'tooShort' | 'weak' | 'fair' | 'strong';

/** Shorter phrases are refused by the vault too. */
export const MIN_PASSPHRASE_LENGTH = 8;

const FAIR_BITS = 45;
const STRONG_BITS = 65;
/** What a word of a language is worth when words are put together at random. */
const BITS_A_WORD = 11;

/**
 * How long a phrase would resist, judged by its variety and its words: a hint for the person who
 * chooses it, never a promise. Repetitions and sequences count for little.
 */
export function passphraseStrength(phrase: string): PassphraseStrength {
  if (Array.from(phrase).length < MIN_PASSPHRASE_LENGTH) return 'tooShort';
  const bits = Math.min(bitsOfCharacters(phrase), bitsOfWords(phrase));
  if (bits < FAIR_BITS) return 'weak';
  return bits < STRONG_BITS ? 'fair' : 'strong';
}

function bitsOfCharacters(phrase: string): number {
  const alphabet =
    (/\p{Ll}/u.test(phrase) ? 26 : 0) +
    (/\p{Lu}/u.test(phrase) ? 26 : 0) +
    (/\p{N}/u.test(phrase) ? 10 : 0) +
    (/[^\p{L}\p{N}]/u.test(phrase) ? 20 : 0);
  return surprises(phrase) * Math.log2(Math.max(2, alphabet));
}

/** Characters that neither repeat the one before nor follow it in order. */
function surprises(phrase: string): number {
  const codes = Array.from(phrase, (character) => character.codePointAt(0) ?? 0);
  return codes.filter((code, index) => {
    const before = codes[index - 1];
    return before === undefined || Math.abs(code - before) > 1;
  }).length;
}

/** Letters within a word are guessed together; digits and signs one by one. */
function bitsOfWords(phrase: string): number {
  const words = new Set(phrase.toLowerCase().match(/\p{L}+/gu) ?? []);
  const others = phrase.match(/[^\p{L}\s]/gu)?.length ?? 0;
  const wordBits = Array.from(words, (word) =>
    Math.min(word.length * 4.7, BITS_A_WORD + word.length),
  );
  return wordBits.reduce((total, bits) => total + bits, 0) + others * 3.3;
}
