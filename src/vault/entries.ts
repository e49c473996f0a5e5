import { toHex } from '#base/bytes.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Change } from '#record/changes.ts';
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
  const change = changeOf(vault, command);
  if (!change.ok) return change;
  return vault.turns.take(async () => {
    const batch = new Batch();
    const written = await writeEntries(vault, batch, log, [change.value]);
    if (!written.ok) return written;
    const done = await vault.commit(batch);
    if (!done.ok) return done;
    return ok(change.value.type === 'add' ? { entry: change.value.id } : undefined);
  });
}

function changeOf(vault: OpenVault, command: EntryCommand): Result<Change, VaultError> {
  const at = vault.deps.clock.now();
  switch (command.type) {
    case 'addEntry': {
      const section = sectionByCode(command.section);
      // Keys and the journal are written by the vault alone.
      if (!section || section.log !== 'record' || !section.projectable) {
        return err({ type: 'InvalidEntry', fields: ['section'] });
      }
      const id = section.single
        ? singleEntryId(section.code)
        : (toHex(vault.deps.random.bytes(16)) as EntryId);
      return ok({ type: 'add', id, section: section.code, fields: command.fields, at });
    }
    case 'changeEntry':
      return ok({ type: 'change', id: command.entry, fields: command.fields, at });
    case 'markEntry':
      return ok({
        type: 'mark',
        id: command.entry,
        ...(command.hidden !== undefined && { hidden: command.hidden }),
        ...(command.sensitive !== undefined && { sensitive: command.sensitive }),
      });
    case 'removeEntry':
      return ok({ type: 'remove', id: command.entry, at });
    case 'restoreEntry':
      return ok({ type: 'restore', id: command.entry });
    case 'sayNone':
      return ok({ type: 'sayNone', section: command.section, none: command.none, at });
  }
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
