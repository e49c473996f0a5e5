import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import type { MemberKeys } from '#crypto/keys.ts';
import type { LogItem } from '#protocol/messages.ts';
import { START } from '#protocol/relay-cursor.ts';
import type { ForeignLog } from './adopt.ts';
import type { VaultError } from './errors.ts';
import type { Follower } from './follower.ts';
import { blobAtRelay } from './foreign-blobs.ts';
import type { VaultDeps } from './ports.ts';
import type { LogSource } from './restore.ts';
import type { BlobOrigin } from './snapshot-docs.ts';
import { Sync } from './sync.ts';

const PATIENCE_MS = 30_000;

/** Reads whole logs from the relay, for a device that has no vault yet. Nothing is written anywhere. */
export class RelaySource implements LogSource {
  readonly #deps: VaultDeps;
  readonly #sync: Sync;

  constructor(deps: VaultDeps) {
    this.#deps = deps;
    this.#sync = new Sync({
      deps,
      pinnedRelayKey: undefined,
      waiting: () => new Set(),
      changed: () => undefined,
      relayAnswered: () => Promise.resolve(ok(undefined)),
    });
  }

  readonly log = (
    logId: LogId,
    member: MemberKeys,
  ): Promise<Result<ForeignLog | undefined, VaultError>> =>
    new Promise((resolve) => {
      const items: LogItem[] = [];
      const giveUpAt = (this.#deps.clock.now() + PATIENCE_MS) as Instant;
      // A log that was read is followed on: its blobs may still be asked for.
      const end = (answer: Result<ForeignLog | undefined, VaultError>): void => {
        cancel();
        if (!answer.ok || !answer.value) this.#sync.unfollow(logId);
        resolve(answer.ok && answer.value ? ok({ ...answer.value, ...this.#followed }) : answer);
      };
      const cancel = this.#deps.timers.at(giveUpAt, () => {
        end(err({ type: 'RelayUnreachable' }));
      });
      this.#sync.follow(reader(logId, member, items, end));
    });

  readonly #blob: BlobOrigin = (logId, blob) =>
    blobAtRelay(this.#deps.relay, this.#sync, logId, blob);

  readonly #followed = { blobs: this.#blob, isFollowed: true };

  stop(): Promise<void> {
    return this.#sync.stop();
  }
}

function reader(
  logId: LogId,
  member: MemberKeys,
  items: LogItem[],
  end: (answer: Result<ForeignLog | undefined, VaultError>) => void,
): Follower {
  const notThere = (): Promise<void> => {
    end(ok(undefined));
    return Promise.resolve();
  };
  return {
    logId,
    memberToProve: () => member,
    canSeed: false,
    cursor: START,
    unsent: () => Promise.resolve([]),
    seedOps: () => Promise.resolve([]),
    accepted: () => Promise.resolve(ok(undefined)),
    refused: () => Promise.resolve(),
    seeded: () => Promise.resolve(),
    seedRefused: () => Promise.resolve(),
    relayReset: () => Promise.resolve(ok(undefined)),
    tryNextMember: () => Promise.resolve(false),
    absent: notThere,
    erased: notThere,
    deliver: (more) => {
      items.push(...more);
      return Promise.resolve(ok(undefined));
    },
    caughtUp: () => {
      end(ok({ logId, items: [...items] }));
      return Promise.resolve(ok(undefined));
    },
  };
}
