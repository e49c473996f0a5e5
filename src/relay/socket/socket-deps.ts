import type { Bytes } from '#base/bytes.ts';
import type { Clock } from '#base/time.ts';
import type { AddressLimits } from '../address-limits.ts';
import type { Followers } from '../logs/followers.ts';
import type { HeadSigner } from '../logs/head-signer.ts';
import type { LogDesk } from '../logs/log-desk.ts';
import type { LogTable } from '../logs/log-table.ts';
import type { ReadsAccount } from '../logs/reads-account.ts';
import type { SeedDesk } from '../logs/seed-desk.ts';
import type { Storage } from '../storage/port.ts';
import type { Tokens } from '../tokens.ts';

/** What every connection of a relay shares. */
export type SocketDeps = {
  readonly table: LogTable;
  readonly desk: LogDesk;
  readonly seeds: SeedDesk;
  readonly followers: Followers;
  readonly heads: HeadSigner;
  readonly reads: ReadsAccount;
  readonly tokens: Tokens;
  readonly storage: Storage;
  readonly addressLimits: AddressLimits;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Bytes;
  readonly relayPublicKey: Bytes;
};
