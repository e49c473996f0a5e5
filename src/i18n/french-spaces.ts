const NO_BREAK = '\u00a0';

/** French parts `: ; ? ! « »` from their words by a space at which no line may end. */
export const withFrenchSpaces = (text: string): string =>
  text.replace(/ (?=[:;?!»])/g, NO_BREAK).replace(/« /g, `«${NO_BREAK}`);

/** The same words, every sentence in them with its French spaces, those of functions too. */
export function frenchSpaces<T>(words: T): T {
  if (typeof words === 'string') return withFrenchSpaces(words) as T;
  if (typeof words === 'function') {
    const say = words as unknown as (...given: unknown[]) => unknown;
    return ((...given: unknown[]) => frenchSpaces(say(...given))) as T;
  }
  if (Array.isArray(words)) return words.map((item: unknown) => frenchSpaces(item)) as T;
  if (typeof words !== 'object' || words === null) return words;
  return Object.fromEntries(
    Object.entries(words).map(([name, value]) => [name, frenchSpaces(value)]),
  ) as T;
}
