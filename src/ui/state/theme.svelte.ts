/** What the person chose; `auto` follows the device. */
export const THEME_CHOICES = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** Where the choice is kept between two visits, and what it paints. */
export type ThemeDeps = {
  readonly read: () => string | null;
  readonly write: (choice: ThemeChoice) => void;
  /** The element that carries `data-theme`, the page's root. */
  readonly root: HTMLElement;
  /** The colours of the browser's own bar, one `<meta>` a theme. */
  readonly bars?: Iterable<HTMLMetaElement>;
};

/** The page's theme: `theme.choose('dark')`. */
export class Theme {
  readonly #deps: ThemeDeps;
  readonly #bars: readonly { readonly meta: HTMLMetaElement; readonly media: string }[];
  #choice = $state.raw<ThemeChoice>('auto');

  constructor(deps: ThemeDeps) {
    this.#deps = deps;
    this.#bars = [...(deps.bars ?? [])].map((meta) => ({ meta, media: meta.media }));
    this.#choice = THEME_CHOICES.find((choice) => choice === deps.read()) ?? 'auto';
    this.#paint();
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    this.#deps.write(choice);
    this.#paint();
  }

  #paint(): void {
    const { root } = this.#deps;
    if (this.#choice === 'auto') delete root.dataset.theme;
    else root.dataset.theme = this.#choice;
    for (const { meta, media } of this.#bars) {
      const isChosen = media.includes(this.#choice);
      meta.media = this.#choice === 'auto' ? media : isChosen ? 'all' : 'not all';
    }
  }
}
