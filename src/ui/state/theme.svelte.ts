/** What the person chose; `auto` follows the device. */
export const THEME_CHOICES = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** Where the choice is kept between two visits, and what it paints. */
export type ThemeDeps = {
  readonly read: () => string | null;
  readonly write: (choice: ThemeChoice) => void;
  /** The element that carries `data-theme`, the page's root. */
  readonly root: HTMLElement;
};

/** The page's theme: `theme.choose('dark')`. */
export class Theme {
  readonly #deps: ThemeDeps;
  #choice = $state.raw<ThemeChoice>('auto');

  constructor(deps: ThemeDeps) {
    this.#deps = deps;
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
  }
}
