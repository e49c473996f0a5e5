import { DatabaseSync } from 'node:sqlite';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LogId } from '#base/ids.ts';
import type { FileHandle, SafetyNotice } from '#vault/api.ts';
import { RelayOnDisk, Watched, must } from './devices.ts';
import {
  addPdf,
  allergy,
  newHolder,
  newPractitioner,
  pair,
  patientOf,
  untilWord,
  type Holder,
} from './people.ts';

const KIND = { update: 2, window: 3 } as const;

describe('a relay whose disk was altered', () => {
  let relay: RelayOnDisk;
  let holder: Holder;
  let practitioner: Holder;
  let channel: LogId;
  beforeEach(async () => {
    relay = await RelayOnDisk.start();
    holder = await newHolder(relay.url);
    practitioner = await newPractitioner(relay.url);
    await allergy(holder, 'Latex');
    await addPdf(holder, 'Bilan');
    await untilWord(holder, 'synced');
    ({ channel } = await pair(holder, practitioner));
    const patient = await patientOf(practitioner, channel);
    const shown = await patient.until(({ view }) => view?.entries.length === 2);
    const document = shown.view?.entries.find(({ section }) => section === 'documents');
    handle = { from: 'channel', channel, entry: document?.id ?? ('' as never) };
    await untilOpen();
  });
  let handle: FileHandle;
  afterEach(async () => {
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await relay.dispose();
  });

  async function untilOpen(): Promise<void> {
    for (let tries = 0; !(await practitioner.vault.openFile(handle)).ok; tries++) {
      if (tries > 200) throw new Error('the file never opened');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function untilNotice(of: Holder, notice: SafetyNotice): Promise<void> {
    const safety = await Watched.on(of.vault, { type: 'safety', record: of.record });
    await safety.until(({ notices }) => notices.includes(notice));
  }

  /** Rewrites ops in the relay's database, while it does not run. */
  async function alterOps(
    logId: LogId,
    kind: number,
    alter: (bytes: Uint8Array) => Uint8Array,
  ): Promise<void> {
    await relay.stop();
    const database = new DatabaseSync(join(relay.folder, 'relay.sqlite'));
    const rows = database
      .prepare(
        `SELECT ops.log, relay_seq, bytes FROM ops JOIN logs ON logs.log = ops.log
         WHERE name = ? AND kind = ? AND bytes IS NOT NULL`,
      )
      .all(Buffer.from(logId, 'hex'), kind);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      database
        .prepare('UPDATE ops SET bytes = ? WHERE log = ? AND relay_seq = ?')
        .run(alter(row['bytes'] as Uint8Array), row['log'] ?? 0, row['relay_seq'] ?? 0);
    }
    database.close();
    await relay.start();
  }

  const flipAt =
    (place: number) =>
    (bytes: Uint8Array): Uint8Array => {
      const copy = new Uint8Array(bytes);
      const at = place < 0 ? copy.length + place : place;
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    };

  test.each([
    ['flipped in what it seals', flipAt(200)],
    ['flipped in its signature', flipAt(-1)],
  ])('an op of a window %s is never shown, and its reader is told', async (_name, alter) => {
    await practitioner.vault.lock();
    await alterOps(channel, KIND.window, alter);
    must(await practitioner.vault.unlock(''));
    await untilNotice(practitioner, 'relayUnavailable');
    const patient = await patientOf(practitioner, channel);
    const { view } = await patient.until(() => true);
    expect(view).toBeUndefined();
  });

  test('an op of a window cut short on its way is never shown, and its reader is told', async () => {
    await practitioner.vault.lock();
    practitioner.wire.tamper = (message) => {
      if (message.type !== 'items' || message.logId !== channel) return message;
      const items = message.items.map((item) =>
        item.type === 'op' ? { ...item, bytes: item.bytes.slice(0, -40) } : item,
      );
      return { ...message, items };
    };
    must(await practitioner.vault.unlock(''));
    await untilNotice(practitioner, 'relayForked');
    const patient = await patientOf(practitioner, channel);
    const { view } = await patient.until(() => true);
    expect(view).toBeUndefined();
  });

  test('an op of the record changes nothing on the device that wrote it', async () => {
    await alterOps(holder.record, KIND.update, flipAt(200));
    must(await holder.vault.run({ type: 'syncNow' }));
    await allergy(holder, 'Iode');
    await untilWord(holder, 'synced');
    const entries = await Watched.on(holder.vault, {
      type: 'entries',
      record: holder.record,
      section: 'allergies',
    });
    await entries.until(({ entries: found }) => found.length === 2);
  });

  /** Every file of sealed chunks and manifests. */
  const blobFiles = (): string[] =>
    readdirSync(join(relay.folder, 'blobs'), { recursive: true, encoding: 'utf8' })
      .map((name) => join(relay.folder, 'blobs', name))
      .filter((path) => statSync(path).isFile());

  test('a file flipped or cut short is never opened by a reader, and opens again once it is whole', async () => {
    const [whole] = [blobFiles().map((path) => ({ path, bytes: readFileSync(path) }))];
    const alterations = [
      (path: string, bytes: Buffer) => {
        writeFileSync(path, flipAt(bytes.length >> 1)(bytes));
      },
      (path: string, bytes: Buffer) => {
        truncateSync(path, bytes.length >> 1);
      },
    ];
    for (const alter of alterations) {
      for (const { path, bytes } of whole) {
        alter(path, bytes);
        const opened = await practitioner.vault.openFile(handle);
        expect(opened.ok).toBe(false);
        writeFileSync(path, bytes);
      }
    }
    await untilOpen();
  });

  test('a file altered at the relay still opens on the device that keeps it', async () => {
    for (const path of blobFiles()) truncateSync(path, 3);
    const { vault, record } = holder;
    const documents = await Watched.on(vault, { type: 'entries', record, section: 'documents' });
    const { entries } = await documents.until(({ entries: found }) => found.length === 1);
    const entry = entries[0]?.id ?? ('' as never);
    expect((await vault.openFile({ from: 'record', record, entry })).ok).toBe(true);
  });

  test('a file altered on the device is said to be damaged, and nothing of it is shown', async () => {
    const { vault, record, disk } = holder;
    const documents = await Watched.on(vault, { type: 'entries', record, section: 'documents' });
    const { entries } = await documents.until(({ entries: found }) => found.length === 1);
    const entry = entries[0]?.id ?? ('' as never);
    const [[key, chunk] = ['', new Uint8Array()]] = disk.table('chunks').entries();
    disk.write('chunks', key, flipAt(1000)(chunk) as typeof chunk);
    const opened = await vault.openFile({ from: 'record', record, entry });
    expect(opened).toEqual({ ok: false, error: { type: 'FileDamaged' } });
    disk.write('chunks', key, chunk);
    expect((await vault.openFile({ from: 'record', record, entry })).ok).toBe(true);
  });
});
