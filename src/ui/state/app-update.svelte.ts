/** Another build of the app that lies ready, until the person takes it: `update.offer(activate)`. */
export class AppUpdate {
  #act = $state.raw<() => void>();
  #isWished = false;

  /** One is ready to be taken. */
  get isReady(): boolean {
    return this.#act !== undefined;
  }

  offer(act: () => void): void {
    this.#act = act;
  }

  take(): void {
    this.#isWished = true;
    this.#act?.();
  }

  /** The new build is in use: this page follows at once when it was asked to, else offers to. */
  settle(reload: () => void): void {
    if (this.#isWished) reload();
    else this.#act = reload;
  }
}
