import { frenchSpaces } from './french-spaces.ts';
import type { Messages } from './fr/index.ts';

export type { Messages } from './fr/index.ts';
export { formatsFor, type Formats } from './formats.ts';
export { plural } from './plural.ts';

export const LOCALES = ['fr', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const isLocale = (text: string): text is Locale =>
  (LOCALES as readonly string[]).includes(text);

/** The first language of the person's list that the app speaks; French when it speaks none. */
export function preferredLocale(tags: readonly string[]): Locale {
  return tags.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLocale) ?? 'fr';
}

/** The app's words in one language. Each language is a chunk of its own: one only is fetched. */
export async function messagesFor(locale: Locale): Promise<Messages> {
  return locale === 'fr'
    ? frenchSpaces((await import('./fr/index.ts')).fr)
    : (await import('./en/index.ts')).en;
}
