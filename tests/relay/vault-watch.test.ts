import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryStore } from '#adapters/memory-store.ts';
import type { Store } from '#vault/ports.ts';
import { device, must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';

/** A store whose reads of what the safety word needs take longer than a write. */
function slowStore(): Store {
  const store = createMemoryStore();
  return {
    get: (...asked) => store.get(...asked),
    commit: (...asked) => store.commit(...asked),
    close: () => store.close(),
    range: async (table, range) => {
      if (table === 'setAside') await new Promise((resolve) => setTimeout(resolve, 40));
      return store.range(table, range);
    },
  };
}

describe('a query that is watched', () => {
  let relay: MemoryRelay;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
  });
  afterAll(() => relay.stop());

  test('is answered while changes come faster than answers, and after the last of them', async () => {
    const { vault } = await device(relay.url, { store: slowStore() });
    const { record } = must(await vault.run({ type: 'createVault', passphrase: undefined }));
    const waiting: number[] = [];
    await vault.watch({ type: 'safety', record }, (answer) => {
      if (answer.ok) waiting.push(answer.value.waiting);
    });
    for (let writes = 0; writes < 60 && waiting.length < 3; writes++) {
      const fields = { substance: 'Latex' };
      must(await vault.run({ type: 'addEntry', record, section: 'allergies', fields }));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(waiting.length).toBeGreaterThanOrEqual(3);
    await expect.poll(() => waiting.at(-1), { timeout: 15_000 }).toBe(0);
    await vault.lock();
  });
});
