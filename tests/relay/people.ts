import { readFile } from 'node:fs/promises';
import { createMemoryBlobFiles } from '#adapters/memory-blob-files.ts';
import { MemoryDisk } from '#adapters/memory-disk.ts';
import { createMemoryStore } from '#adapters/memory-store.ts';
import type { EntryId, LogId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import type { Json } from '#record/entry.ts';
import { filterFromPreset } from '#record/presets.ts';
import type { WindowFilter } from '#record/window.ts';
import type { Professional, SafetyWord } from '#vault/api.ts';
import type { VaultDeps } from '#vault/ports.ts';
import { Watched, device, must, type Device } from './devices.ts';

/** A person who keeps a record, on one device whose disk outlives its vault. */
export type Holder = Device & { readonly record: LogId; readonly disk: MemoryDisk };

export const doctor: Professional = {
  name: 'Dr Nadia Martin',
  profession: 'Cardiologue',
  specialty: '',
  place: 'Nantes',
  rpps: '',
};

/** A device on a disk of its own: what was committed there stays when the vault is given up. */
export function deviceOn(
  url: string,
  disk: MemoryDisk,
  more: Partial<VaultDeps> = {},
): Promise<Device> {
  const kept = { store: createMemoryStore({ disk }), files: createMemoryBlobFiles({ disk }) };
  return device(url, kept, more);
}

export async function newHolder(url: string, more: Partial<VaultDeps> = {}): Promise<Holder> {
  const disk = new MemoryDisk();
  const made = await deviceOn(url, disk, more);
  const { record } = must(await made.vault.run({ type: 'createVault', passphrase: undefined }));
  return { ...made, record, disk };
}

/** Somebody who said that they are a practitioner, in sync with the relay. */
export async function newPractitioner(url: string, more: Partial<VaultDeps> = {}): Promise<Holder> {
  const made = await newHolder(url, more);
  must(await made.vault.run({ type: 'setProfessional', professional: doctor }));
  await untilWord(made, 'synced');
  return made;
}

export async function untilWord(of: Holder, word: SafetyWord): Promise<void> {
  const safety = await Watched.on(of.vault, { type: 'safety', record: of.record });
  await safety.until((answer) => answer.word === word);
}

export async function add(
  { vault, record }: Pick<Holder, 'vault' | 'record'>,
  section: string,
  fields: Readonly<Record<string, Json>>,
): Promise<EntryId> {
  return must(await vault.run({ type: 'addEntry', record, section, fields })).entry;
}

export const allergy = (holder: Pick<Holder, 'vault' | 'record'>, substance: string) =>
  add(holder, 'allergies', { substance, severity: 'mild' });

export async function pdfFile(name = 'bilan.pdf'): Promise<File> {
  return new File([await readFile('tests/fixtures/files/bilan-lipidique.pdf')], name);
}

export async function addPdf(
  { vault, record }: Pick<Holder, 'vault' | 'record'>,
  title: string,
  file?: File,
): Promise<EntryId> {
  const fields = { title, category: 'laboratory' };
  const given = file ?? (await pdfFile());
  return must(await vault.run({ type: 'addDocument', record, file: given, fields })).entry;
}

export type Pairing = { readonly channel: LogId; readonly words: readonly string[] };

/** The practitioner shows a code, the holder scans it and opens a window. */
export async function pair(
  holder: Holder,
  practitioner: Pick<Holder, 'vault'>,
  filter: WindowFilter = filterFromPreset('generalPractitioner'),
  until?: Instant,
): Promise<Pairing> {
  const code = must(await practitioner.vault.run({ type: 'showPairingCode' }));
  const read = must(await holder.vault.run({ type: 'readPairingCode', text: code.qrText }));
  const { record } = holder;
  const opened = must(
    await holder.vault.run({ type: 'openWindow', pairing: read.pairing, record, filter, until }),
  );
  const pairing = await Watched.on(practitioner.vault, { type: 'pairing', pairing: code.pairing });
  await pairing.until(({ state }) => state === 'answered');
  return opened;
}

/** What a practitioner's screen shows of one patient, as text to search in. */
export async function patientOf(
  practitioner: Pick<Holder, 'vault'>,
  channel: LogId,
): Promise<Watched<{ type: 'patient'; channel: LogId }>> {
  return Watched.on(practitioner.vault, { type: 'patient', channel });
}

/** What a section holds, by one of its fields, sorted. */
export async function namesIn(
  { vault, record }: Pick<Holder, 'vault' | 'record'>,
  section: string,
  field: string,
): Promise<string[]> {
  const entries = await Watched.on(vault, { type: 'entries', record, section });
  const answer = await entries.until(() => true);
  return answer.entries.map((entry) => JSON.stringify(entry.fields[field])).sort();
}
