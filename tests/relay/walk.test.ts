import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mustGet } from '#base/assert.ts';
import { filterFromPreset } from '#record/presets.ts';
import { RelayOnDisk, Watched, device, must } from './devices.ts';

const jane = {
  name: 'Dr Nadia Martin',
  profession: 'Cardiologue',
  specialty: '',
  place: 'Nantes',
  rpps: '',
};

describe('the walk through a real relay', () => {
  let relay: RelayOnDisk;
  beforeAll(async () => {
    relay = await RelayOnDisk.start();
  });
  afterAll(() => relay.dispose());

  test('what is written is stored, then synced, files included', async () => {
    const { vault } = await device(relay.url);
    const { record } = must(await vault.run({ type: 'createVault', passphrase: undefined }));
    const fields = { substance: 'Pénicilline', severity: 'severe' };
    must(await vault.run({ type: 'addEntry', record, section: 'allergies', fields }));
    const pdf = await readFile('tests/fixtures/files/ordonnance.pdf');
    const file = new File([pdf], 'ordonnance.pdf');
    const document = { title: 'Ordonnance', category: 'prescriptions' };
    const added = must(await vault.run({ type: 'addDocument', record, file, fields: document }));
    const safety = await Watched.on(vault, { type: 'safety', record });
    await safety.until(({ word }) => word === 'synced');
    const opened = must(await vault.openFile({ from: 'record', record, entry: added.entry }));
    expect(Buffer.from(await opened.blob.arrayBuffer()).equals(pdf)).toBe(true);
    await vault.lock();
  });

  test('a practitioner whose code was scanned reads exactly what was chosen, until it is closed', async () => {
    const holder = (await device(relay.url)).vault;
    const reader = (await device(relay.url)).vault;
    const { record } = must(await holder.run({ type: 'createVault', passphrase: undefined }));
    must(await reader.run({ type: 'createVault', passphrase: undefined }));
    must(await reader.run({ type: 'setProfessional', professional: jane }));
    const add = async (section: string, fields: Record<string, string | boolean>) =>
      must(await holder.run({ type: 'addEntry', record, section, fields })).entry;
    await add('identity', {
      usedGivenName: 'Camille',
      usedName: 'Durand',
      birthDate: '1980-03-03',
    });
    await add('allergies', { substance: 'Pénicilline', severity: 'severe' });
    const hidden = await add('allergies', { substance: 'Latex', severity: 'mild' });
    must(await holder.run({ type: 'markEntry', record, entry: hidden, hidden: true }));
    const pdf = await readFile('tests/fixtures/files/bilan-lipidique.pdf');
    const file = new File([pdf], 'bilan.pdf');
    const fields = { title: 'Bilan lipidique', category: 'laboratory' };
    must(await holder.run({ type: 'addDocument', record, file, fields }));
    const safety = await Watched.on(holder, { type: 'safety', record });
    await safety.until(({ word }) => word === 'synced');

    const readerRecords = await Watched.on(reader, { type: 'records' });
    const [own] = await readerRecords.until((records) => records.length === 1);
    const readerSafety = await Watched.on(reader, {
      type: 'safety',
      record: mustGet(own, 'a record').record,
    });
    await readerSafety.until(({ word }) => word === 'synced');
    const code = must(await reader.run({ type: 'showPairingCode' }));
    const read = must(await holder.run({ type: 'readPairingCode', text: code.qrText }));
    expect(read.bearer.professional.name).toBe('Dr Nadia Martin');
    const filter = filterFromPreset('generalPractitioner');
    const opened = must(
      await holder.run({
        type: 'openWindow',
        pairing: read.pairing,
        record,
        filter,
        until: undefined,
      }),
    );
    const pairing = await Watched.on(reader, { type: 'pairing', pairing: code.pairing });
    const answered = await pairing.until(({ state }) => state === 'answered');
    expect(answered).toMatchObject({ words: opened.words, channel: opened.channel });

    const patient = await Watched.on(reader, { type: 'patient', channel: opened.channel });
    const shown = await patient.until(({ view }) => view?.entries.length === 3);
    expect(shown.summary.name).toBe('Camille Durand');
    expect(JSON.stringify(shown)).not.toContain('Latex');
    const entry = mustGet(
      shown.view?.entries.find(({ section }) => section === 'documents'),
      'the document is shown',
    );
    const handle = { from: 'channel', channel: opened.channel, entry: entry.id } as const;
    let document = await reader.openFile(handle);
    for (let tries = 0; !document.ok && tries < 50; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      document = await reader.openFile(handle);
    }
    expect(Buffer.from(await must(document).blob.arrayBuffer()).equals(pdf)).toBe(true);

    await add('treatments', { label: 'Amlodipine' });
    await patient.until(
      ({ view }) => view?.entries.some((e) => e.section === 'treatments') === true,
    );

    must(await holder.run({ type: 'closeChannel', channel: opened.channel }));
    await patient.until(({ summary, view }) => summary.state === 'closed' && view === undefined);
    await add('treatments', { label: 'Atorvastatine' });
    await safety.until(({ word }) => word === 'synced');
    expect((await reader.openFile(handle)).ok).toBe(false);
    await Promise.all([holder.lock(), reader.lock()]);
  });
});
