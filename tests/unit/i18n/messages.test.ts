import { describe, expect, test } from 'vitest';
import {
  detailWordsFor,
  isLocale,
  LOCALES,
  messagesFor,
  plural,
  preferredLocale,
} from '#i18n/index.ts';

/** Paths of a tree of messages, with the kind of each leaf; a list is a leaf, as long as it needs. */
function leavesOf(tree: unknown, path = ''): string[] {
  if (Array.isArray(tree)) return [`${path} list`];
  if (tree === '') return [`${path} nothing`];
  if (typeof tree !== 'object' || tree === null) return [`${path} ${typeof tree}`];
  return Object.entries(tree)
    .flatMap(([key, value]) => leavesOf(value, `${path}.${key}`))
    .sort();
}

/** Every string of a tree that takes no parameter. */
function sentencesOf(tree: unknown): string[] {
  if (typeof tree === 'string') return [tree];
  return typeof tree === 'object' && tree !== null ? Object.values(tree).flatMap(sentencesOf) : [];
}

describe('messages', () => {
  test('every language says what French says, and leaves unsaid what French does', async () => {
    const french = leavesOf(await messagesFor('fr'));
    expect(french.length).toBeGreaterThan(30);
    for (const locale of LOCALES) expect(leavesOf(await messagesFor(locale))).toEqual(french);
    const frenchDetails = leavesOf(await detailWordsFor('fr'));
    for (const locale of LOCALES) {
      expect(leavesOf(await detailWordsFor(locale))).toEqual(frenchDetails);
    }
  });

  test('no message begins or ends with a space', async () => {
    for (const locale of LOCALES) {
      const all = [await messagesFor(locale), await detailWordsFor(locale)];
      const wrong = all.flatMap(sentencesOf).filter((text) => text !== text.trim());
      expect(wrong).toEqual([]);
    }
  });

  test('the first language of the person that the app speaks is taken, else French', () => {
    expect(preferredLocale(['de-DE', 'en-US', 'fr-FR'])).toBe('en');
    expect(preferredLocale(['de-DE'])).toBe('fr');
    expect(preferredLocale([])).toBe('fr');
    expect(isLocale('it')).toBe(false);
  });

  test('a count chooses its form by the rule of the language', () => {
    const forms = { one: 'un', other: 'plusieurs' };
    expect(plural('fr', 0, forms)).toBe('un');
    expect(plural('en', 0, forms)).toBe('plusieurs');
    expect(plural('fr', 2, forms)).toBe('plusieurs');
  });
});
