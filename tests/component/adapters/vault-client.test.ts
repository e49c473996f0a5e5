import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TabState } from '#adapters/tab-lock.ts';
import { connectVault, type VaultClient } from '#adapters/vault-client.ts';
import type { LogId } from '#base/ids.ts';
import { err, ok } from '#base/result.ts';
import type { Command, VaultStatus } from '#vault/api.ts';
import workerUrl from './tiny-vault-worker.ts?worker&url';

const unexpected = { ok: false, error: { type: 'Unexpected' } };
const elsewhere = { ok: false, error: { type: 'HeldByOtherTab' } };

describe('the vault’s client', () => {
  let workers: Worker[];
  let bugs: Error[];
  let erasures: number;
  let setTab: (state: TabState) => void;
  let client: VaultClient;
  const connect = (url = workerUrl, first: TabState = 'held'): Promise<VaultClient> =>
    connectVault((bug) => bugs.push(bug), {
      erase: () => {
        erasures += 1;
        const isBlocked = erasures < 3;
        return Promise.resolve(isBlocked ? err({ type: 'StorageRefused' }) : ok(undefined));
      },
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 10)),
      startWorker: () => {
        const worker = new Worker(url, { type: 'module' });
        workers.push(worker);
        return worker;
      },
      createTabLock: (changed) => {
        setTab = changed;
        changed(first);
        return {
          isGuarded: true,
          close: () => undefined,
          takeHere: () => {
            changed('held');
            return Promise.resolve();
          },
        };
      },
    });
  const until = (isSo: () => boolean | Promise<boolean>): Promise<void> =>
    expect.poll(isSo, { interval: 5, timeout: 10_000 }).toBe(true);
  const isWatched = async (): Promise<boolean> => {
    const status = await client.status();
    return status.state === 'open' && status.slots.length > 0;
  };

  beforeEach(async () => {
    workers = [];
    bugs = [];
    erasures = 0;
    client = await connect();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    for (const worker of workers) worker.terminate();
  });

  it('asks the vault in its worker, files included', async () => {
    expect(await client.status()).toEqual({ state: 'open', slots: [], passkeys: [] });
    const file = new File(['content'], 'a.txt');
    const record = 'aa' as LogId;
    const added = await client.run({ type: 'addDocument', record, file, fields: {} });
    expect(added).toEqual({ ok: true, value: { entry: 'addDocument a.txt content' } });
    const opened = await client.openFile({ from: 'record', record, entry: 'bb' as never });
    expect(opened.ok && (await opened.value.blob.text())).toBe('plain');
  });

  it('answers a bug by its sentence, and tells of its name and message, not of its stack', async () => {
    expect(await client.unlock('abc')).toEqual(unexpected);
    expect(bugs).toMatchObject([{ name: 'RangeError', message: 'a bug about 3 characters' }]);
    expect(String(bugs[0]?.stack)).not.toContain('tiny-vault-worker');
  });

  it('tells of a bug that no call waited for, and goes on', async () => {
    expect((await client.run({ type: 'acceptRelay' })).ok).toBe(true);
    await until(() => bugs.length === 1);
    expect(bugs).toMatchObject([{ name: 'TypeError', message: 'nobody waited for this' }]);
    expect((await client.status()).state).toBe('open');
  });

  it('passes bytes as they are', async () => {
    expect(await client.unlockWithPasskey('id', new Uint8Array(32))).toEqual(unexpected);
    expect(bugs[0]?.message).toBe('a bug about id and 32 bytes');
  });

  it('ends its worker at a lock, and goes on with one that never held a key', async () => {
    const terminate = vi.spyOn(Worker.prototype, 'terminate');
    const answers: unknown[] = [];
    await client.watch({ type: 'progress' }, (answer) => answers.push(answer));
    const unanswered = client.unlock('never');
    await client.lock();
    expect(terminate).toHaveBeenCalledExactlyOnceWith();
    expect(terminate.mock.contexts).toEqual([workers[0]]);
    expect(workers).toHaveLength(2);
    answers.length = 0;
    await until(() => answers.length > 0);
    setTab('elsewhere');
    expect(await unanswered).toEqual(elsewhere);
  });

  it('never asks again after a lock what was answered before it', async () => {
    expect(await client.unlock('abc')).toEqual(unexpected);
    await client.lock();
    expect((await client.status()).state).toBe('open');
    expect((await client.run({ type: 'dropDraft', key: 'a' })).ok).toBe(true);
    expect(bugs.map(({ message }) => message)).toEqual(['a bug about 3 characters']);
  });

  it('ends its worker before it erases the device, and waits for its connections to close', async () => {
    const terminate = vi.spyOn(Worker.prototype, 'terminate');
    expect(await client.erase({ exported: true })).toEqual(ok(undefined));
    expect(terminate).toHaveBeenCalledOnce();
    expect(erasures).toBe(3);
    expect(await client.run({ type: 'syncNow' })).toEqual(elsewhere);
  });

  it('locks although the vault hangs', async () => {
    void client.run({ type: 'syncNow' });
    expect((await client.run({ type: 'dropDraft', key: 'hang the lock' })).ok).toBe(true);
    await client.lock();
    expect(workers).toHaveLength(2);
  });

  it('follows a query until it is stopped, and releases what carried it', async () => {
    const closed = vi.spyOn(MessagePort.prototype, 'close');
    const posted = vi.spyOn(MessagePort.prototype, 'postMessage');
    const answers: unknown[] = [];
    const stop = await client.watch({ type: 'progress' }, (answer) => answers.push(answer));
    await until(() => answers.length >= 3);
    expect(answers[0]).toEqual({ ok: true, value: [{ id: 'progress', doneBytes: 0 }] });
    stop();
    stop();
    const count = answers.length;
    await until(async () => !(await isWatched()));
    // The page's own callback is closed by the worker's release; the worker's, by the page's.
    await until(() => closed.mock.calls.length === 1);
    const isRelease = ([message]: unknown[]): boolean =>
      message instanceof Object && 'type' in message && message.type === 'RELEASE';
    await until(() => posted.mock.calls.filter(isRelease).length === 1);
    expect(answers).toHaveLength(count);
  });

  it('tells each change of status', async () => {
    const seen: VaultStatus[] = [];
    const stop = await client.watchStatus((status) => seen.push(status));
    await client.run({ type: 'syncNow' });
    await until(() => seen.length === 1);
    expect(seen).toEqual([{ state: 'open', slots: [], passkeys: [] }]);
    stop();
  });

  it('stops its worker when another tab takes the vault, and says so everywhere', async () => {
    const terminate = vi.spyOn(Worker.prototype, 'terminate');
    const seen: VaultStatus[] = [];
    const answers: unknown[] = [];
    await client.watchStatus((status) => seen.push(status));
    await client.watch({ type: 'progress' }, (answer) => answers.push(answer));
    const unanswered = client.unlock('never');
    setTab('elsewhere');
    expect(terminate).toHaveBeenCalledOnce();
    expect(await unanswered).toEqual(elsewhere);
    expect(await client.run({ type: 'syncNow' })).toEqual(elsewhere);
    expect(await client.status()).toEqual({ state: 'elsewhere' });
    await until(() => seen.length > 0);
    expect(seen).toEqual([{ state: 'elsewhere' }]);
    expect(answers.at(-1)).toEqual(elsewhere);
  });

  it('goes on with everything watched when the vault comes back here', async () => {
    const seen: VaultStatus[] = [];
    const answers: unknown[] = [];
    await client.watchStatus((status) => seen.push(status));
    const stop = await client.watch({ type: 'progress' }, (answer) => answers.push(answer));
    setTab('elsewhere');
    await until(() => seen.length === 1);
    answers.length = 0;
    await client.useHere();
    await until(() => answers.length >= 2);
    expect(answers[0]).toEqual({ ok: true, value: [{ id: 'progress', doneBytes: 0 }] });
    expect(seen.at(-1)?.state).toBe('open');
    expect(workers).toHaveLength(2);
    stop();
    await until(async () => !(await isWatched()));
  });

  it('says elsewhere at once when another tab holds the vault, and starts nothing', async () => {
    workers = [];
    client = await connect(workerUrl, 'elsewhere');
    expect(await client.status()).toEqual({ state: 'elsewhere' });
    expect(workers).toEqual([]);
  });

  it('says that the vault is broken when its worker cannot start', async () => {
    client = await connect('/no-such-worker.ts');
    expect((await client.status()).state).toBe('broken');
    const command: Command = { type: 'syncNow' };
    expect((await client.run(command)).ok).toBe(false);
  });
});
