import { err } from '#base/result.ts';
import type { AuthorId, LogId } from '#base/ids.ts';
import { instant } from '#base/time.ts';
import { authorIdOf } from '#crypto/keys.ts';
import { systemRandom } from '#crypto/random.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import type { Op } from '#protocol/op.ts';
import type { ProvenKeys, RelayEvent } from '#protocol/relay-events.ts';
import { createMemoryBlobs } from '#relay/blobs/memory.ts';
import { createLocalFanout } from '#relay/fanout/local.ts';
import { assembleRelay, defaultLimits, type Relay, type RelayLimits } from '#relay/relay.ts';
import { createMemoryStorage } from '#relay/storage/memory.ts';
import { keysOf, type TestLog } from '../../relay/test-log.ts';

type EventOf<T extends RelayEvent['type']> = Extract<RelayEvent, { type: T }>;

/** A connection without a socket: what logs tell it is kept until it is asked for. */
export class BarePeer {
  readonly events: RelayEvent[] = [];

  take(event: RelayEvent): void {
    this.events.push(event);
  }

  async next<T extends RelayEvent['type']>(type: T): Promise<EventOf<T>> {
    for (let turns = 0; turns < 1_000; turns++) {
      const at = this.events.findIndex((event) => event.type === type);
      const [found] = at < 0 ? [] : this.events.splice(at, 1);
      if (found) return found as EventOf<T>;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error(`no ${type}`);
  }
}

/** A relay over memory, without sockets or HTTP, whose clock and disk the test moves. */
export class BareRelay {
  now = 1_700_000_000_000;
  isFull = false;
  hasRoom = true;
  readonly failures: unknown[] = [];
  readonly storage = createMemoryStorage();
  readonly #commit = this.storage.commit.bind(this.storage);
  readonly blobs = createMemoryBlobs();
  readonly relay: Relay;

  constructor(relayLimits: Partial<RelayLimits> = {}) {
    this.storage.commit = (changes) =>
      this.isFull ? Promise.resolve(err('Full')) : this.#commit(changes);
    this.relay = assembleRelay({
      storage: this.storage,
      blobs: this.blobs,
      fanout: createLocalFanout(),
      key: signingKeyPairFromSeed(systemRandom.bytes(32)),
      clock: { now: () => instant(this.now) },
      randomBytes: systemRandom.bytes,
      after: () => () => undefined,
      defer: setImmediate,
      limits: { ...defaultLimits, ...relayLimits },
      hasRoom: () => this.hasRoom,
      fatal: (failure) => this.failures.push(failure),
      report: (failure) => this.failures.push(failure),
    });
  }

  async seed(log: TestLog, ...ops: readonly Op[]): Promise<RelayEvent> {
    const peer = new BarePeer();
    const { seeds } = this.relay.sockets;
    seeds.begin(log.logId, authors(log), peer);
    for (const { bytes } of [log.genesis, ...ops]) seeds.op(log.logId, bytes, peer);
    seeds.end(log.logId, peer, () => true);
    return Promise.race([peer.next('seeded'), peer.next('seedRefused')]);
  }

  append(op: Op, peer: BarePeer, proven: ProvenKeys = new Map()): void {
    this.relay.sockets.desk.append(op, proven, peer);
  }
}

export const authors = (log: TestLog, member = 0): ReadonlySet<AuthorId> =>
  new Set([authorIdOf(keysOf(log, member).publicKey)]);

export const provenIn = (log: TestLog, member = 0): ReadonlyMap<LogId, ReadonlySet<AuthorId>> =>
  new Map([[log.logId, authors(log, member)]]);
