import type { Locale } from './locale.ts';

/**
 * The form that fits a count: `plural('fr', 3, { one: 'un document', other: '3 documents' })`.
 * French says 0 and 1,5 in the singular, English does not: the rule is Intl's.
 */
export function plural(
  locale: Locale,
  count: number,
  forms: { readonly one: string; readonly other: string },
): string {
  return new Intl.PluralRules(locale).select(count) === 'one' ? forms.one : forms.other;
}
