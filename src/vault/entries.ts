import { toHex } from '#base/bytes.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Change } from '#record/changes.ts';
import type { Sensitivity } from '#record/entry.ts';
import { sectionByCode } from '#record/registry.ts';
import { singleEntryId } from '#record/section.ts';
import type { Command } from './api.ts';
import { Batch } from './batch.ts';
import { writeEntries } from './entry-writer.ts';
import type { VaultError } from './errors.ts';
import type { OpenVault } from './open-vault.ts';

export type EntryCommand = Extract<
  Command,
  {
    readonly type:
      'addEntry' | 'changeEntry' | 'markEntry' | 'removeEntry' | 'restoreEntry' | 'sayNone';
  }
>;

/** A person's act on an entry of a record: *Enregistré* when this resolves ok. */
export async function runEntryCommand(
  vault: OpenVault,
  command: EntryCommand,
): Promise<Result<{ entry: EntryId } | undefined, VaultError>> {
  const log = vault.logs.get(command.record);
  if (log?.row.sort !== 'record') return err({ type: 'UnknownEntry' });
  const changes = changesOf(vault, command);
  if (!changes.ok) return changes;
  return vault.turns.take(async () => {
    const known = await isForPersons(vault, command);
    if (!known.ok) return known;
    const batch = new Batch();
    const written = await writeEntries(vault, batch, log, changes.value);
    if (!written.ok) return written;
    const done = await vault.commit(batch);
    if (!done.ok) return done;
    const [first] = changes.value;
    return ok(first?.type === 'add' ? { entry: first.id } : undefined);
  });
}

/** Keys and the journal are written by the vault alone, never by a command. */
async function isForPersons(
  vault: OpenVault,
  command: EntryCommand,
): Promise<Result<void, VaultError>> {
  if (command.type === 'addEntry' || command.type === 'sayNone') {
    const isOpen = sectionByCode(command.section)?.projectable === true;
    return isOpen ? ok(undefined) : err({ type: 'InvalidEntry', fields: ['section'] });
  }
  const row = await vault.views.find(command.record, command.entry);
  if (!row.ok) return row;
  const isOpen = row.value && sectionByCode(row.value.entry.section)?.projectable !== false;
  return isOpen ? ok(undefined) : err({ type: 'UnknownEntry' });
}

function changesOf(vault: OpenVault, command: EntryCommand): Result<readonly Change[], VaultError> {
  const at = vault.deps.clock.now();
  switch (command.type) {
    case 'addEntry': {
      const section = sectionByCode(command.section);
      if (!section) return err({ type: 'InvalidEntry', fields: ['section'] });
      const id = section.single
        ? singleEntryId(section.code)
        : (toHex(vault.deps.random.bytes(16)) as EntryId);
      const { fields, marks } = command;
      return ok([{ type: 'add', id, section: section.code, fields, at }, ...marksOf(id, marks)]);
    }
    case 'changeEntry':
      return ok([{ type: 'change', id: command.entry, fields: command.fields, at }]);
    case 'markEntry':
      return ok(marksOf(command.entry, command));
    case 'removeEntry':
      return ok([{ type: 'remove', id: command.entry, at }]);
    case 'restoreEntry':
      return ok([{ type: 'restore', id: command.entry }]);
    case 'sayNone':
      return ok([{ type: 'sayNone', section: command.section, none: command.none, at }]);
  }
}

/** What is marked, in the same op as whatever comes with it. */
export function marksOf(
  id: EntryId,
  marks: { readonly hidden?: boolean; readonly sensitive?: Sensitivity | null } = {},
): Change[] {
  const { hidden, sensitive } = marks;
  if (hidden === undefined && sensitive === undefined) return [];
  return [
    {
      type: 'mark',
      id,
      ...(hidden !== undefined && { hidden }),
      ...(sensitive !== undefined && { sensitive }),
    },
  ];
}

/** The records of this person, oldest first. */
export async function recordsOf(
  vault: OpenVault,
): Promise<Result<{ record: LogId; colour: string }[], VaultError>> {
  const section = await vault.views.section(vault.keyring, 'records');
  if (!section.ok) return section;
  const records = section.value.entries.flatMap(({ fields, meta }) => {
    const { record, colour } = fields;
    if (typeof record !== 'string' || meta.deletedAt !== undefined) return [];
    return [
      {
        record: record as LogId,
        colour: typeof colour === 'string' ? colour : 'fir',
        createdAt: meta.createdAt,
      },
    ];
  });
  return ok(records.sort((a, b) => a.createdAt - b.createdAt));
}
