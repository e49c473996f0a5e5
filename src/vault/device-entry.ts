import type { AuthorId, EntryId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import { DAY_MS, type Instant } from '#base/time.ts';
import type { Change } from '#record/changes.ts';
import type { Batch } from './batch.ts';
import { writeEntries, type Writing } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

export const MAX_DEVICE_NAME = 60;

/** A name as it is kept: without what no screen shows, and not longer than a line. */
export const tidyName = (name: string): string =>
  name.normalize('NFC').replace(/\p{C}/gu, '').trim().slice(0, MAX_DEVICE_NAME);

/** The entry of a device has the author id of its member key: both are 16 bytes. */
export const entryOfDevice = (author: AuthorId): EntryId => author as string as EntryId;

/** What the keyring says of a device; empty for one that never said anything. */
export type DeviceNote = {
  readonly name: string | undefined;
  readonly since: Instant | undefined;
  readonly seenAt: Instant | undefined;
};

export async function deviceNotes(
  vault: Pick<OpenVault, 'views'>,
  keyring: OpenLog,
): Promise<Result<ReadonlyMap<string, DeviceNote>, VaultError>> {
  const section = await vault.views.section(keyring.logId, 'devices');
  if (!section.ok) return section;
  const notes = new Map<string, DeviceNote>();
  for (const { id, fields } of section.value.entries) {
    const { name, since, seenAt } = fields;
    notes.set(id, {
      name: typeof name === 'string' ? name : undefined,
      since: at(since),
      seenAt: at(seenAt),
    });
  }
  return ok(notes);
}

const at = (value: unknown): Instant | undefined =>
  typeof value === 'number' ? (value as Instant) : undefined;

/** This device tells the others of itself, when it comes. */
export function noteDevice(
  vault: Writing,
  batch: Batch,
  keyring: OpenLog,
  name: string,
): Promise<Result<void, VaultError>> {
  const now = vault.deps.clock.now();
  return writeEntries(vault, batch, keyring, [newDevice(keyring.author, name, now)]);
}

/** What a device says of itself first. */
export const newDevice = (author: AuthorId, name: string, now: Instant): Change => ({
  type: 'add',
  id: entryOfDevice(author),
  section: 'devices',
  fields: { name: tidyName(name), since: now, seenAt: now },
  at: now,
});

/** A device's new name. */
export async function renameDevice(
  vault: Writing,
  batch: Batch,
  keyring: OpenLog,
  author: AuthorId,
  name: string,
): Promise<Result<void, VaultError>> {
  const now = vault.deps.clock.now();
  const known = await deviceNotes(vault, keyring);
  if (!known.ok) return known;
  const id = entryOfDevice(author);
  const fields = { name: tidyName(name) };
  return writeEntries(vault, batch, keyring, [
    known.value.has(author)
      ? { type: 'change', id, fields, at: now }
      : { type: 'add', id, section: 'devices', fields, at: now },
  ]);
}

/** Once a day at most: that this device was here. Answers whether anything was written. */
export async function noteSeen(
  vault: Writing,
  batch: Batch,
  keyring: OpenLog,
): Promise<Result<boolean, VaultError>> {
  const now = vault.deps.clock.now();
  const known = await deviceNotes(vault, keyring);
  if (!known.ok) return known;
  const own = known.value.get(keyring.author);
  if (!own || now - (own.seenAt ?? 0) < DAY_MS) return ok(false);
  const change = { type: 'change', id: entryOfDevice(keyring.author), at: now } as const;
  const written = await writeEntries(vault, batch, keyring, [
    { ...change, fields: { seenAt: now } },
  ]);
  return written.ok ? ok(true) : written;
}
