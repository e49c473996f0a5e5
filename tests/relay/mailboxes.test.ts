import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import { RelayProcess, temporaryFolder } from './relay-process.ts';
import { TestClient } from './test-client.ts';
import { createTestLog, fullRights, keysOf } from './test-log.ts';

/** What an address may open in an hour without having proven anything; src/relay/relay.ts. */
const UNPROVEN_PER_HOUR = 60;

describe('mailboxes of a relay in its own process', () => {
  const folder = temporaryFolder();
  let relay: RelayProcess;
  beforeAll(async () => {
    await cryptoReady();
    relay = await RelayProcess.start(folder.path);
  });
  afterAll(async () => {
    await relay.kill();
    folder.remove();
  });

  let names = 0;
  const newName = (): string => (++names).toString(16).padStart(32, '0');
  const at = (name: string, slot: number): string =>
    `${relay.url}/relay/mailboxes/${name}/${String(slot)}`;
  const put = async (name: string, slot: number, body: string, token?: string): Promise<number> => {
    const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
    return (await fetch(at(name, slot), { method: 'PUT', body, headers })).status;
  };

  test('three slots, each written once', async () => {
    const name = newName();
    expect(await put(name, 1, 'answer')).toBe(404);
    expect(await put(name, 0, 'bundle')).toBe(201);
    expect(await put(name, 0, 'bundle')).toBe(200);
    expect(await put(name, 0, 'forged')).toBe(409);
    expect(await put(name, 1, 'answer')).toBe(201);
    expect(await put(name, 2, 'grant')).toBe(201);
    const texts = await Promise.all([0, 1, 2].map(async (n) => (await fetch(at(name, n))).text()));
    expect(texts).toEqual(['bundle', 'answer', 'grant']);
  });

  test('two who write a slot at once do not both win', async () => {
    const name = newName();
    await put(name, 0, 'bundle');
    const statuses = await Promise.all(
      Array.from({ length: 8 }, (_, i) => put(name, 1, `answer ${String(i)}`)),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(7);
  });

  test('who waits for a slot gets it when it is written', async () => {
    const name = newName();
    await put(name, 0, 'bundle');
    const waiting = fetch(`${at(name, 1)}?wait=20000`);
    expect((await fetch(at(name, 1))).status).toBe(204);
    await put(name, 1, 'answer');
    expect(await (await waiting).text()).toBe('answer');
  });

  test('what was dropped outlives a restart', async () => {
    const name = newName();
    await put(name, 0, 'bundle');
    await relay.terminate();
    relay = await RelayProcess.start(folder.path);
    expect(await (await fetch(at(name, 0))).text()).toBe('bundle');
  });

  test('an address opens so many in an hour, and a proven connection more', async () => {
    const statuses: number[] = [];
    while (statuses.length <= UNPROVEN_PER_HOUR) statuses.push(await put(newName(), 0, 'bundle'));
    expect(statuses.at(-1)).toBe(429);
    const log = await createTestLog('record', [fullRights]);
    const client = await TestClient.connect(relay.url);
    await client.prove(log.logId, keysOf(log));
    client.seed(log.logId, [log.genesis.bytes]);
    await client.next('seeded');
    client.send({ type: 'blobToken', logId: log.logId });
    const { token } = await client.next('blobToken');
    expect(await put(newName(), 0, 'bundle', token)).toBe(201);
    expect(await put(newName(), 0, 'bundle', `${token}x`)).toBe(429);
  });
});
