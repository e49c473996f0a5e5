import { beforeEach, describe, expect, test } from 'vitest';
import type { LogId } from '#base/ids.ts';
import { ok } from '#base/result.ts';
import { LogTable } from '#relay/logs/log-table.ts';
import type { OpenLog } from '#relay/logs/open-log.ts';

const idOf = (n: number): LogId => n.toString(16).padStart(64, '0') as LogId;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the table of open logs', () => {
  let loads: LogId[];
  let known: Map<LogId, OpenLog>;
  let table: LogTable;
  beforeEach(() => {
    loads = [];
    known = new Map();
    table = new LogTable({
      maxOpenLogs: 3,
      fatal: (failure) => {
        throw failure as Error;
      },
      report: (failure) => {
        throw failure;
      },
      load: async (logId) => {
        loads.push(logId);
        await settle();
        return ok(known.get(logId));
      },
    });
  });
  const add = (n: number): OpenLog => {
    const log = { logId: idOf(n), unwritten: 0 } as OpenLog;
    known.set(idOf(n), log);
    return log;
  };
  const use = (n: number): Promise<OpenLog | undefined> =>
    new Promise((resolve) => {
      table.use(idOf(n), resolve);
    });

  test('a log is loaded once, however many ask at once', async () => {
    const log = add(1);
    expect(await Promise.all([use(1), use(1), use(1)])).toEqual([log, log, log]);
    expect(loads).toEqual([idOf(1)]);
  });

  test('acts on one log run in the order they were asked, those that wait included', async () => {
    add(1);
    const order: string[] = [];
    table.use(idOf(1), async () => {
      await settle();
      await settle();
      order.push('slow');
    });
    table.use(idOf(1), () => {
      order.push('next');
      table.use(idOf(1), () => {
        order.push('asked by next');
      });
    });
    table.use(idOf(1), () => {
      order.push('last');
    });
    await use(1);
    expect(order).toEqual(['slow', 'next', 'last', 'asked by next']);
  });

  test('unknown logs take no room', async () => {
    for (let n = 0; n < 50; n++) expect(await use(n)).toBeUndefined();
    await settle();
    expect(table.size).toBe(0);
  });

  test('logs at rest leave when there are too many; busy ones and unwritten ones stay', async () => {
    const unwritten = add(1);
    unwritten.unwritten = 1;
    for (let n = 2; n < 30; n++) add(n);
    await use(1);
    for (let n = 2; n < 30; n++) await use(n);
    expect(table.size).toBeLessThanOrEqual(3);
    const before = loads.length;
    await use(1);
    expect(loads.length).toBe(before);
  });

  test('a log that is used again and again stays', async () => {
    for (let n = 1; n < 30; n++) add(n);
    for (let n = 2; n < 30; n++) {
      await use(1);
      await use(n);
    }
    expect(loads.filter((logId) => logId === idOf(1)).length).toBeLessThanOrEqual(2);
  });

  test('a dropped log is loaded again, before what waits for it', async () => {
    add(1);
    const first = await use(1);
    const second = add(1);
    table.use(idOf(1), async () => {
      await settle();
      table.drop(idOf(1));
    });
    expect(await use(1)).toBe(second);
    expect(first).not.toBe(second);
    table.drop(idOf(1));
    await use(1);
    expect(loads).toHaveLength(3);
  });
});
