import { describe, expect, test } from 'vitest';
import { err, ok, type Result } from '#base/result.ts';
import { instant } from '#base/time.ts';
import { createMemoryStorage } from '#relay/storage/memory.ts';
import { GroupCommit } from '#relay/storage/group-commit.ts';
import type { Change, Storage } from '#relay/storage/port.ts';

const change = (n: number): Change => ({ type: 'dropReads', before: instant(n) });

/** A storage whose commits end when the test says so. */
class SlowStorage {
  readonly batches: (readonly Change[])[] = [];
  #end: ((result: Result<void, 'Full'>) => void) | undefined;
  #fail: ((failure: Error) => void) | undefined;

  readonly storage: Storage = {
    ...createMemoryStorage(),
    commit: (changes) => {
      this.batches.push(changes);
      return new Promise((resolve, reject) => {
        this.#end = resolve;
        this.#fail = reject;
      });
    },
  };

  async end(result: Result<void, 'Full'> = ok(undefined)): Promise<void> {
    this.#end?.(result);
    await settle();
  }

  async fail(failure: Error): Promise<void> {
    this.#fail?.(failure);
    await settle();
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function subject() {
  const slow = new SlowStorage();
  const failures: unknown[] = [];
  const writer = new GroupCommit({
    storage: slow.storage,
    defer: setImmediate,
    fatal: (failure) => failures.push(failure),
  });
  return { slow, writer, failures };
}

describe('the group commit', () => {
  test('writes everything that arrived during a commit in the next one, in order', async () => {
    const { slow, writer } = subject();
    const settled: number[] = [];
    const add = (n: number): void => {
      writer.add([change(n)], () => settled.push(n));
    };
    add(1);
    add(2);
    await settle();
    [3, 4, 5].forEach(add);
    await settle();
    expect(slow.batches.map((batch) => batch.length)).toEqual([2]);
    expect(settled).toEqual([]);
    await slow.end();
    await settle();
    expect(settled).toEqual([1, 2]);
    expect(slow.batches[1]).toEqual([change(3), change(4), change(5)]);
    await slow.end();
    expect(settled).toEqual([1, 2, 3, 4, 5]);
  });

  test('nothing is settled before it is on disk, and a batch ends once', async () => {
    const { slow, writer } = subject();
    let ends = 0;
    writer.onBatchEnd(() => {
      ends += 1;
    });
    let isSettled = false;
    writer.add([change(1)], () => {
      isSettled = true;
    });
    await settle();
    expect([isSettled, ends]).toEqual([false, 0]);
    await slow.end();
    expect([isSettled, ends]).toEqual([true, 1]);
  });

  test('a full disk refuses the batch and what waits behind it, and the next is tried', async () => {
    const { slow, writer } = subject();
    const results: boolean[] = [];
    const add = (): void => {
      writer.add([change(1)], ({ ok: isOk }) => results.push(isOk));
    };
    add();
    await settle();
    add();
    await slow.end(err('Full'));
    expect(results).toEqual([false, false]);
    add();
    await settle();
    await slow.end();
    expect(results).toEqual([false, false, true]);
  });

  test('a failing disk is fatal, and nothing is acknowledged', async () => {
    const { slow, writer, failures } = subject();
    let isSettled = false;
    writer.add([change(1)], () => {
      isSettled = true;
    });
    await settle();
    await slow.fail(new Error('fsync'));
    expect(failures).toEqual([new Error('fsync')]);
    expect(isSettled).toBe(false);
  });

  test('settled waits for what was added before, and not when there is nothing', async () => {
    const { slow, writer } = subject();
    await writer.settled();
    const order: string[] = [];
    writer.add([change(1)], () => order.push('written'));
    const waiting = writer.settled().then(() => order.push('settled'));
    await settle();
    await slow.end();
    await waiting;
    expect(order).toEqual(['written', 'settled']);
  });
});
