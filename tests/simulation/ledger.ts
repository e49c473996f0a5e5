/** What is known of an entry by its marker, from the answers that its person was given. */
export type Marked = {
  readonly marker: number;
  readonly section: 'allergies' | 'documents';
  /** Known once the command answered. */
  entry: string | undefined;
  /** Whether it must be there, must be gone, or may be either. */
  presence: 'present' | 'gone' | 'open';
  /** The device that last said something of its presence. */
  by: string;
};

/** What was answered *Enregistré*, and therefore must hold for ever. */
export class Ledger {
  readonly #markedBy = new Map<number, Marked>();

  /** A command was given: the entry may be there from now on. */
  attempt(marker: number, section: Marked['section'], by: string): void {
    this.#markedBy.set(marker, { marker, section, entry: undefined, presence: 'open', by });
  }

  confirm(marker: number, entry: string): void {
    const marked = this.#markedBy.get(marker);
    if (!marked) return;
    marked.entry = entry;
    marked.presence = 'present';
  }

  /** A command that takes away or brings back was given, and perhaps confirmed. */
  move(marked: Marked, to: 'present' | 'gone' | undefined, by: string): void {
    // Two devices that had not met may each have had the last word.
    const isContested = marked.by !== by && marked.presence !== to;
    marked.presence = to === undefined || isContested || marked.presence === 'open' ? 'open' : to;
    marked.by = by;
  }

  /** What a device confirmed and took with it when it was lost unsent. */
  release(by: string, markers: ReadonlySet<number>): void {
    for (const marked of this.#markedBy.values()) {
      if (marked.by === by && markers.has(marked.marker)) marked.presence = 'open';
    }
  }

  get confirmed(): readonly Marked[] {
    return [...this.#markedBy.values()].filter(({ entry }) => entry !== undefined);
  }

  /** Why what a device shows contradicts what was answered; undefined when it does not. */
  contradiction(
    section: Marked['section'],
    shown: ReadonlySet<number>,
    of: (marked: Marked) => boolean = () => true,
  ): string | undefined {
    for (const marked of this.#markedBy.values()) {
      if (marked.section !== section || !of(marked)) continue;
      const { marker, presence } = marked;
      if (presence === 'present' && !shown.has(marker))
        return `${section} ${String(marker)} is lost`;
      if (presence === 'gone' && shown.has(marker)) {
        return `${section} ${String(marker)} came back`;
      }
    }
    for (const marker of shown) {
      if (!this.#markedBy.has(marker)) return `${section} ${String(marker)} comes from nowhere`;
    }
    return undefined;
  }
}
