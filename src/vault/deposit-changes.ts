import { toHex } from '#base/bytes.ts';
import type { EntryId } from '#base/ids.ts';
import type { Change } from '#record/changes.ts';
import type { Json } from '#record/entry.ts';
import type { FileRef } from '#record/fields.ts';
import { documentCategories } from '#record/sections/documents.ts';
import type { Bearer } from './api.ts';
import type { DepositedThing } from './deposit.ts';
import type { OpenVault } from './open-vault.ts';

/** The fields of the document that a deposit becomes: what was signed, and who signed it. */
export function documentFields(
  body: DepositedThing,
  by: Bearer,
  file: FileRef,
): Readonly<Record<string, Json>> {
  const { title, date } = body;
  const said = body.kind === 'document' ? body : { category: 'reports', type: undefined };
  const note = body.kind === 'document' ? body.note : undefined;
  const category = documentCategories.find((one) => one === said.category) ?? 'other';
  const author = by.professional.name;
  return {
    title,
    category,
    file,
    ...(date !== undefined && { date }),
    ...(author !== '' && { author }),
    ...(note !== undefined && { note }),
    ...(said.type !== undefined && { type: said.type }),
  };
}

/** @param about the entry, or the channel, that it was about */
export function journalChange(
  { deps }: Pick<OpenVault, 'deps'>,
  act: 'depositAccepted' | 'depositRefused',
  by: Bearer,
  about: EntryId,
): Change {
  const id = toHex(deps.random.bytes(16)) as EntryId;
  const fields = { act, who: by.professional.name, about };
  return { type: 'add', id, section: 'journal', fields, at: deps.clock.now() };
}
