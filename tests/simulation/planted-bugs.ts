/** A bug that the simulation must find: text of a source file, and what stands there instead. */
export type PlantedBug = {
  readonly name: string;
  /** Which invariant is expected to break, and a seed whose life breaks it. */
  readonly breaks: string;
  readonly seed: bigint;
  readonly file: string;
  readonly changes: readonly (readonly [from: string, to: string])[];
};

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'fsync dropped',
    breaks: 'I1',
    seed: 3n,
    file: 'src/vault/batch.ts',
    changes: [['store.commit(writes, durability)', `store.commit(writes, 'relaxed')`]],
  },
  {
    name: 'clientID reused',
    breaks: 'I1',
    seed: 4n,
    file: 'src/record/document.ts',
    changes: [['  yjs.clientID = clientId;', '  yjs.clientID = 7;']],
  },
  {
    name: 'title in clear',
    breaks: 'I3',
    seed: 1n,
    file: 'src/vault/sealed-rows.ts',
    changes: [
      [
        'value: seal(this.#random, this.#lsk, labels.local, aad(table, key), value),',
        `value: new Uint8Array([
        ...seal(this.#random, this.#lsk, labels.local, aad(table, key), value),
        ...value,
        ...new Uint8Array(new Uint32Array([value.length]).buffer),
      ]),`,
      ],
      [
        'const value = open(this.#lsk, labels.local, aad(table, key), sealed);',
        `const length = new Uint32Array(sealed.slice(-4).buffer)[0] ?? 0;
    const own = sealed.slice(0, sealed.length - 4 - length);
    const value = open(this.#lsk, labels.local, aad(table, key), own);`,
      ],
    ],
  },
  {
    name: 'counter nonce',
    breaks: 'I6',
    seed: 2n,
    file: 'src/crypto/seal.ts',
    changes: [
      [
        'const nonce = random.bytes(NONCE_BYTES);',
        'const nonce = new Uint8Array(NONCE_BYTES).fill(random.bytes(1)[0] ?? 0);',
      ],
    ],
  },
];
