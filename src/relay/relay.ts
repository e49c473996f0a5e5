import type { Bytes } from '#base/bytes.ts';
import { idFromBytes } from '#base/ids.ts';
import type { Clock } from '#base/time.ts';
import type { SigningKeyPair } from '#crypto/sign.ts';
import { AddressLimits, type AddressQuota } from './address-limits.ts';
import { BlobDesk } from './blobs/blob-desk.ts';
import type { BlobStore } from './blobs/port.ts';
import { sweep } from './blobs/sweeper.ts';
import type { Fanout } from './fanout/port.ts';
import { Followers } from './logs/followers.ts';
import { HeadSigner } from './logs/head-signer.ts';
import { LogDesk } from './logs/log-desk.ts';
import { LogTable } from './logs/log-table.ts';
import { loadOpenLog } from './logs/open-log.ts';
import { ReadsAccount } from './logs/reads-account.ts';
import { SeedDesk } from './logs/seed-desk.ts';
import { Mailboxes } from './mailboxes.ts';
import { RecoveryBoxes } from './recovery-boxes.ts';
import type { SocketDeps } from './socket/socket-deps.ts';
import { GroupCommit } from './storage/group-commit.ts';
import type { Storage } from './storage/port.ts';
import { Tokens } from './tokens.ts';

export type RelayLimits = {
  readonly maxOpenLogs: number;
  /** Of one log: its ops and files. */
  readonly maxLogBytes: number;
  readonly maxSeedBytes: number;
  readonly maxSeedBytesAtOnce: number;
  readonly address: AddressQuota;
};

const MIB = 1024 * 1024;

export const defaultLimits: RelayLimits = {
  maxOpenLogs: 10_000,
  maxLogBytes: 20_480 * MIB,
  maxSeedBytes: 64 * MIB,
  maxSeedBytesAtOnce: 256 * MIB,
  address: { connections: 256, newLogsPerHour: 500, mailboxesPerHour: 60 },
};

/** Everything a relay needs from outside: the composition root makes it, tests make another. */
export type RelayDeps = {
  readonly storage: Storage;
  readonly blobs: BlobStore;
  readonly fanout: Fanout;
  readonly key: SigningKeyPair;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Bytes;
  readonly after: (ms: number, act: () => void) => () => void;
  readonly defer: (act: () => void) => void;
  readonly limits: RelayLimits;
  /** False while the disk is nearly full; left out, there always is room. */
  readonly hasRoom?: () => boolean;
  /** What must not go on: the process ends. */
  readonly fatal: (failure: unknown) => void;
  /** What went wrong without harm to what was acknowledged. */
  readonly report: (failure: unknown) => void;
};

export type Relay = {
  readonly sockets: SocketDeps;
  readonly blobs: BlobDesk;
  readonly mailboxes: Mailboxes;
  readonly boxes: RecoveryBoxes;
  readonly tokens: Tokens;
  readonly addressLimits: AddressLimits;
  /** False: nothing new is taken, and reading goes on. */
  readonly hasRoom: () => boolean;
  /** Deletes what has had its time. */
  readonly sweep: () => Promise<void>;
  /** Writes what is still in memory and waits for what is being written. */
  readonly flush: () => Promise<void>;
};

/** Joins the parts of a relay; sockets and HTTP are joined to it by the composition root. */
export function assembleRelay(deps: RelayDeps): Relay {
  const { storage, clock, fatal, limits, randomBytes, fanout } = deps;
  const writer = new GroupCommit({ storage, defer: deps.defer, fatal });
  const { maxOpenLogs } = limits;
  const load = (logId: Parameters<typeof loadOpenLog>[1]) =>
    loadOpenLog(storage, logId, clock.now());
  const table = new LogTable({ load, maxOpenLogs, fatal, report: deps.report });
  const reads = new ReadsAccount(storage, writer, clock);
  const room = { hasRoom: deps.hasRoom ?? (() => true), maxLogBytes: limits.maxLogBytes };
  const blobs = new BlobDesk({ blobs: deps.blobs, storage, writer, table, reads, clock, room });
  const followers = new Followers(table);
  fanout.subscribe((committed) => {
    followers.tell(committed, clock.now());
  });
  const desk = new LogDesk({
    table,
    storage,
    writer,
    fanout,
    clock,
    room,
    canAttach: (...asked) => blobs.canAttach(...asked),
    collect: (freed) => {
      blobs.collect(freed).catch(deps.report);
    },
  });
  const heads = new HeadSigner(deps.key.secretKey);
  const seeds = new SeedDesk({
    table,
    storage,
    writer,
    desk,
    heads,
    clock,
    room,
    newIncarnation: () => idFromBytes('Incarnation', randomBytes(8)),
    isWhole: (blob) => blobs.isWhole(blob),
    ...limits,
  });
  const addressLimits = new AddressLimits(limits.address, clock);
  const tokens = new Tokens(randomBytes, clock);
  const mailboxes = new Mailboxes({ storage, writer, clock, room, after: deps.after });
  return {
    sockets: {
      table,
      desk,
      seeds,
      followers,
      heads,
      reads,
      tokens,
      storage,
      addressLimits,
      clock,
      randomBytes,
      relayPublicKey: deps.key.publicKey,
    },
    blobs,
    mailboxes,
    boxes: new RecoveryBoxes(storage, writer),
    tokens,
    addressLimits,
    hasRoom: room.hasRoom,
    sweep: async () => {
      addressLimits.forgetOld();
      await sweep({ storage, writer, blobs: deps.blobs, desk: blobs, clock });
    },
    flush: async () => {
      await reads.flush();
      await writer.settled();
    },
  };
}
