/** A map in the order of its keys (UTF-16 code units), for the stores held in memory. */
export class SortedMap<V> {
  readonly #values = new Map<string, V>();
  readonly #keys: string[] = [];

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: V): void {
    if (!this.#values.has(key)) this.#keys.splice(this.#rank(key), 0, key);
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (this.#values.delete(key)) this.#keys.splice(this.#rank(key), 1);
  }

  /** Keys with `from` ≤ key < `to`. */
  keys(from: string, to: string): readonly string[] {
    return this.#keys.slice(this.#rank(from), this.#rank(to));
  }

  values(): IterableIterator<V> {
    return this.#values.values();
  }

  entries(): readonly (readonly [string, V])[] {
    return [...this.#values];
  }

  /** How many keys come before `key`. */
  #rank(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
