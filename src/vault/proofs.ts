import type { LogId } from '#base/ids.ts';
import type { MemberKeys } from '#crypto/keys.ts';
import { memberSeedsOf } from './member-seeds.ts';
import { memberKeysOf, type OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';

type Tries = {
  proven: string | undefined;
  next: string | undefined;
  readonly refused: Set<string>;
};

/**
 * Which key pair this device proves to the relay for each log. While a device is being removed a
 * log may know this person by a pair that this device has not met in it yet: where one is refused
 * the others are tried, one after the other.
 */
export class Proofs {
  readonly #vault: Pick<OpenVault, 'views' | 'logs'>;
  readonly #tries = new Map<LogId, Tries>();

  constructor(vault: Pick<OpenVault, 'views' | 'logs'>) {
    this.#vault = vault;
  }

  /** The one to prove now. */
  prove(log: OpenLog): MemberKeys {
    const tries = this.#triesOf(log);
    const seeds = tries.next ?? seedsNow(log);
    tries.proven = seeds;
    return seeds === log.row.memberSeeds ? log.member : memberKeysOf(seeds);
  }

  /** The one that was proven is not served. Answers whether another one is to be tried first. */
  async refused(log: OpenLog): Promise<boolean> {
    const tries = this.#triesOf(log);
    if (tries.proven !== undefined) tries.refused.add(tries.proven);
    const known = await memberSeedsOf(this.#vault, log.row);
    const drawn = known.ok ? known.value.map(({ seeds }) => seeds) : [];
    const all = [seedsNow(log), log.row.memberSeeds, ...drawn];
    tries.next = all.find((seeds) => !tries.refused.has(seeds));
    if (tries.next === undefined) tries.refused.clear();
    return tries.next !== undefined;
  }

  /** The relay serves the log: whatever is refused later is another matter. */
  served({ logId }: OpenLog): void {
    this.#tries.delete(logId);
  }

  #triesOf({ logId }: OpenLog): Tries {
    const tries = this.#tries.get(logId) ?? {
      proven: undefined,
      next: undefined,
      refused: new Set<string>(),
    };
    this.#tries.set(logId, tries);
    return tries;
  }
}

/** Until the relay has taken what puts another in its place, it knows the former. */
const seedsNow = ({ row }: OpenLog): string => row.pendingAccess?.memberSeeds ?? row.memberSeeds;
