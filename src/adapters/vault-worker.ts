import { selfTest } from '#crypto/self-test.ts';
import type { VaultApi } from '#vault/api.ts';
import { createVault } from '#vault/vault.ts';
import { createBlobFiles } from './blob-files.ts';
import { createDatabase } from './database.ts';
import { DATABASE } from './database-name.ts';
import { createDexieStore } from './dexie-store.ts';
import { exposeVault } from './expose-vault.ts';
import { createRelayHttp } from './relay-http.ts';
import { loadRandom, systemClock } from './system.ts';
import { createTimers } from './timers.ts';
import { brokenVault } from './unavailable-vault.ts';
import { createWebSocketConnect } from './websocket-transport.ts';

/** The vault over this browser: no key ever leaves this worker. */
async function startVault(): Promise<VaultApi> {
  const tested = await selfTest();
  if (!tested.ok) return brokenVault(tested.error);
  const { origin } = location;
  const database = createDatabase(DATABASE);
  return createVault({
    store: createDexieStore(database),
    files: createBlobFiles(database),
    connect: createWebSocketConnect(),
    relay: createRelayHttp({ origin, fetch: (url, init) => fetch(url, init) }),
    random: await loadRandom(),
    clock: systemClock,
    timers: createTimers(systemClock),
    origin,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
}

exposeVault(startVault(), self);
