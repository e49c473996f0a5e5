import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '#base/bytes.ts';
import { Watched, must } from './devices.ts';
import {
  accept,
  bytesOfDocument,
  depositNote,
  depositPdf,
  endCare,
  inCare,
  proofOf,
  untilGiven,
  untilWaiting,
  waitingAs,
} from './deposit-people.ts';
import { MemoryRelay } from './memory-relay.ts';
import { addPdf, doctor as nadia, namesIn, patientOf, pdfFile, untilWord } from './people.ts';

describe('a deposit', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('of a document comes to the holder, is looked at, accepted, and verifies', async () => {
    const care = await inCare(relay.url);
    const { holder } = care;
    await depositPdf(care, 'Compte rendu');
    const { deposit, by, said } = await waitingAs(care, 'Compte rendu');
    expect(by.professional).toEqual(nadia);
    expect(said).toMatchObject({ kind: 'document', mediaType: 'application/pdf' });
    const { record } = holder;
    const preview = must(await holder.vault.openFile({ from: 'deposit', record, entry: deposit }));
    const original = toHex(new Uint8Array(await (await pdfFile()).arrayBuffer()));
    expect(toHex(new Uint8Array(await preview.blob.arrayBuffer()))).toBe(original);
    expect(await namesIn(holder, 'documents', 'title')).toEqual([]);
    await accept(care, deposit);
    await untilWaiting(care);
    expect(await namesIn(holder, 'documents', 'title')).toEqual(['"Compte rendu"']);
    expect(await namesIn(holder, 'documents', 'author')).toEqual([`"${nadia.name}"`]);
    expect(await bytesOfDocument(holder, deposit)).toBe(original);
    expect(await proofOf(holder, deposit)).toMatchObject({ verdict: 'verified' });
    await untilWord(holder, 'synced');
    await untilGiven(care, ([one]) => one?.state === 'given');
    await endCare(care);
  });

  test('of a note becomes a text of the record, word for word', async () => {
    const care = await inCare(relay.url);
    await depositNote(care, 'Après la visite');
    const { deposit } = await waitingAs(care, 'Après la visite');
    await accept(care, deposit);
    const text = Buffer.from(await bytesOfDocument(care.holder, deposit), 'hex').toString();
    expect(text).toBe('Après la visite.\nÀ revoir dans un mois.');
    expect(await proofOf(care.holder, deposit)).toMatchObject({ verdict: 'verified' });
    await endCare(care);
  });

  test('refused is shown no more and enters nothing', async () => {
    const care = await inCare(relay.url);
    const { holder } = care;
    await depositNote(care, 'Non merci');
    const { deposit } = await waitingAs(care, 'Non merci');
    must(await holder.vault.run({ type: 'refuseDeposit', record: holder.record, deposit }));
    await untilWaiting(care);
    expect(await namesIn(holder, 'documents', 'title')).toEqual([]);
    const again = await holder.vault.run({ type: 'acceptDeposit', record: holder.record, deposit });
    expect(again).toMatchObject({ error: { type: 'UnknownEntry' } });
    await holder.vault.lock();
    must(await holder.vault.unlock(''));
    await untilWaiting(care);
    await endCare(care);
  });

  test('from a correspondent whose deposits are always accepted enters by itself, marked', async () => {
    const care = await inCare(relay.url);
    const { holder, channel } = care;
    await depositNote(care, 'Avant');
    await waitingAs(care, 'Avant');
    const marks = { hidden: true };
    must(await holder.vault.run({ type: 'acceptAlways', channel, always: true, marks }));
    await untilWaiting(care);
    await depositPdf(care, 'Après');
    const query = { type: 'entries', record: holder.record, section: 'documents' } as const;
    const documents = await Watched.on(holder.vault, query);
    const { entries } = await documents.until((answer) => answer.entries.length === 2);
    expect(entries.map(({ meta }) => meta.hidden)).toEqual([true, true]);
    must(await holder.vault.run({ type: 'acceptAlways', channel, always: false }));
    await depositNote(care, 'Une par une');
    await untilWaiting(care, 'Une par une');
    await endCare(care);
  });

  test('corrected shows the correction and the former, both verified', async () => {
    const care = await inCare(relay.url);
    const { holder } = care;
    const first = await depositPdf(care, 'Première version');
    const former = await waitingAs(care, 'Première version');
    await accept(care, former.deposit);
    await untilGiven(care, ([one]) => one?.state === 'given');
    await depositPdf(care, 'Version corrigée', first);
    const later = await waitingAs(care, 'Version corrigée');
    expect(later.corrects).toMatchObject({ deposit: former.deposit, accepted: true });
    const before = await proofOf(holder, former.deposit);
    expect(before.correctedBy).toMatchObject({ title: 'Version corrigée', accepted: false });
    await accept(care, later.deposit);
    const after = await proofOf(holder, former.deposit);
    expect(after).toMatchObject({
      verdict: 'verified',
      correctedBy: { deposit: later.deposit, accepted: true },
    });
    expect(await proofOf(holder, later.deposit)).toMatchObject({
      verdict: 'verified',
      corrects: { deposit: former.deposit, title: 'Première version' },
    });
    const given = await untilGiven(care, (all) => all.length === 2);
    expect(given.find(({ deposit }) => deposit === first)?.correctedBy).toBeDefined();
    await endCare(care);
  });

  test('corrects nothing that was not deposited in the same channel', async () => {
    const care = await inCare(relay.url);
    const { doctor, channel } = care;
    const command = { type: 'depositNote', channel, said: { title: 'a', text: 'b' } } as const;
    const answer = await doctor.vault.run({ ...command, supersedes: 'a'.repeat(64) });
    expect(answer).toMatchObject({ error: { type: 'UnknownEntry' } });
    await endCare(care);
  });

  test('made with no network, or cut by a lock, goes once there is one', async () => {
    const care = await inCare(relay.url);
    const { doctor } = care;
    doctor.wire.setOnline(false);
    await depositPdf(care, 'Sans réseau');
    await depositNote(care, 'Avec sa note');
    await untilGiven(care, (all) => all.every(({ state }) => state === 'sending'));
    await doctor.vault.lock();
    must(await doctor.vault.unlock(''));
    doctor.wire.setOnline(true);
    must(await doctor.vault.run({ type: 'syncNow' }));
    await untilWaiting(care, 'Avec sa note', 'Sans réseau');
    await untilGiven(
      care,
      (all) => all.length === 2 && all.every(({ state }) => state === 'given'),
    );
    await endCare(care);
  });

  test('whose acknowledgement was lost is deposited once', async () => {
    const care = await inCare(relay.url);
    const { doctor, channel } = care;
    doctor.wire.tamper = (message) =>
      message.type === 'ack' && message.logId === channel ? undefined : message;
    await depositNote(care, 'Une fois');
    await waitingAs(care, 'Une fois');
    doctor.wire.tamper = (message) => message;
    doctor.wire.cut();
    await untilGiven(care, (all) => all.length === 1 && all[0]?.state === 'given');
    await untilWaiting(care, 'Une fois');
    await endCare(care);
  });

  test('stays to be decided on when the channel closes, file included', async () => {
    const care = await inCare(relay.url);
    const { holder, doctor, channel } = care;
    await depositPdf(care, 'Indécis');
    await depositNote(care, 'Indécise');
    await untilWaiting(care, 'Indécis', 'Indécise');
    must(await holder.vault.run({ type: 'closeChannel', channel }));
    const patient = await patientOf(doctor, channel);
    await patient.until(({ summary }) => summary.state === 'closed');
    const { record } = holder;
    const channels = await Watched.on(holder.vault, { type: 'channels', record });
    await channels.until(([first]) => first?.state === 'closed');
    await untilWord(holder, 'synced');
    await holder.vault.lock();
    must(await holder.vault.unlock(''));
    await untilWaiting(care, 'Indécis', 'Indécise');
    for (const title of ['Indécis', 'Indécise']) {
      const { deposit } = await waitingAs(care, title);
      await accept(care, deposit);
      expect(await proofOf(holder, deposit)).toMatchObject({ verdict: 'verified' });
      expect(await bytesOfDocument(holder, deposit)).not.toBe('');
    }
    await untilWaiting(care);
    await endCare(care);
  });

  test('made before an offline close is fetched before the channel is erased', async () => {
    const care = await inCare(relay.url);
    const { holder, channel } = care;
    holder.wire.setOnline(false);
    must(await holder.vault.run({ type: 'closeChannel', channel }));
    await depositPdf(care, 'Arrivé trop tard');
    await untilGiven(care, ([one]) => one?.state === 'given');
    holder.wire.setOnline(true);
    must(await holder.vault.run({ type: 'syncNow' }));
    const { record } = holder;
    const channels = await Watched.on(holder.vault, { type: 'channels', record });
    await channels.until(([first]) => first?.state === 'closed');
    const { deposit } = await waitingAs(care, 'Arrivé trop tard');
    await accept(care, deposit);
    expect(await proofOf(holder, deposit)).toMatchObject({ verdict: 'verified' });
    await endCare(care);
  });

  test('that an erase had not seen is kept all the same', async () => {
    const care = await inCare(relay.url);
    const { holder, channel } = care;
    // The line is dead and nobody has noticed: nothing goes out, nothing comes in.
    holder.wire.isDead = true;
    must(await holder.vault.run({ type: 'closeChannel', channel }));
    await depositNote(care, 'Entre les deux');
    await untilGiven(care, ([one]) => one?.state === 'given');
    holder.wire.isDead = false;
    holder.wire.cut();
    must(await holder.vault.run({ type: 'syncNow' }));
    const { record } = holder;
    const channels = await Watched.on(holder.vault, { type: 'channels', record });
    await channels.until(([first]) => first?.state === 'closed');
    await untilWaiting(care, 'Entre les deux');
    await endCare(care);
  });

  test('that could not leave before the window closed says so, and can be dropped', async () => {
    const care = await inCare(relay.url);
    const { holder, doctor, channel } = care;
    doctor.wire.setOnline(false);
    const deposit = await depositNote(care, 'Trop tard');
    must(await holder.vault.run({ type: 'closeChannel', channel }));
    const { record } = holder;
    const channels = await Watched.on(holder.vault, { type: 'channels', record });
    await channels.until(([first]) => first?.state === 'closed');
    doctor.wire.setOnline(true);
    must(await doctor.vault.run({ type: 'syncNow' }));
    await untilGiven(care, ([one]) => one?.state === 'windowClosed');
    must(await doctor.vault.run({ type: 'dropDeposit', deposit }));
    await untilGiven(care, (all) => all.length === 0);
    await endCare(care);
  });
});

