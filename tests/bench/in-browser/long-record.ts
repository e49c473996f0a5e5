import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { MemoryDisk } from '#adapters/memory-disk.ts';
import { createMemoryStore } from '#adapters/memory-store.ts';
import type { Json } from '#record/entry.ts';
import { documentCategories } from '#record/sections/documents.ts';
import { tables } from '#vault/ports.ts';
import { ROOT } from '../../commands/run.ts';
import { device, must, Watched } from '../../relay/devices.ts';
import { RelayProcess } from '../../relay/relay-process.ts';

/** Rows of a device's database, by table: key, then value in base64. */
export type DeviceRows = Readonly<Record<string, readonly (readonly [string, string])[]>>;

/** A record of many years on a device, and the relay it is in agreement with. */
export type LongRecord = {
  readonly rows: DeviceRows;
  /** The relay's data: to be copied, never used in place. */
  readonly relayFolder: string;
};

/** Per year of a record: 600 measurements and 25 documents, of which the files stay elsewhere. */
const ENTRIES_A_YEAR = 625;
const DOCUMENTS_A_YEAR = 25;
const LAST_YEAR = 2025;
const DAY_MS = 86_400_000;

/**
 * A record of `years`, written entry by entry by the vault itself, synced until nothing waits.
 * Kept in tests/.output for the next run; remove it there after a change of a format.
 */
export async function longRecord(years: number, log: (line: string) => void): Promise<LongRecord> {
  const folder = join(ROOT, `tests/.output/bench-record-${String(years)}-years`);
  const file = join(folder, 'rows.json.gz');
  if (!existsSync(folder)) {
    const making = `${folder}.part`;
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { recursive: true });
    const rows = await write(years, join(making, 'relay'), log);
    writeFileSync(join(making, 'rows.json.gz'), gzipSync(JSON.stringify(rows)));
    renameSync(making, folder);
  }
  const rows = JSON.parse(gunzipSync(readFileSync(file)).toString()) as DeviceRows;
  return { rows, relayFolder: join(folder, 'relay') };
}

async function write(
  years: number,
  relayFolder: string,
  log: (line: string) => void,
): Promise<DeviceRows> {
  const relay = await RelayProcess.start(relayFolder, { CARNET_LOG: 'silent' });
  const disk = new MemoryDisk();
  const { vault } = await device(relay.url, { store: createMemoryStore({ disk }) });
  const { record } = must(await vault.run({ type: 'createVault', passphrase: undefined }));
  for (let year = LAST_YEAR - years + 1; year <= LAST_YEAR; year++) {
    log(`a record of ${String(years)} years: writing ${String(year)}`);
    for (let index = 0; index < ENTRIES_A_YEAR; index++) {
      const isDocument = index % (ENTRIES_A_YEAR / DOCUMENTS_A_YEAR) === 0;
      const [section, fields] = isDocument
        ? (['documents', documentOf(year, index)] as const)
        : (['measurements', measurementOf(year, index)] as const);
      must(await vault.run({ type: 'addEntry', record, section, fields }));
    }
  }
  const safety = await Watched.on(vault, { type: 'safety', record });
  await safety.until(({ waiting }) => waiting === 0, 600_000);
  await vault.lock();
  await relay.terminate();
  return Object.fromEntries(
    tables.map((table) => [
      table,
      [...disk.table(table).entries()].map(
        ([key, value]) => [key, Buffer.from(value).toString('base64')] as const,
      ),
    ]),
  );
}

type Fields = Readonly<Record<string, Json>>;

const instantOf = (year: number, index: number): number =>
  Date.UTC(year, 0, 1, 8) + Math.floor((index / ENTRIES_A_YEAR) * 364) * DAY_MS;

function documentOf(year: number, index: number): Fields {
  const number = String(year * 1_000 + index);
  return {
    title: `Bilan ${number}`,
    category: documentCategories[index % documentCategories.length] ?? 'other',
    date: new Date(instantOf(year, index)).toISOString().slice(0, 10),
    author: 'Laboratoire des Halles',
    file: {
      blob: number.padStart(64, '0'),
      key: number.padStart(64, 'a'),
      sizeBytes: 120_000,
      mediaType: 'application/pdf',
      name: `bilan-${number}.pdf`,
    },
  };
}

function measurementOf(year: number, index: number): Fields {
  const takenAt = { at: instantOf(year, index), zone: 'Europe/Paris' };
  const quantity = (value: number, unit: string): Json => ({ value: String(value), unit });
  return index % 2 === 0
    ? {
        kind: 'bloodPressure',
        systolic: quantity(120 + (index % 30), 'mm[Hg]'),
        diastolic: quantity(70 + (index % 20), 'mm[Hg]'),
        takenAt,
      }
    : { kind: 'weight', value: quantity(60 + (index % 10), 'kg'), takenAt };
}
