import { frenchSpaces } from './french-spaces.ts';
import type { DetailWords } from './fr/details.ts';
import type { Messages } from './fr/index.ts';
import type { Locale } from './locale.ts';

export type { DetailWords } from './fr/details.ts';
export type { Messages } from './fr/index.ts';
export { formatsFor, type Formats } from './formats.ts';
export { LOCALES, isLocale, preferredLocale, type Locale } from './locale.ts';
export { plural } from './plural.ts';

/** The app's words in one language. Each language is a chunk of its own: one only is fetched. */
export async function messagesFor(locale: Locale): Promise<Messages> {
  return locale === 'fr'
    ? frenchSpaces((await import('./fr/index.ts')).fr)
    : (await import('./en/index.ts')).en;
}

/** What the screens of sections say beside `messagesFor`: a second chunk of each language. */
export async function detailWordsFor(locale: Locale): Promise<DetailWords> {
  return locale === 'fr'
    ? frenchSpaces((await import('./fr/details.ts')).details)
    : (await import('./en/details.ts')).details;
}
