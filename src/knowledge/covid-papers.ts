import data from './data/covid-papers.json' with { type: 'json' };

/** What the codes of covid certificates and 2D-Docs mean (`data/covid-papers.json`: sources). */
const words: Readonly<Record<'vaccines' | 'tests' | 'results', Readonly<Record<string, string>>>> =
  {
    vaccines: data.vaccines,
    tests: data.tests,
    results: data.results,
  };

/** Undefined for a code that the list does not have. */
export const covidWord = (list: keyof typeof words, code: string): string | undefined =>
  Object.hasOwn(words[list], code) ? words[list][code] : undefined;

export const covidDisease: { readonly snomed: string; readonly label: string } = data.disease;
export const paperTitles: Readonly<
  Record<'vaccination' | 'test' | 'recovery' | 'address' | 'other', string>
> = data.titles;
