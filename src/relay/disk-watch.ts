/** Keeps an eye on the room left on the disk of the data folder. */
export class DiskWatch {
  readonly #freeBytes: () => Promise<number>;
  readonly #floorBytes: number;
  readonly #changed: (hasRoom: boolean) => void;
  #hasRoom = true;

  /**
   * @param freeBytes how much is left now
   * @param floorBytes below it there is no room for what is new
   * @param changed hears whenever there is room no more, or again
   */
  constructor(
    freeBytes: () => Promise<number>,
    floorBytes: number,
    changed: (hasRoom: boolean) => void,
  ) {
    this.#freeBytes = freeBytes;
    this.#floorBytes = floorBytes;
    this.#changed = changed;
  }

  get hasRoom(): boolean {
    return this.#hasRoom;
  }

  async look(): Promise<void> {
    const hasRoom = (await this.#freeBytes()) >= this.#floorBytes;
    if (hasRoom === this.#hasRoom) return;
    this.#hasRoom = hasRoom;
    this.#changed(hasRoom);
  }
}
