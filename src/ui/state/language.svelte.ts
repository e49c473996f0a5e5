import {
  detailWordsFor,
  formatsFor,
  messagesFor,
  type DetailWords,
  type Formats,
  type Locale,
  type Messages,
} from '#i18n/index.ts';
import { mustGet } from '#base/assert.ts';

/**
 * The language in which the app speaks: `language.words.components.close`,
 * `language.formats.day(date)`. `use` is awaited before the first page is drawn, `useDetails`
 * before the first screen of a section (`SectionWords.svelte`).
 */
class Language {
  #spoken = $state.raw<{ locale: Locale; words: Messages; formats: Formats }>();
  #details = $state.raw<DetailWords>();
  readonly #words = $derived({ ...this.#details?.rooms, ...this.#now.words });
  #formatsByZone = new Map<string, Formats>();

  /** Fetches the words of a language, then switches every text at once. */
  async use(locale: Locale, zone?: string): Promise<void> {
    const words = await messagesFor(locale);
    if (this.#details) this.#details = await detailWordsFor(locale);
    this.#formatsByZone = new Map();
    this.#spoken = { locale, words, formats: formatsFor(locale, zone) };
  }

  /** Fetches what the lists, details and forms of sections say. */
  async useDetails(): Promise<void> {
    this.#details ??= await detailWordsFor(this.locale);
  }

  get locale(): Locale {
    return this.#now.locale;
  }

  /** Those of the rooms behind `SectionWords.svelte` are there once it has drawn. */
  get words(): Messages & DetailWords['rooms'] {
    return this.#words as Messages & DetailWords['rooms'];
  }

  get formats(): Formats {
    return this.#now.formats;
  }

  /** Formats of the clock that was on the wall there: IANA name. */
  formatsIn(zone: string): Formats {
    const { locale } = this.#now;
    const known = this.#formatsByZone.get(zone);
    if (known) return known;
    const formats = isZone(zone) ? formatsFor(locale, zone) : this.formats;
    this.#formatsByZone.set(zone, formats);
    return formats;
  }

  get details(): DetailWords {
    return mustGet(this.#details, 'a screen of a section waits for its words');
  }

  /** The same where a row may come before them; undefined until they are there. */
  get detailsIfAny(): DetailWords | undefined {
    return this.#details;
  }

  get #now() {
    return mustGet(this.#spoken, 'a language is in use before anything is drawn');
  }
}

/** Another device may know zones that this one does not. */
function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const language = new Language();
