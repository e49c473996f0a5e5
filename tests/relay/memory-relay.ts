import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { instant, type Clock } from '#base/time.ts';
import { systemRandom } from '#crypto/random.ts';
import { signingKeyPairFromSeed, type SigningKeyPair } from '#crypto/sign.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { createMemoryBlobs } from '#relay/blobs/memory.ts';
import { createLocalFanout } from '#relay/fanout/local.ts';
import { RequestOrigin } from '#relay/http/origin.ts';
import { createHttpServer } from '#relay/http/server.ts';
import { assembleRelay, defaultLimits, type Relay, type RelayLimits } from '#relay/relay.ts';
import { Sockets } from '#relay/socket/sockets.ts';
import { createMemoryStorage } from '#relay/storage/memory.ts';
import type { Change, Storage } from '#relay/storage/port.ts';

export type MemoryRelayOptions = {
  readonly clock?: Clock;
  readonly limits?: Partial<RelayLimits>;
  /** Public keys whose attestations count, base64url. */
  readonly attesters?: readonly string[];
  /** Bytes that the database takes before it is full. */
  readonly maxBytes?: number;
};

const TICK_MS = 20;

/**
 * The relay's own code over real sockets and HTTP on this computer, keeping everything in memory.
 * What was committed is noted, so that an earlier state can be brought back.
 */
export class MemoryRelay {
  readonly #options: MemoryRelayOptions;
  readonly commits: (readonly Change[])[] = [];
  key: SigningKeyPair;
  relay: Relay | undefined;
  #server: Server | undefined;
  #sockets: Sockets | undefined;
  #storage: Storage;
  blobs = createMemoryBlobs();
  #port = 0;
  #stopTicking = (): void => undefined;
  /** While true, what is committed is refused as if the disk were full. */
  isFull = false;

  private constructor(options: MemoryRelayOptions) {
    this.#options = options;
    this.#storage = createMemoryStorage(options.maxBytes);
    this.key = signingKeyPairFromSeed(systemRandom.bytes(32));
  }

  static async start(options: MemoryRelayOptions = {}): Promise<MemoryRelay> {
    await cryptoReady();
    const relay = new MemoryRelay(options);
    await relay.start();
    return relay;
  }

  get url(): string {
    return `http://localhost:${String(this.#port)}`;
  }

  async start(): Promise<void> {
    const relay = assembleRelay({
      storage: this.#noted(this.#storage),
      blobs: this.blobs,
      fanout: createLocalFanout(),
      key: this.key,
      clock: this.#options.clock ?? { now: () => instant(Date.now()) },
      randomBytes: systemRandom.bytes,
      after,
      defer: setImmediate,
      limits: { ...defaultLimits, ...this.#options.limits },
      fatal: fail,
      report: fail,
    });
    const origin = new RequestOrigin({ origins: [], isBehindProxy: false });
    const every = (_ms: number, act: () => void): (() => void) => {
      const timer = setInterval(act, TICK_MS);
      this.#stopTicking = () => {
        clearInterval(timer);
      };
      return this.#stopTicking;
    };
    const sockets = new Sockets({ deps: relay.sockets, origin, every });
    const server = createHttpServer({
      ...relay,
      origin,
      attesters: this.#options.attesters ?? [],
      files: undefined,
      health: () => ({}),
      report: (_route, failure) => {
        fail(failure);
      },
      tls: undefined,
    });
    sockets.listenTo(server);
    await new Promise<void>((resolve) => server.listen(this.#port, 'localhost', resolve));
    this.#port = (server.address() as AddressInfo).port;
    [this.relay, this.#sockets, this.#server] = [relay, sockets, server];
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#stopTicking();
    this.#sockets?.terminate();
    server?.closeAllConnections();
    await new Promise<void>((resolve) => {
      if (server)
        server.close(() => {
          resolve();
        });
      else resolve();
    });
    await this.relay?.flush();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Another relay in the place of this one: nothing in it, and by default another key. */
  async wipe(keepKey = false): Promise<void> {
    await this.stop();
    if (!keepKey) this.key = signingKeyPairFromSeed(systemRandom.bytes(32));
    this.#storage = createMemoryStorage(this.#options.maxBytes);
    this.blobs = createMemoryBlobs();
    this.commits.length = 0;
    await this.start();
  }

  /** The database as it was after its first `count` commits, as an old backup gives it back. */
  async rollBack(count: number): Promise<void> {
    await this.stop();
    this.#storage = createMemoryStorage(this.#options.maxBytes);
    this.commits.length = count;
    for (const changes of this.commits) await this.#storage.commit(changes);
    await this.start();
  }

  /** Breaks every connection; clients come back by themselves. */
  cut(): void {
    this.#sockets?.terminate();
  }

  #noted(storage: Storage): Storage {
    const commit: Storage['commit'] = async (changes) => {
      if (this.isFull) return { ok: false, error: 'Full' };
      const done = await storage.commit(changes);
      if (done.ok) this.commits.push(changes);
      return done;
    };
    return new Proxy(storage, {
      get: (target, name) => {
        if (name === 'commit') return commit;
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
  }
}

const after = (ms: number, act: () => void): (() => void) => {
  const timer = setTimeout(act, ms);
  return () => {
    clearTimeout(timer);
  };
};

/** A relay of a test never fails in silence: the run does. */
const fail = (failure: unknown): never => {
  throw failure instanceof Error ? failure : new Error(String(failure));
};
