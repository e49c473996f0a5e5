/** Where the person put the offer off. */
export type InstallDeps = {
  readonly isInstalled: boolean;
  readonly isPutOff: () => boolean;
  readonly putOff: () => void;
};

/**
 * Putting the app on the home screen, as this browser offers it: `install.offer(ask)` when it
 * does, `install.ask` for the button. Without an offer only steps can be shown.
 */
export class Install {
  readonly #deps: InstallDeps;
  #ask = $state.raw<() => Promise<boolean>>();
  #isInstalled = $state(false);
  #isPutOff = $state(false);

  constructor(deps: InstallDeps) {
    this.#deps = deps;
    this.#isInstalled = deps.isInstalled;
    this.#isPutOff = deps.isPutOff();
  }

  get isInstalled(): boolean {
    return this.#isInstalled;
  }

  /** The browser would ask the person now. */
  get canAsk(): boolean {
    return this.#ask !== undefined;
  }

  /** The person does not want to be asked on the home screen again. */
  get isPutOff(): boolean {
    return this.#isPutOff;
  }

  offer(ask: () => Promise<boolean>): void {
    this.#ask = ask;
  }

  settle(): void {
    this.#isInstalled = true;
    this.#ask = undefined;
  }

  /** The browser's own question; it can be asked once. */
  async ask(): Promise<void> {
    const ask = this.#ask;
    this.#ask = undefined;
    if (ask && (await ask())) this.settle();
  }

  putOff(): void {
    this.#isPutOff = true;
    this.#deps.putOff();
  }
}
