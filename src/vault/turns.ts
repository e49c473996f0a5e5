/** Acts that change the vault, one after the other: each sees the whole of the one before. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(act, act);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Resolves when everything asked so far is done. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
