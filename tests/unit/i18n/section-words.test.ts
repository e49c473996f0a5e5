import { describe, expect, test } from 'vitest';
import { detailWordsFor, LOCALES, messagesFor } from '#i18n/index.ts';
import type { Field } from '#record/fields.ts';
import { sections } from '#record/registry.ts';
import type { Section } from '#record/section.ts';

const shown: readonly Section[] = (sections as readonly Section[]).filter(
  ({ projectable }) => projectable,
);

const optionsOf = (field: Field): readonly string[] => {
  if (field.kind === 'choice') return field.options;
  return field.kind === 'list' ? optionsOf(field.of) : [];
};

describe.each(LOCALES)('in %s', (locale) => {
  test.each(shown.map((section) => [section.code, section] as const))(
    '%s has its name, a label for each field, words for each code, and its ways in',
    async (code, section) => {
      const { sections: all } = await detailWordsFor(locale);
      const words = Object.entries(all).find(([known]) => known === code)?.[1];
      expect([words?.name, words?.add, words?.empty].every(Boolean)).toBe(true);
      const labels = new Map(Object.entries(words?.fields ?? {}));
      expect([...labels.keys()].sort()).toEqual(Object.keys(section.fields).sort());
      expect([...labels.values()]).not.toContain('');
      // Two fields of a form are never called the same.
      expect(new Set(labels.values()).size).toBe(labels.size);
      for (const [name, field] of Object.entries(section.fields)) {
        if (optionsOf(field).length === 0) continue;
        const options: unknown = Object.entries(words?.options ?? {}).find(
          ([known]) => known === name,
        )?.[1];
        expect(Object.keys(options ?? {}).sort()).toEqual([...optionsOf(field)].sort());
        expect(Object.values(options ?? {})).not.toContain('');
      }
    },
  );

  test('a row among others is named before its section is opened', async () => {
    const { sections: titles } = await messagesFor(locale);
    const { sections: all } = await detailWordsFor(locale);
    for (const section of shown) {
      const title = Object.entries(titles).find(([code]) => code === section.code)?.[1];
      const words = Object.entries(all).find(([code]) => code === section.code)?.[1];
      expect(title?.name).toBe(words?.name);
      const named = section.headline.title.filter(
        (name) => optionsOf(section.fields[name] ?? { kind: 'boolean' }).length > 0,
      );
      expect(Object.keys(title?.options ?? {})).toEqual(expect.arrayContaining(named));
      for (const [name, options] of Object.entries(title?.options ?? {})) {
        expect(options).toEqual(
          Object.entries(words?.options ?? {}).find(([n]) => n === name)?.[1],
        );
      }
    }
  });
});
