/** Whether the browser keeps this origin's data when the device runs short of room. */
export type Persistence = 'persistent' | 'temporary' | 'unknown';

/** What the browser promises of the data kept here: `keeping.answer`, asked anew by `ask`. */
export class Keeping {
  #answer = $state.raw<Persistence>();
  readonly #ask: () => Promise<Persistence>;

  constructor(ask: () => Promise<Persistence>) {
    this.#ask = ask;
  }

  /** Undefined until it was asked. */
  get answer(): Persistence | undefined {
    return this.#answer;
  }

  async ask(): Promise<void> {
    this.#answer = await this.#ask();
  }
}
