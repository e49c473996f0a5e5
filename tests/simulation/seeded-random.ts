import type { Random } from '#crypto/random.ts';

/** Draws of one life, all from one seed (splitmix64): the same seed gives the same life. */
export class SeededRandom implements Random {
  #state: bigint;

  constructor(seed: bigint) {
    this.#state = BigInt.asUintN(64, seed);
  }

  #next(): bigint {
    this.#state = BigInt.asUintN(64, this.#state + 0x9e3779b97f4a7c15n);
    let mixed = this.#state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  }

  /** A stream of its own, which draws from this one do not disturb. */
  branch(): SeededRandom {
    return new SeededRandom(this.#next());
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 8) {
      let word = this.#next();
      for (let index = at; index < Math.min(at + 8, length); index++) {
        bytes[index] = Number(word & 0xffn);
        word >>= 8n;
      }
    }
    return bytes;
  }

  /** 0 ≤ number < 1. */
  share(): number {
    return Number(this.#next() >> 11n) / 2 ** 53;
  }

  /** A whole number with 0 ≤ number < below. */
  below(below: number): number {
    return Math.floor(this.share() * below);
  }

  isOneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}
