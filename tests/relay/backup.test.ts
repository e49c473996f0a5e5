import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import { chainNext, chainStart } from '#protocol/relay-chain.ts';
import { itemHash } from '#protocol/relay-cursor.ts';
import { Watched, must } from './devices.ts';
import {
  addPdf,
  allergy,
  newHolder,
  newPractitioner,
  pair,
  patientOf,
  untilWord,
} from './people.ts';
import { RelayProcess, temporaryFolder } from './relay-process.ts';
import { TestClient } from './test-client.ts';
import { createTestLog, fullRights, keysOf, TestWriter, type TestLog } from './test-log.ts';

beforeAll(cryptoReady);

const COMMAND = fileURLToPath(new URL('../../src/commands/relay-backup.ts', import.meta.url));

describe('a backup of a relay', () => {
  let data: ReturnType<typeof temporaryFolder>;
  let copy: ReturnType<typeof temporaryFolder>;
  let relay: RelayProcess;
  let log: TestLog;
  beforeEach(async () => {
    data = temporaryFolder();
    copy = temporaryFolder();
    relay = await RelayProcess.start(data.path);
    log = await createTestLog('record', [fullRights]);
  });
  afterEach(async () => {
    await relay.kill();
    data.remove();
    copy.remove();
  });

  async function backUp(target = copy.path): Promise<{ code: unknown; said: string }> {
    const env = { PATH: process.env['PATH'], CARNET_DATA: data.path };
    const child = spawn(process.execPath, [COMMAND, target], { env });
    let said = '';
    const hear = (text: Buffer): void => {
      said += text.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const [code] = (await once(child, 'close')) as unknown[];
    return { code, said };
  }

  /** The disk is gone; the copy takes its place, at the same address. */
  async function restore(): Promise<void> {
    const { port } = new URL(relay.url);
    await relay.kill();
    relay = await RelayProcess.start(copy.path, { PORT: port });
  }

  async function seeded(): Promise<TestClient> {
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log));
    client.seed(log.logId, [log.genesis.bytes]);
    await client.next('seeded');
    return client;
  }

  test('made while it takes ops gives back all that was acknowledged before, in a new life', async () => {
    const client = await seeded();
    const { relayPublicKey } = await client.welcome();
    const writer = new TestWriter(log, keysOf(log));
    const ops = Array.from({ length: 1_500 }, () => writer.write());
    for (const { bytes } of ops) client.send({ type: 'append', op: bytes });
    await client.next('ack', ({ seq }) => seq === 500);
    expect(await backUp()).toMatchObject({ code: 0 });
    await restore();
    const reader = await TestClient.connect(relay.url);
    await reader.prove(log.logId, keysOf(log));
    const before = client.received.find((message) => message.type === 'seeded');
    const { head } = await reader.next('proven');
    expect(head.inc).not.toBe(before?.head.inc);
    expect((await reader.welcome()).relayPublicKey).toEqual(relayPublicKey);
    reader.send({ type: 'open', logId: log.logId, after: 0 });
    await reader.next('caughtUp');
    const items = reader.received.flatMap((m) => (m.type === 'items' ? m.items : []));
    expect(items.length).toBeGreaterThan(500);
    const chain = items.map(itemHash).reduce(chainNext, chainStart(log.logId, head.inc));
    expect(chain).toBe(head.chain);
    for (const { bytes } of ops) reader.send({ type: 'append', op: bytes });
    await reader.next('ack', ({ seq }) => seq === ops.length);
  });

  test('restored after a loss, has everybody read everything, and gets what came since', async () => {
    const [holder, practitioner] = [await newHolder(relay.url), await newPractitioner(relay.url)];
    await allergy(holder, 'Latex');
    await addPdf(holder, 'Bilan');
    await untilWord(holder, 'synced');
    const { channel } = await pair(holder, practitioner);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 2);
    await untilWord(holder, 'synced');
    expect(await backUp()).toMatchObject({ code: 0 });
    await addPdf(holder, 'Radio');
    await allergy(holder, 'Pollen');
    await untilWord(holder, 'synced');
    await patient.until(({ view }) => view?.entries.length === 4);
    await restore();
    must(await holder.vault.run({ type: 'syncNow' }));
    must(await practitioner.vault.run({ type: 'syncNow' }));
    const safety = await Watched.on(holder.vault, { type: 'safety', record: holder.record });
    const calm = await safety.until(
      ({ word, connection }) => connection === 'connected' && word === 'synced',
    );
    expect(calm.notices).toEqual(['unprotected']);
    const later = await newPractitioner(relay.url);
    const second = await pair(holder, later);
    const anew = await patientOf(later, second.channel);
    await anew.until(({ view }) => view?.entries.length === 4);
    for (const title of ['Bilan', 'Radio']) {
      const sizeOf = async (): Promise<number> => {
        const { view } = await patient.until((answer) => answer.view !== undefined);
        const entry = view?.entries.find(({ fields }) => fields['title'] === title)?.id;
        if (entry === undefined) return 0;
        const opened = await practitioner.vault.openFile({ from: 'channel', channel, entry });
        return opened.ok ? opened.value.blob.size : 0;
      };
      await expect.poll(sizeOf, { timeout: 30_000 }).toBeGreaterThan(1_000);
    }
    await later.vault.lock();
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
  });

  test('is brought up to date in the same folder, and keeps the relay’s key to its owner', async () => {
    await seeded();
    expect((await backUp()).said).toContain('1 logs and 0 files');
    const holder = await newHolder(relay.url);
    await addPdf(holder, 'Bilan');
    await untilWord(holder, 'synced');
    await holder.vault.lock();
    await relay.terminate();
    expect((await backUp()).said).toContain('3 logs and 1 files');
    expect(existsSync(join(copy.path, 'relay.sqlite-wal'))).toBe(false);
    for (const name of ['relay.key', 'relay.sqlite']) {
      expect(statSync(join(copy.path, name)).mode & 0o777).toBe(0o600);
    }
  });

  test('is refused with a sentence where there is no relay, or one that runs', async () => {
    const empty = temporaryFolder();
    expect(await backUp(data.path)).toEqual({
      code: 1,
      said: 'A backup goes to another folder.\n',
    });
    const other = await RelayProcess.start(empty.path);
    expect((await backUp(empty.path)).said).toContain('A relay has been started');
    await other.terminate();
    empty.remove();
  });
});
