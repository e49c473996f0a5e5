import { atelier as en } from '#i18n/en/atelier.ts';
import { atelier as fr, type AtelierWords } from '#i18n/fr/atelier.ts';
import type { Locale } from '#i18n/index.ts';

/** What the workshop's parts say, in the language in use. */
export const wordsOf = (locale: Locale): AtelierWords => ({ fr, en })[locale];
