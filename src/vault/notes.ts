import type { BlobId, EntryId, LogId, MailboxId, WriterId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { Json } from '#record/entry.ts';
import type { ChainKey } from '#protocol/op.ts';
import type { Batch } from './batch.ts';
import type { VaultError } from './errors.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { SnapshotNote } from './snapshot-note.ts';

/** What the vault keeps for itself, sealed, in no log. Each kind by its own id. */
export type NoteKinds = {
  /** Until the kit is confirmed: seed of the identity key and recovery secret, hex. */
  kit: { readonly identitySeed: string; readonly recoverySecret: string };
  /** The write of the recovery box (hex) that a relay took from this device. */
  box: { readonly sent: string };
  /** An archive that was read back whole after it was written. */
  archive: {
    readonly at: Instant;
    /** By log and chain: the last op that says something. */
    readonly heads: Readonly<Record<LogId, Readonly<Record<ChainKey, number>>>>;
  };
  /** A half-filled form, by the screen's name for it. */
  draft: { readonly json: Json };
  /** The public half of the identity key, for which owners' seeds are wrapped. */
  identity: { readonly kemPublicKey: string };
  /** A device that the person wants removed, by the author id of its member key. */
  removal: { readonly askedAt: Instant };
  /** A device that the person let in, by author id, until the relay has its admission. Hex. */
  toAdmit: { readonly bundle: string; readonly name: string };
  /** The relay says that this device was removed from its keyring. */
  removed: { readonly toldAt: Instant };
  /** A blob that a log does not have attached yet, by `log/blob`; nobody waits for upkeep. */
  attach: {
    readonly log: LogId;
    readonly blob: BlobId;
    readonly isUpkeep?: boolean;
    /** The document whose file it is. */
    readonly entry?: EntryId;
  };
  /** A pairing whose channel is made and whose grant is not sealed yet, by channel. All hex. */
  toGrant: {
    readonly code: string;
    readonly bundle: string;
    readonly ownerSeed: string;
    readonly readerSeeds: string;
  };
  /** An answer for a mailbox, until the relay has it, by channel. */
  grant: { readonly mailbox: MailboxId; readonly answer: string };
  /** A pairing that this device shows, by mailbox. */
  shown: {
    readonly code: string;
    readonly qrText: string;
    readonly expires: Instant;
    /** The channel that answered it, and the words over the answer. */
    readonly answer: { readonly channel: LogId; readonly words: readonly string[] } | null;
  };
  /** What this person deposits and the relay does not have yet, by moment and statement id. */
  deposit: {
    readonly channel: LogId;
    /** The signed bytes, hex. */
    readonly statement: string;
    readonly blob: BlobId | null;
    /** The ops that carry it, hex, in order; null before they are sealed. */
    readonly ops: readonly string[] | null;
    readonly trouble: 'overQuota' | null;
  };
  /** The writer of this installation in a channel where one is the correspondent, by channel. */
  channelWriter: { readonly writer: WriterId };
  /** A window as last published, by channel. */
  window: {
    readonly rev: number;
    readonly about: string;
    /** Text of each entry by its id in the window. */
    readonly entries: Readonly<Record<string, string>>;
  };
  /** A snapshot that this device is taking, by log. */
  snapshot: SnapshotNote;
  /** Another installation was seen to write as this one: a copy of its storage. */
  copied: { readonly at: Instant };
  /** The latest time that the relay was seen to say. */
  relayTime: { readonly at: Instant };
  /** The relay's key as first seen, and the last moment it agreed. */
  relay: { readonly publicKey: string; readonly agreedAt: Instant };
};
export type NoteKind = keyof NoteKinds;

/** Small, few, and all in memory while the vault is open. */
export class Notes {
  readonly #rows: SealedRows;
  readonly #notes = new Map<string, unknown>();

  constructor(rows: SealedRows) {
    this.#rows = rows;
  }

  async load(): Promise<Result<void, VaultError>> {
    const rows = await this.#rows.allJson('notes', '');
    if (!rows.ok) return rows;
    for (const { key, value } of rows.value) this.#notes.set(key, value);
    return ok(undefined);
  }

  get<K extends NoteKind>(kind: K, id = ''): NoteKinds[K] | undefined {
    return this.#notes.get(`${kind}/${id}`) as NoteKinds[K] | undefined;
  }

  list<K extends NoteKind>(kind: K): { id: string; note: NoteKinds[K] }[] {
    const prefix = `${kind}/`;
    return Array.from(this.#notes)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, note]) => ({ id: key.slice(prefix.length), note: note as NoteKinds[K] }));
  }

  put<K extends NoteKind>(batch: Batch, kind: K, id: string, note: NoteKinds[K]): void {
    const key = `${kind}/${id}`;
    batch.write(this.#rows.putJson('notes', key, note));
    batch.afterwards(() => this.#notes.set(key, note));
  }

  remove(batch: Batch, kind: NoteKind, id: string): void {
    const key = `${kind}/${id}`;
    if (!this.#notes.has(key)) return;
    batch.write({ table: 'notes', key, delete: true });
    batch.afterwards(() => this.#notes.delete(key));
  }
}
