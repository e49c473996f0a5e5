import { createMemoryNetwork, type MemoryNetwork } from '#adapters/memory-transport.ts';
import { createRelayHttp } from '#adapters/relay-http.ts';
import { createTimers } from '#adapters/timers.ts';
import { instant, type Clock } from '#base/time.ts';
import type { Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import type { Query, QueryAnswer, VaultApi } from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';
import type { Connect } from '#vault/ports.ts';
import type { Result } from '#base/result.ts';
import { createVault } from '#vault/vault.ts';
import { Power, SimDisk, simFiles, simStore } from './sim-disk.ts';
import { ORIGIN, type SimRelay } from './sim-relay.ts';
import type { World } from './world.ts';

/** What a line does to the frames it carries to the device. */
export type Tamper = (frame: Bytes) => readonly Bytes[];

/** One installation: a disk, a clock that may be wrong, a line that may be cut, and a vault. */
export class SimDevice {
  readonly name: string;
  readonly #world: World;
  readonly #relay: SimRelay;
  readonly #random;
  disk = new SimDisk();
  clockOffsetMs = 0;
  isFull = false;
  isOnline = true;
  tamper: Tamper = (frame) => [frame];
  #power = new Power();
  #network: MemoryNetwork | undefined;
  vault: VaultApi;
  record: LogId | undefined;

  constructor(name: string, world: World, relay: SimRelay, disk?: SimDisk) {
    this.name = name;
    this.#world = world;
    this.#relay = relay;
    this.#random = world.random.branch();
    if (disk) this.disk = disk;
    this.vault = this.#boot();
  }

  #boot(): VaultApi {
    const power = new Power();
    this.#power = power;
    const clock: Clock = { now: () => instant(this.#world.now + this.clockOffsetMs) };
    const network = this.#line(power);
    this.#network = network;
    const timers = createTimers(clock, {
      set: (act, delayMs) => this.#world.after(delayMs, () => power.isOn && act()),
      clear: (handle) => {
        (handle as () => void)();
      },
    });
    return createVault({
      store: simStore(this.disk, power, () => this.isFull),
      files: simFiles(this.disk, power),
      connect: this.#tampered(network.connect),
      relay: createRelayHttp({ origin: ORIGIN, fetch: this.#fetch(power) }),
      random: this.#random,
      clock,
      timers,
      origin: ORIGIN,
      zone: 'Europe/Paris',
      opsBeforeSnapshot: 40,
    });
  }

  /** Frames of one line keep their order; each takes 5 to 60 ms. */
  #line(power: Power): MemoryNetwork {
    let last = 0;
    // What falls on the same moment must not overtake: each time, the first that waits arrives.
    const waiting: (() => void)[] = [];
    const network = createMemoryNetwork(
      (client) => (power.isOn ? this.#relay.accept(client) : undefined),
      (task) => {
        last = Math.max(last, this.#world.now + 5 + this.#world.random.below(55));
        waiting.push(task);
        this.#world.after(last - this.#world.now, () => {
          const first = waiting.shift();
          if (power.isOn) first?.();
        });
      },
    );
    network.setOnline(this.isOnline);
    return network;
  }

  #tampered(connect: Connect): Connect {
    return (url, events) =>
      connect(url, {
        ...events,
        received: (frame) => {
          for (const told of this.tamper(frame)) events.received(told);
        },
      });
  }

  #fetch(power: Power): typeof globalThis.fetch {
    const travel = (): Promise<void> =>
      new Promise((resolve) => {
        this.#world.after(5 + this.#world.random.below(55), resolve);
      });
    return async (target, init = {}) => {
      await travel();
      const isReached = (): boolean => power.isOn && this.isOnline;
      if (!isReached()) throw new TypeError('offline');
      const response = await this.#relay.request(new URL(target as string), init);
      await travel();
      if (!isReached()) throw new TypeError('offline');
      return response;
    };
  }

  /** Every op of a log on the device's disk, own ones and received ones. */
  opsOf(log: LogId): readonly Bytes[] {
    return this.disk.image
      .table('ops')
      .entries()
      .flatMap(([key, op]) => (key.startsWith(log) ? [op] : []));
  }

  setOnline(isOnline: boolean): void {
    this.isOnline = isOnline;
    this.#network?.setOnline(isOnline);
  }

  cut(): void {
    this.#network?.cut();
  }

  /** The power goes without warning, and comes back: what was not flushed may be lost. */
  async crash(): Promise<Result<void, VaultError>> {
    this.#power.isOn = false;
    this.#network?.cut();
    this.disk.crash(this.#random);
    this.vault = this.#boot();
    return this.vault.unlock('');
  }

  /** The first answer of a query. */
  async ask<Q extends Query>(query: Q): Promise<Result<QueryAnswer<Q>, VaultError>> {
    return new Promise((resolve) => {
      let end: (() => void) | undefined;
      let isDone = false;
      void this.vault
        .watch(query, (answer) => {
          if (isDone) return;
          isDone = true;
          end?.();
          resolve(answer);
        })
        .then((stop) => {
          end = stop;
          if (isDone) stop();
        });
    });
  }
}
