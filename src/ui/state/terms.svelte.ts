import { SvelteMap } from 'svelte/reactivity';
import { isValueSetName, loadTerms, type Term, type ValueSetName } from '#knowledge/terms.ts';
import { language } from './language.svelte.ts';

/**
 * The words of terminologies, fetched when first asked for: `terms.label('kinships', code)` is
 * undefined until they are there, and for a code of a newer list.
 */
class Terms {
  readonly #lists = new SvelteMap<ValueSetName, readonly Term[]>();
  readonly #asked = new Set<ValueSetName>();

  /** The lines of a value set; undefined until they are there. */
  list(name: string): readonly Term[] | undefined {
    if (!isValueSetName(name)) return [];
    const known = this.#lists.get(name);
    if (!known && !this.#asked.has(name)) {
      this.#asked.add(name);
      void loadTerms(name).then((terms) => this.#lists.set(name, terms));
    }
    return known;
  }

  label(name: string, code: string): string | undefined {
    const term = this.list(name)?.find((one) => one.code === code);
    return term && termText(term);
  }
}

/** What a line is called in the language in use; in French where it has no other name. */
export const termText = ({ label, english }: Term): string =>
  language.locale === 'en' ? (english ?? label) : label;

export const terms = new Terms();
