import { formatsFor, messagesFor, type Formats, type Locale, type Messages } from '#i18n/index.ts';
import { mustGet } from '#base/assert.ts';

/**
 * The language in which the app speaks: `language.words.components.close`,
 * `language.formats.day(date)`. `use` is awaited before the first page is drawn.
 */
class Language {
  #spoken = $state.raw<{ locale: Locale; words: Messages; formats: Formats }>();

  /** Fetches the words of a language, then switches every text at once. */
  async use(locale: Locale, zone?: string): Promise<void> {
    const words = await messagesFor(locale);
    this.#spoken = { locale, words, formats: formatsFor(locale, zone) };
  }

  get locale(): Locale {
    return this.#now.locale;
  }

  get words(): Messages {
    return this.#now.words;
  }

  get formats(): Formats {
    return this.#now.formats;
  }

  get #now() {
    return mustGet(this.#spoken, 'a language is in use before anything is drawn');
  }
}

export const language = new Language();
