import { toHex, utf8, type Bytes } from '#base/bytes.ts';
import { hash } from '#crypto/hash.ts';
import { signingKeyPairFromSeed, type SigningKeyPair } from '#crypto/sign.ts';
import { createMemoryBlobs } from '#relay/blobs/memory.ts';
import { createLocalFanout } from '#relay/fanout/local.ts';
import { assembleRelay, defaultLimits, type Relay } from '#relay/relay.ts';
import { createMemoryStorage } from '#relay/storage/memory.ts';
import type { Change, Storage } from '#relay/storage/port.ts';
import type { Socket } from '#vault/ports.ts';
import type { SeededRandom } from './seeded-random.ts';
import { simRequest } from './sim-http.ts';
import { acceptInto, type SimRelayEnd } from './sim-socket.ts';
import type { World } from './world.ts';

export const ORIGIN = 'https://relay.simulated';
const TICK_MS = 1_000;
const DISK_MS = 4;

/** The relay's real code on memory storage, in virtual time; its owner may do it any wrong. */
export class SimRelay {
  readonly #world: World;
  readonly #random: SeededRandom;
  readonly commits: (readonly Change[])[] = [];
  readonly ends = new Set<SimRelayEnd>();
  key: SigningKeyPair;
  blobs = createMemoryBlobs();
  #storage: Storage = createMemoryStorage();
  #relay: Relay;
  #life = 0;
  /** Requests are broken off when the relay ends. */
  readonly #underWay = new Set<(reason: Error) => void>();
  isUp = true;
  isFull = false;
  /** A planted fault: what was acknowledged is not kept. */
  forgets = false;

  constructor(world: World) {
    this.#world = world;
    this.#random = world.random.branch();
    this.key = signingKeyPairFromSeed(this.#random.bytes(32));
    this.#relay = this.#assemble();
    this.#tick();
  }

  #assemble(): Relay {
    const life = ++this.#life;
    const isAlive = (): boolean => life === this.#life;
    return assembleRelay({
      storage: this.#noted(this.#storage),
      blobs: this.blobs,
      fanout: createLocalFanout(),
      key: this.key,
      clock: this.#world.clock,
      randomBytes: (length) => this.#random.bytes(length),
      after: (ms, act) => this.#world.after(ms, () => isAlive() && act()),
      defer: (act) => this.#world.after(DISK_MS, () => isAlive() && act()),
      limits: {
        ...defaultLimits,
        address: { connections: 10_000, newLogsPerHour: 100_000, mailboxesPerHour: 100_000 },
      },
      fatal: fail,
      report: fail,
    });
  }

  /** One line; undefined while the relay is down. */
  accept(client: Socket): SimRelayEnd | undefined {
    if (!this.isUp) return undefined;
    const end = acceptInto(this.#relay.sockets, ORIGIN, client);
    this.ends.add(end);
    return {
      ...end,
      closed: () => {
        this.ends.delete(end);
        end.closed();
      },
    };
  }

  request(url: URL, init: RequestInit): Promise<Response> {
    if (!this.isUp) return Promise.reject(new TypeError('the relay is down'));
    const broken = new Promise<never>((_, reject) => {
      this.#underWay.add(reject);
    });
    return Promise.race([simRequest(this.#relay, url, init), broken]);
  }

  /** Ends the process; what was committed stays. The lines are cut by their owners. */
  stop(): void {
    this.isUp = false;
    this.#life += 1;
    for (const end of [...this.ends]) end.closed();
    this.ends.clear();
    for (const breakOff of this.#underWay) breakOff(new TypeError('the relay went away'));
    this.#underWay.clear();
  }

  start(): void {
    if (this.isUp) return;
    this.isUp = true;
    this.#relay = this.#assemble();
  }

  /** Another relay in the place of this one: no data, another key. */
  wipe(): void {
    this.stop();
    this.key = signingKeyPairFromSeed(this.#random.bytes(32));
    this.#storage = createMemoryStorage();
    this.blobs = createMemoryBlobs();
    this.commits.length = 0;
    this.start();
  }

  /** The database as it was after its first `count` commits. */
  async rollBack(count: number): Promise<void> {
    this.stop();
    this.#storage = createMemoryStorage();
    this.commits.length = count;
    for (const changes of this.commits) await this.#storage.commit(changes);
    this.start();
  }

  #noted(storage: Storage): Storage {
    const commit: Storage['commit'] = async (changes) => {
      if (this.isFull) return { ok: false, error: 'Full' };
      if (this.forgets) return { ok: true, value: undefined };
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

  /** Whether an op stands in what was committed. */
  holds(op: Bytes): boolean {
    const wanted = toHex(hash(op));
    return this.commits
      .flat()
      .some((change) => change.type === 'append' && change.op.hash === wanted);
  }

  /** Every op that was ever committed. */
  ops(): readonly Bytes[] {
    return this.commits
      .flat()
      .flatMap((change) => (change.type === 'append' && change.op.bytes ? [change.op.bytes] : []));
  }

  /** A hash over everything that was ever committed. */
  trace(): string {
    const hashes = this.commits
      .flat()
      .flatMap((change) => (change.type === 'append' ? [String(change.op.hash)] : []));
    return toHex(hash(utf8(hashes.join())));
  }

  #tick(): void {
    this.#world.after(TICK_MS, () => {
      for (const end of this.ends) end.tick();
      this.#tick();
    });
  }
}

const fail = (failure: unknown): never => {
  throw failure instanceof Error ? failure : new Error(String(failure));
};
