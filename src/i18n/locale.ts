export const LOCALES = ['fr', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const isLocale = (text: string): text is Locale =>
  (LOCALES as readonly string[]).includes(text);

/** The first language of the person's list that the app speaks; French when it speaks none. */
export function preferredLocale(tags: readonly string[]): Locale {
  return tags.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLocale) ?? 'fr';
}