describe('a receipt', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('of what a practitioner opened reaches the holder’s journal: the summary, a document', async () => {
    const care = await inCare(relay.url);
    const { holder, doctor, channel } = care;
    const { record } = holder;
    must(await doctor.vault.run({ type: 'lookAtPatient', channel }));
    const receipts = await Watched.on(holder.vault, { type: 'receipts', record });
    const first = await receipts.until((all) => all.length === 1);
    expect(first[0]).toMatchObject({ channel, who: nadia.name, what: 'summary' });
    const document = await addPdf(holder, 'Bilan');
    const patient = await patientOf(doctor, channel);
    const { view } = await patient.until((answer) => answer.view?.entries.length === 1);
    const entry = view?.entries[0]?.id;
    if (!entry) throw new Error('the document is shown');
    const handle = { from: 'channel', channel, entry } as const;
    await untilWord(holder, 'synced');
    const glanced = async (): Promise<boolean> =>
      (await doctor.vault.openFile({ ...handle, glance: true })).ok;
    await expect.poll(glanced, { timeout: 10_000 }).toBe(true);
    must(await doctor.vault.openFile(handle));
    must(await doctor.vault.openFile(handle));
    const both = await receipts.until((all) => all.length === 2);
    expect(both.find(({ what }) => what === 'entry')?.entry).toBe(document);
    const acts = await namesIn(holder, 'journal', 'act');
    expect(acts.filter((act) => act === '"windowRead"')).toHaveLength(2);
    await endCare(care);
  });
});
