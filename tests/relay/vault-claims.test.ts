import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mustGet } from '#base/assert.ts';
import { toHex, type Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import { authorIdOf } from '#crypto/keys.ts';
import { unwrapEpoch } from '#protocol/genesis.ts';
import { openOp } from '#protocol/op-codec.ts';
import type { Op } from '#protocol/op.ts';
import { decodeWindowPayload } from '#protocol/payload-codec.ts';
import { filterFromPreset } from '#record/presets.ts';
import { sections } from '#record/registry.ts';
import type { Query, VaultApi } from '#vault/api.ts';
import { hexBytes } from '#vault/hex-bytes.ts';
import { Watched, must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import {
  addPdf,
  allergy,
  newHolder,
  newPractitioner,
  pair,
  patientOf,
  pdfFile,
  untilWord,
  type Holder,
} from './people.ts';
import { blobsIn, opensBlob, opsIn } from './relay-dump.ts';
import { logsOf, readerKeysOf, type ReaderKeys } from './vault-keys.ts';

/** Every way in which keys could open an op: as its epoch's key, or by a wrap that is for them. */
async function opens(op: Op, { logKey, member }: ReaderKeys): Promise<boolean> {
  if (openOp(op, logKey).ok) return true;
  const author = authorIdOf(member.signing.publicKey);
  const wrapped = op.kind === 'access' ? await unwrapEpoch(op, author, member.kemSeed) : undefined;
  return wrapped?.ok === true;
}

async function opened(ops: readonly Op[], keys: ReaderKeys): Promise<Op[]> {
  const found: Op[] = [];
  for (const op of ops) if (await opens(op, keys)) found.push(op);
  return found;
}

/** Waits until a practitioner is shown so many entries. */
async function untilShown(practitioner: Holder, channel: LogId, count: number): Promise<void> {
  const patient = await patientOf(practitioner, channel);
  await patient.until(({ view }) => view?.entries.length === count);
}

/** The keys of the files in a window, as its ops carry them to its reader. */
function fileKeysIn(windows: readonly Op[], { logKey }: ReaderKeys): Bytes[] {
  return windows.flatMap((op) => {
    const body = openOp(op, logKey);
    const payload = body.ok ? decodeWindowPayload(body.value.payload) : body;
    if (!payload.ok || !('puts' in payload.value)) return [];
    const keys = payload.value.puts.map(({ json }) => /"key":"([0-9a-f]{64})"/.exec(json)?.[1]);
    return keys.filter((key) => key !== undefined).map(hexBytes);
  });
}

async function ask<Q extends Query>(vault: VaultApi, query: Q) {
  const watched = new Watched<Q>();
  await vault.watch(query, (answer) => {
    watched.latest ??= answer;
  });
  while (!watched.latest) await new Promise((resolve) => setTimeout(resolve, 1));
  return watched.latest;
}

describe('what a practitioner can reach', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('A practitioner’s keys open the window and nothing of the record itself, even with the relay’s whole database', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await allergy(holder, 'Latex');
    await addPdf(holder, 'Bilan');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    await untilShown(practitioner, channel, 2);
    const keys = await readerKeysOf(practitioner.disk, channel);
    const own = (await logsOf(holder.disk)).filter(({ logId }) => logId !== channel);
    expect(own.map(({ row }) => row.sort).sort()).toEqual(['keyring', 'record']);
    const ofRecord = own.flatMap(({ logId }) => opsIn(relay, logId));
    expect(ofRecord.length).toBeGreaterThan(5);
    expect(await opened(ofRecord, keys)).toEqual([]);
    const windows = opsIn(relay, channel).filter(({ kind }) => kind === 'window');
    expect(await opened(windows, keys)).toEqual(windows);
    expect(fileKeysIn(windows, keys)).toHaveLength(1);
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('After a window is closed, its reader opens nothing newer, even with the relay’s whole database and every key they had', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await allergy(holder, 'Latex');
    await addPdf(holder, 'Bilan');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    await untilShown(practitioner, channel, 2);
    const keys = await readerKeysOf(practitioner.disk, channel);
    const fileKeys = fileKeysIn(opsIn(relay, channel), keys);
    expect(fileKeys).toHaveLength(1);
    const before = { ops: opsIn(relay).length, blobs: await blobsIn(relay) };
    must(await holder.vault.run({ type: 'closeChannel', channel }));
    const channels = await Watched.on(holder.vault, { type: 'channels', record: holder.record });
    await channels.until(([first]) => first?.state === 'closed');
    await allergy(holder, 'Iode');
    await addPdf(holder, 'Plus récent', await pdfFile('recent.pdf'));
    await pair(holder, await newPractitioner(relay.url));
    await untilWord(holder, 'synced');
    const newer = opsIn(relay).slice(before.ops);
    expect(newer.length).toBeGreaterThan(6);
    const isOfChannel = ({ logId }: Op): boolean => logId === channel;
    // What closes the window is signed for those who read it: it says that it is closed.
    expect(newer.filter(isOfChannel).map(({ kind }) => kind)).toEqual(['erase']);
    expect(
      await opened(
        newer.filter((op) => !isOfChannel(op)),
        keys,
      ),
    ).toEqual([]);
    const old = new Set(before.blobs.map(({ blob }) => blob));
    const newerBlobs = (await blobsIn(relay)).filter(({ blob }) => !old.has(blob));
    expect(newerBlobs).toHaveLength(1);
    for (const blob of newerBlobs) {
      for (const key of [...fileKeys, keys.logKey]) expect(await opensBlob(key, blob)).toBe(false);
    }
    expect(
      await Promise.all(before.blobs.map((blob) => opensBlob(fileKeys[0] ?? blob.header, blob))),
    ).toContain(true);
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('No key of a record or of a file ever leaves the vault for a screen', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await addPdf(holder, 'Bilan');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    await untilShown(practitioner, channel, 1);
    const { vault, record } = holder;
    const answers: string[] = [];
    const filter = filterFromPreset('generalPractitioner');
    const [summary] = must(
      await ask(vault, { type: 'entries', record, section: 'documents' }),
    ).entries;
    const queries: Query[] = [
      ...sections.map(({ code }) => ({ type: 'entries', record, section: code }) as const),
      { type: 'entry', record, entry: mustGet(summary, 'a document').id },
      { type: 'recent', record, limit: 100 },
      { type: 'preview', record, filter },
      { type: 'channels', record },
      { type: 'safety', record },
      { type: 'records' },
    ];
    for (const query of queries) answers.push(JSON.stringify(await ask(vault, query)));
    answers.push(JSON.stringify(await ask(practitioner.vault, { type: 'patient', channel })));
    answers.push(JSON.stringify(await ask(practitioner.vault, { type: 'professional' })));
    const keys = await readerKeysOf(practitioner.disk, channel);
    const secrets = [toHex(keys.logKey), ...fileKeysIn(opsIn(relay, channel), keys).map(toHex)];
    for (const { row } of [...(await logsOf(holder.disk)), ...(await logsOf(practitioner.disk))]) {
      secrets.push(row.memberSeeds, ...Object.values(row.epochKeys));
    }
    expect(secrets.length).toBeGreaterThan(10);
    for (const secret of secrets) {
      expect(answers.join().includes(secret)).toBe(false);
      expect(answers.join().includes(secret.slice(0, 64))).toBe(false);
    }
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('A practitioner cannot learn that a hidden document exists', async () => {
    const lives = [];
    for (const hides of [false, true]) {
      const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
      await addPdf(holder, 'Bilan');
      const { vault, record } = holder;
      const hide = async (title: string, marks: { hidden: true } | { sensitive: 'mental' }) => {
        const fields = { title, category: 'laboratory' };
        const file = await pdfFile('caché.pdf');
        if (hides) must(await vault.run({ type: 'addDocument', record, file, fields, marks }));
      };
      await hide('Caché', { hidden: true });
      await untilWord(holder, 'synced');
      const { channel } = await pair(holder, practitioner);
      await untilShown(practitioner, channel, 1);
      await hide('Caché plus tard', { sensitive: 'mental' });
      await untilWord(holder, 'synced');
      await allergy(holder, 'Latex');
      await untilShown(practitioner, channel, 2);
      await untilWord(holder, 'synced');
      const patient = await patientOf(practitioner, channel);
      const { view } = await patient.until(() => true);
      const references = relay.commits.flat().filter((change) => change.type === 'setReference');
      lives.push({
        shown: view?.entries.map(({ section, fields }) => [section, Object.keys(fields).sort()]),
        nones: view?.nones,
        ops: opsIn(relay, channel).map(({ kind, bytes }) => [kind, bytes.length]),
        files: references.filter(({ reference }) => reference.log === channel).length,
      });
      const hidden = (await logsOf(holder.disk)).find(({ logId }) => logId === record);
      expect(hidden?.state.attached.size).toBe(hides ? 3 : 1);
      await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    }
    const [without, withHidden] = lives;
    expect(without?.ops.map(([kind]) => kind)).toEqual(['access', 'window', 'attach', 'window']);
    expect(withHidden).toEqual(without);
  });
});
