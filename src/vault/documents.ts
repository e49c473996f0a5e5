import { mustGet } from '#base/assert.ts';
import { toHex, type Bytes } from '#base/bytes.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { limits } from '#protocol/limits.ts';
import type { Json } from '#record/entry.ts';
import { sectionByCode } from '#record/registry.ts';
import { validateFields } from '#record/section.ts';
import type { NewMarks } from './api.ts';
import { Batch } from './batch.ts';
import { attachNoteId, type SealedFile } from './blob-shelf.ts';
import { marksOf } from './entries.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import { SNIFF_BYTES, contradictsName, mediaTypeOf, type MediaType } from './file-type.ts';
import type { OpenVault } from './open-vault.ts';

/** What the person gave of a document beside its file. */
type DocumentFields = Readonly<Record<string, Json>>;
type GivenDocument = { readonly fields: DocumentFields; readonly marks?: NewMarks | undefined };
type Work = {
  readonly progress: (doneBytes: number, totalBytes: number) => void;
  /** Aborted: nothing is to be left of it. */
  readonly signal: AbortSignal;
};

const CHUNK_BYTES = 512 * 1024;

/**
 * Keeps a file as a document: checked by its bytes, sealed chunk by chunk, then its entry and
 * what the relay must still be sent in one transaction. Refused, it leaves nothing behind.
 */
export async function addDocument(
  vault: OpenVault,
  record: LogId,
  file: File,
  given: GivenDocument,
  work: Work,
): Promise<Result<{ entry: EntryId }, VaultError>> {
  if (vault.logs.get(record)?.row.sort !== 'record') return err({ type: 'UnknownEntry' });
  const type = await checkFile(file);
  if (!type.ok) return type;
  const probe = { ...given.fields, file: placeholderFile(file, type.value) };
  const invalid = invalidFields(probe);
  if (invalid.length > 0) return err({ type: 'InvalidEntry', fields: invalid });
  const sealed = await sealFile(vault, file, work);
  if (!sealed.ok) return sealed;
  const added = await vault.turns.take(async () =>
    work.signal.aborted
      ? err({ type: 'Cancelled' } as const)
      : writeDocument(vault, record, file, type.value, given, sealed.value),
  );
  if (!added.ok) await vault.blobs.discard(sealed.value);
  return added;
}

/** What a file is, by its bytes. */
export async function checkFile(file: File): Promise<Result<MediaType, VaultError>> {
  if (file.size === 0) return err({ type: 'FileEmpty' });
  if (file.size > limits.blobBytes) {
    return err({ type: 'FileTooLarge', maxBytes: limits.blobBytes });
  }
  const head = await readPart(file, 0, Math.min(SNIFF_BYTES, file.size));
  if (!head.ok) return head;
  const type = mediaTypeOf(head.value);
  if (type === undefined) return err({ type: 'FileTypeUnknown' });
  return contradictsName(file.name, type) ? err({ type: 'FileTypeMismatch' }) : ok(type);
}

/** A file may vanish or change under the hand that reads it. */
async function readPart(
  file: File,
  offset: number,
  length: number,
): Promise<Result<Bytes, VaultError>> {
  try {
    const bytes = new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
    return bytes.length === length ? ok(bytes) : err({ type: 'FileUnreadable' });
  } catch {
    return err({ type: 'FileUnreadable' });
  }
}

/** Thrown through `sealBlob`, whose reader cannot answer with a failure; caught by `sealFile`. */
class UnreadableFile extends Error {
  readonly failure: VaultError;

  constructor(failure: VaultError) {
    super(failure.type);
    this.failure = failure;
  }
}

/** Seals a file chunk by chunk; nothing names it until its row is kept. */
export async function sealFile(
  vault: OpenVault,
  file: File,
  { progress, signal }: Work,
): Promise<Result<SealedFile, VaultError>> {
  const read = async (offset: number, length: number): Promise<Bytes> => {
    const part = signal.aborted
      ? err({ type: 'Cancelled' } as const)
      : await readPart(file, offset, length);
    if (!part.ok) throw new UnreadableFile(part.error);
    return part.value;
  };
  try {
    return await vault.blobs.sealFile(file.size, read, (doneChunks) => {
      progress(Math.min(doneChunks * CHUNK_BYTES, file.size), file.size);
    });
  } catch (failure) {
    if (failure instanceof UnreadableFile) return err(failure.failure);
    throw failure;
  }
}

const fileField = (file: File, type: MediaType, blob: string, key: string): Json => ({
  blob,
  key,
  sizeBytes: file.size,
  mediaType: type,
  name: file.name.normalize('NFC').slice(0, 255) || 'document',
});

const placeholderFile = (file: File, type: MediaType): Json =>
  fileField(file, type, '0'.repeat(64), '0'.repeat(64));

function invalidFields(fields: DocumentFields): readonly string[] {
  const section = mustGet(sectionByCode('documents'), 'documents are a section');
  const valid = validateFields(section, fields);
  return valid.ok ? [] : valid.error.invalid;
}

async function writeDocument(
  vault: OpenVault,
  record: LogId,
  file: File,
  type: MediaType,
  { fields, marks }: GivenDocument,
  sealed: SealedFile,
): Promise<Result<{ entry: EntryId }, VaultError>> {
  const { deps, logs, notes, blobs } = vault;
  const log = logs.get(record);
  if (!log) return err({ type: 'UnknownEntry' });
  const entry = toHex(deps.random.bytes(16)) as EntryId;
  const { blob } = sealed.row;
  const withFile = { ...fields, file: fileField(file, type, blob, toHex(sealed.fileKey)) };
  const batch = new Batch().tell('sync');
  blobs.keep(batch, sealed);
  notes.put(batch, 'attach', attachNoteId(record, blob), { log: record, blob, entry });
  const at = deps.clock.now();
  const written = await writeEntries(vault, batch, log, [
    { type: 'add', id: entry, section: 'documents', fields: withFile, at },
    ...marksOf(entry, marks),
  ]);
  if (!written.ok) return written;
  const done = await vault.commit(batch);
  return done.ok ? ok({ entry }) : done;
}
