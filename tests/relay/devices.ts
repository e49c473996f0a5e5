import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket as NodeWebSocket } from 'ws';
import { createMemoryBlobFiles } from '#adapters/memory-blob-files.ts';
import { createMemoryStore } from '#adapters/memory-store.ts';
import { createRelayHttp } from '#adapters/relay-http.ts';
import { createTimers } from '#adapters/timers.ts';
import { loadRandom, systemClock } from '#adapters/system.ts';
import { createWebSocketConnect } from '#adapters/websocket-transport.ts';
import type { Result } from '#base/result.ts';
import { readConfig } from '#relay/config.ts';
import { startRelay, type RelayOptions, type RunningRelay } from '#relay/main.ts';
import type { Query, QueryAnswer, VaultApi } from '#vault/api.ts';
import type { BlobFiles, Store, VaultDeps } from '#vault/ports.ts';
import { createVault } from '#vault/vault.ts';
import type { VaultError } from '#vault/errors.ts';
import { Wire } from './wire.ts';

/** A relay of its own, on a folder that goes when it is disposed of. */
export class RelayOnDisk {
  readonly folder: string;
  #running: RunningRelay | undefined;
  #port = 0;

  readonly #options: RelayOptions;

  private constructor(folder: string, options: RelayOptions) {
    this.folder = folder;
    this.#options = options;
  }

  static async start(options: RelayOptions = {}): Promise<RelayOnDisk> {
    const relay = new RelayOnDisk(await mkdtemp(join(tmpdir(), 'carnet-relay-')), options);
    await relay.start();
    return relay;
  }

  get url(): string {
    return `http://localhost:${String(this.#port)}`;
  }

  async start(): Promise<void> {
    const config = readConfig({
      PORT: String(this.#port),
      CARNET_DATA: this.folder,
      CARNET_LOG: 'silent',
    });
    if (!config.ok) throw new Error(config.error);
    this.#running = await startRelay(config.value, this.#options);
    this.#port = Number(new URL(this.#running.url).port);
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = undefined;
  }

  /** A new relay in the place of the old one: no data, another key. */
  async wipe(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
    await this.start();
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Answers of a query as they come, and the wait for one that fits. */
export class Watched<Q extends Query> {
  latest: Result<QueryAnswer<Q>, VaultError> | undefined;
  #waiting: (() => void)[] = [];

  static async on<Q extends Query>(vault: VaultApi, query: Q): Promise<Watched<Q>> {
    const watched = new Watched<Q>();
    await vault.watch(query, (answer) => {
      watched.latest = answer;
      for (const wake of watched.#waiting.splice(0)) wake();
    });
    return watched;
  }

  async until(fits: (answer: QueryAnswer<Q>) => boolean, ms = 15_000): Promise<QueryAnswer<Q>> {
    const end = Date.now() + ms;
    for (;;) {
      const { latest } = this;
      if (latest?.ok && fits(latest.value)) return latest.value;
      const left = end - Date.now();
      if (left <= 0) throw new Error(`no such answer came: ${JSON.stringify(latest)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }
}

export type Device = {
  readonly vault: VaultApi;
  readonly store: Store;
  readonly files: BlobFiles;
  /** This device's line to the relay. */
  readonly wire: Wire;
};

/** A device held in memory, over the real transport to a real relay. */
export async function device(
  url: string,
  kept: { store?: Store; files?: BlobFiles } = {},
  more: Partial<VaultDeps> = {},
): Promise<Device> {
  const store = kept.store ?? createMemoryStore();
  const files = kept.files ?? createMemoryBlobFiles();
  const socketClass = class extends NodeWebSocket {
    constructor(address: string) {
      super(address, { origin: url, perMessageDeflate: false });
      // In a browser a refused connection is a `close` alone; `ws` throws what nobody hears.
      this.on('error', () => undefined);
    }
  } as unknown as new (address: string) => WebSocket;
  const wire = new Wire(
    createWebSocketConnect(socketClass),
    createRelayHttp({ origin: url, fetch: (target, init) => fetch(target, init) }),
  );
  const vault = createVault({
    store,
    files,
    connect: wire.connect,
    relay: wire.http,
    random: await loadRandom(),
    clock: systemClock,
    timers: createTimers(systemClock),
    origin: url,
    zone: 'Europe/Paris',
    ...more,
  });
  return { vault, store, files, wire };
}

/** The value of a result that must be ok. */
export function must<T>(result: Result<T, VaultError>): T {
  if (!result.ok) throw new Error(`unexpected failure: ${JSON.stringify(result.error)}`);
  return result.value;
}
