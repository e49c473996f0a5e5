import { utf8, utf8Decode, toHex, type Bytes } from '#base/bytes.ts';
import { Writer } from '#base/codec.ts';
import { err, ok, type Result } from '#base/result.ts';
import { kdf } from '#crypto/hash.ts';
import { labels } from '#crypto/labels.ts';
import type { Random } from '#crypto/random.ts';
import { open, seal } from '#crypto/seal.ts';
import type { VaultError } from './errors.ts';
import type { Store, Table, Write } from './ports.ts';

const INDEX_ROW = ['logs', 'index'] as const;

export type OpenedRow<Shape> = { readonly key: string; readonly value: Shape };

/**
 * Rows of the device sealed under LSK. A row's table and key are its associated data, so that
 * rows cannot be exchanged; keys that would say something of the content are keyed hashes.
 */
export class SealedRows {
  readonly #store: Store;
  readonly #random: Random;
  readonly #lsk: Bytes;
  readonly #indexKey: Bytes;
  /** Every list and every write asks for the same few keys again. */
  readonly #hidden = new Map<string, string>();

  /** @param indexKey hides what keys would say; it stays when LSK is renewed */
  constructor(store: Store, random: Random, lsk: Bytes, indexKey: Bytes) {
    this.#store = store;
    this.#random = random;
    this.#lsk = lsk;
    this.#indexKey = indexKey;
  }

  /** The rows of this device under its LSK; the index key is drawn where there is none yet. */
  static async over(
    store: Store,
    random: Random,
    lsk: Bytes,
  ): Promise<Result<SealedRows, VaultError>> {
    const withoutIndex = new SealedRows(store, random, lsk, lsk);
    const known = await withoutIndex.get(...INDEX_ROW);
    if (!known.ok) return known;
    return ok(new SealedRows(store, random, lsk, known.value ?? random.bytes(32)));
  }

  /** Belongs to the first transaction of a device. */
  indexKeyWrite(): Write {
    return this.put(...INDEX_ROW, this.#indexKey);
  }

  /** 32 hex digits that nobody else can tell apart or guess. */
  hiddenKey(...parts: readonly string[]): string {
    const name = JSON.stringify(parts);
    const known = this.#hidden.get(name);
    if (known !== undefined) return known;
    const context = new Writer().list(parts, (writer, part) => writer.text(part)).done();
    const key = toHex(kdf(this.#indexKey, labels.local, context, 16));
    this.#hidden.set(name, key);
    return key;
  }

  put(table: Table, key: string, value: Bytes): Write {
    return {
      table,
      key,
      value: seal(this.#random, this.#lsk, labels.local, aad(table, key), value),
    };
  }

  putJson(table: Table, key: string, value: unknown): Write {
    return this.put(table, key, utf8(JSON.stringify(value)));
  }

  open(table: Table, key: string, sealed: Bytes): Result<Bytes, VaultError> {
    const value = open(this.#lsk, labels.local, aad(table, key), sealed);
    return value.ok ? value : err({ type: 'StorageDamaged' });
  }

  #openJson(table: Table, key: string, sealed: Bytes): Result<unknown, VaultError> {
    const bytes = this.open(table, key, sealed);
    if (!bytes.ok) return bytes;
    const text = utf8Decode(bytes.value);
    return text.ok ? ok(JSON.parse(text.value)) : err({ type: 'StorageDamaged' });
  }

  async get(table: Table, key: string): Promise<Result<Bytes | undefined, VaultError>> {
    const sealed = await this.#store.get(table, key);
    if (!sealed.ok || sealed.value === undefined) return sealed;
    return this.open(table, key, sealed.value);
  }

  /** `Shape` is what this app wrote there itself: authenticity stands for a validation. */
  async getJson<Shape>(table: Table, key: string): Promise<Result<Shape | undefined, VaultError>> {
    const sealed = await this.#store.get(table, key);
    if (!sealed.ok) return sealed;
    if (sealed.value === undefined) return ok(undefined);
    const value = this.#openJson(table, key, sealed.value);
    return value.ok ? ok(value.value as Shape) : value;
  }

  /** Every row whose key begins with `prefix`, opened; as for `getJson`, the caller knows its shape. */
  async allJson<Shape>(
    table: Table,
    prefix: string,
    to = `${prefix}\uffff`,
  ): Promise<Result<OpenedRow<Shape>[], VaultError>> {
    const rows = await this.#store.range(table, { from: prefix, to });
    if (!rows.ok) return rows;
    const opened: OpenedRow<Shape>[] = [];
    for (const row of rows.value) {
      const value = this.#openJson(table, row.key, row.value);
      if (!value.ok) return value;
      opened.push({ key: row.key, value: value.value as Shape });
    }
    return ok(opened);
  }
}

const aad = (table: Table, key: string): Bytes => new Writer().text(table).text(key).done();
