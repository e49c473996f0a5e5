import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mustGet } from '#base/assert.ts';
import type { LogId } from '#base/ids.ts';
import { filterFromPreset } from '#record/presets.ts';
import { sectionByCode } from '#record/registry.ts';
import type { Section } from '#record/section.ts';
import { tables } from '#vault/ports.ts';
import { findWords, type Piece } from '../e2e/canaries.ts';
import { Canaries, filledSections } from './canary-record.ts';
import { RelayOnDisk, must } from './devices.ts';
import { newHolder, pair, patientOf, untilWord, type Holder } from './people.ts';

const canaries = new Canaries();
const logged: string[] = [];

/** A practitioner whose every word is a canary. */
async function newCanaryPractitioner(url: string): Promise<Holder> {
  const practitioner = await newHolder(url);
  practitioner.wire.isRecording = true;
  const professional = {
    name: canaries.word('professional.name'),
    profession: canaries.word('professional.profession'),
    specialty: canaries.word('professional.specialty'),
    place: canaries.word('professional.place'),
    rpps: '10003456781',
  };
  must(await practitioner.vault.run({ type: 'setProfessional', professional }));
  await untilWord(practitioner, 'synced');
  return practitioner;
}

/** A record with a canary wherever a person can put a word. */
async function fill(holder: Holder): Promise<void> {
  const { vault, record } = holder;
  for (const section of filledSections) {
    const fields = canaries.fieldsOf(section);
    must(await vault.run({ type: 'addEntry', record, section: section.code, fields }));
  }
  const documents = mustGet(sectionByCode('documents'), 'documents are a section');
  const fields = { ...canaries.fieldsOf(documents), category: 'laboratory' };
  const body = `%PDF-1.7\n${canaries.word('file body')}\n`.repeat(60_000);
  const file = new File([body], `${canaries.word('file name')}.pdf`);
  must(await vault.run({ type: 'addDocument', record, file, fields }));
  const note = new File([`${canaries.word('text body')}\n`], `${canaries.word('text name')}.txt`);
  must(
    await vault.run({ type: 'addDocument', record, file: note, fields, marks: { hidden: true } }),
  );
}

/** Every file below a folder, the write-ahead log and the relay's key among them. */
function filesBelow(folder: string): Piece[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ where: path, bytes: readFileSync(path) }));
}

/** Every key and value of a device's disk, chunks of files too. */
function rowsOf({ disk }: Holder): Piece[] {
  return [...tables, 'chunks'].flatMap((table) =>
    disk
      .table(table)
      .entries()
      .flatMap(([key, value]) => [
        { where: `key in ${table}`, bytes: Buffer.from(key) },
        { where: `value in ${table}`, bytes: Buffer.from(value) },
      ]),
  );
}

const framesOf = ({ wire }: Holder): Piece[] =>
  wire.seen.map((bytes) => ({ where: 'wire', bytes: Buffer.from(bytes) }));

describe('what others than the person and their practitioner can read', () => {
  let relay: RelayOnDisk;
  let holder: Holder;
  let practitioner: Holder;
  let channel: LogId;

  beforeAll(async () => {
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        logged.push(chunk.toString());
        done();
      },
    });
    relay = await RelayOnDisk.start({ log: pino({ level: 'trace' }, stream) });
    practitioner = await newCanaryPractitioner(relay.url);
    holder = await newHolder(relay.url);
    holder.wire.isRecording = true;
    await fill(holder);
    await untilWord(holder, 'synced');
    const filter = filterFromPreset('generalPractitioner');
    ({ channel } = await pair(holder, practitioner, filter));
    const patient = await patientOf(practitioner, channel);
    const isShown = ({ code }: Section): boolean => filter.sections[code]?.shown === true;
    // One entry of each section that the window shows, and the document that is not hidden.
    const count = filledSections.filter(isShown).length + 1;
    expect(count).toBeGreaterThan(12);
    const shown = await patient.until(({ view }) => view?.entries.length === count);
    const document = shown.view?.entries.find(({ section }) => section === 'documents');
    const handle = {
      from: 'channel',
      channel,
      entry: mustGet(document, 'it is shown').id,
    } as const;
    for (let tries = 0; tries < 100; tries++) {
      if ((await practitioner.vault.openFile(handle)).ok) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await untilWord(practitioner, 'synced');
  });
  afterAll(async () => {
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await relay.dispose();
  });

  test('the search finds what is there: a canary of the record in what its practitioner is shown', async () => {
    const patient = await patientOf(practitioner, channel);
    const shown = await patient.until(({ view }) => view !== undefined);
    const isSubstance = (each: string): boolean =>
      canaries.words.get(each) === 'allergies.substance';
    const word = mustGet(canaries.all.find(isSubstance), 'a substance is a canary');
    const pieces = [{ where: 'screen', bytes: Buffer.from(JSON.stringify(shown)) }];
    expect(findWords(pieces, [word])).toContain(`screen: ${word} as UTF-8`);
    expect(canaries.all.length).toBeGreaterThan(40);
  });

  test('The relay cannot read a record: no word of it, no title, file name or file is in its database, its files or its logs', () => {
    const kept = filesBelow(relay.folder);
    const names = kept.map(({ where }) => where.slice(relay.folder.length));
    expect(names).toContain('/relay.sqlite');
    expect(names).toContain('/relay.sqlite-wal');
    expect(names.filter((name) => name.startsWith('/blobs/')).length).toBeGreaterThan(2);
    const paths = names.map((name) => ({ where: 'path', bytes: Buffer.from(name) }));
    const logs = logged.map((line) => ({ where: 'log', bytes: Buffer.from(line) }));
    expect(logs.length).toBeGreaterThan(0);
    expect(findWords([...kept, ...paths, ...logs], canaries.all)).toEqual([]);
  });

  test('The line to the relay carries nothing that can be read: no word of a record, of its files or of a practitioner', () => {
    const frames = [...framesOf(holder), ...framesOf(practitioner)];
    expect(frames.length).toBeGreaterThan(50);
    expect(findWords(frames, canaries.all)).toEqual([]);
  });

  test('The storage of a device holds nothing of a record in clear, neither in its values nor in its keys', () => {
    const rows = [...rowsOf(holder), ...rowsOf(practitioner)];
    expect(rows.filter(({ where }) => where === 'value in chunks').length).toBeGreaterThan(2);
    expect(findWords(rows, canaries.all)).toEqual([]);
  });
});
