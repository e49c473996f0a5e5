import type { LogId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import type { Instant } from '#base/time.ts';
import { wipe } from '#crypto/constant-time.ts';
import type { FileHandle, OpenedFile, PairingId, WorkProgress } from './api.ts';
import { Attesters } from './attesters.ts';
import { Batch } from './batch.ts';
import type { Topic } from './bell.ts';
import { windowEnds } from './channel-entry.ts';
import { Channels, type ReadPairing } from './channels.ts';
import { Copies } from './copies.ts';
import { Correspondences } from './correspondences.ts';
import { Deadlines } from './deadlines.ts';
import { DepositWork } from './deposit-work.ts';
import { Deposits } from './deposits.ts';
import { DeviceWork } from './device-work.ts';
import { Devices } from './devices.ts';
import { openFile } from './opened-files.ts';
import type { VaultError } from './errors.ts';
import { blobAtRelay } from './foreign-blobs.ts';
import { sendBox } from './kit.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { followOwnLog } from './own-follower.ts';
import { RelayClock } from './relay-clock.ts';
import { Reads } from './reads.ts';
import { ShownPairings } from './shown-pairings.ts';
import { Snapshots } from './snapshots.ts';
import type { BlobOrigin } from './snapshot-docs.ts';
import { Sync } from './sync.ts';
import type { SyncHost } from './sync-host.ts';
import { syncHostOf } from './session-sync.ts';
import { Uploads } from './uploads.ts';
import type { VaultParts } from './vault-parts.ts';

/** An unlocked vault at work: its logs in sync, its files on their way, its windows up to date. */
export class VaultSession {
  readonly vault: OpenVault;
  readonly sync: Sync;
  readonly uploads: Uploads;
  readonly snapshots: Snapshots;
  readonly channels: Channels;
  readonly correspondences: Correspondences;
  readonly deposits: Deposits;
  readonly #depositWork: DepositWork;
  readonly shown: ShownPairings;
  readonly reads: Reads;
  readonly devices: Devices;
  readonly attesters: Attesters;
  readonly #deadlines: Deadlines;
  readonly #copies: Copies;
  readonly relayClock: RelayClock;
  readonly deviceWork: DeviceWork;
  readonly readPairings = new Map<PairingId, ReadPairing>();
  readonly sealing = new Map<string, { progress: WorkProgress; cancel: () => void }>();
  /** Why the relay takes nothing more now, if that is so. */
  noRoom: 'QUOTA' | 'FULL' | undefined;
  /** Logs of which the relay gives less than there is. */
  readonly incomplete = new Set<LogId>();
  /** Another device's snapshot lacked what stands here. */
  snapshotLacked = false;
  readonly #stopListening: () => void;
  readonly #publishing = new Map<LogId, Promise<void>>();
  readonly #stale = new Set<LogId>();

  constructor(parts: VaultParts, keyring: LogId) {
    this.vault = { ...parts, keyring };
    const outgoing = () => this.correspondences.outgoing.channels;
    const answered: SyncHost['relayAnswered'] = (key) => this.relayClock.answered(key);
    this.sync = new Sync(syncHostOf(this.vault, outgoing, answered));
    this.uploads = new Uploads(this.vault, this.sync, (reason) => {
      this.#noRoom(reason);
    });
    const wakeUploads = (): void => {
      this.uploads.wake();
    };
    this.snapshots = new Snapshots(this.vault, this.sync, {
      wakeUploads,
      lacked: () => {
        this.snapshotLacked = true;
        this.vault.bell.ring(new Set<Topic>(['sync']));
      },
      blobs: this.#blobs,
    });
    this.correspondences = new Correspondences(this.vault, this.sync);
    this.attesters = new Attesters(this.vault.deps.relay);
    this.deposits = new Deposits(this.vault, this.sync, this.attesters);
    this.#depositWork = new DepositWork(this.vault, this.sync, this.deposits);
    this.shown = new ShownPairings(this.vault, this.sync, this.correspondences);
    this.devices = new Devices(this.vault, this.sync);
    this.deviceWork = new DeviceWork(this.vault, this.sync, this.devices, (log) => {
      this.#follow(log);
    });
    this.channels = new Channels(this.vault, this.sync, {
      follow: (log) => {
        this.#follow(log);
      },
      wakeUploads,
    });
    this.reads = new Reads(this.vault, this.sync);
    this.relayClock = new RelayClock(this.vault, this.#windowsEnded.bind(this));
    this.#copies = new Copies(this.vault, this.sync, this.incomplete, this.#blobs);
    this.#deadlines = new Deadlines(this.vault, {
      ends: () => this.#windowEnds(),
      ended: this.#windowsEnded.bind(this),
      dayBegan: () => {
        this.vault.bell.ring(new Set<Topic>(['day']));
      },
    });
    this.#stopListening = this.vault.bell.listen((topics) => {
      this.#heard(topics);
    });
  }

  start(): void {
    for (const log of this.vault.logs.all()) this.#follow(log);
    void this.correspondences.followAll();
    void this.channels.resume();
    void this.#deadlines.look();
    this.deviceWork.start();
    void this.vault.blobs.sweep();
    this.uploads.resumeSoon();
    this.shown.resume();
    void this.attesters.ask().then(() => {
      this.vault.bell.ring(new Set<Topic>(['professional']));
    });
  }

  openFile(handle: FileHandle): Promise<Result<OpenedFile, VaultError>> {
    return openFile(this, handle);
  }

  /** Stops everything and wipes the storage key: what runs on can neither open nor write anything. */
  async stop(): Promise<void> {
    this.#stopListening();
    this.#deadlines.stop();
    this.#copies.stop();
    this.shown.stop();
    this.reads.stop();
    this.uploads.stop();
    for (const { cancel } of this.sealing.values()) cancel();
    this.deviceWork.stop();
    this.snapshots.stop();
    this.#depositWork.stop();
    this.correspondences.outgoing.stop();
    try {
      await this.sync.stop();
      await this.vault.turns.settled();
    } finally {
      this.vault.close();
      wipe(this.vault.lsk);
    }
  }

  #follow(log: OpenLog): void {
    this.sync.follow(
      followOwnLog(this.vault, log, {
        moved: () => {
          this.uploads.wake();
          this.snapshots.wake();
          this.#copies.wake();
          void this.channels.deliverGrants();
          void sendBox(this.vault);
          if (log.row.sort === 'channel') this.#depositWork.wake();
          const isAtRest = this.vault.logs.unsent().every((op) => op.logId !== log.logId);
          if (isAtRest) this.#publish(log.row.record ?? log.logId);
          if (log.logId === this.vault.keyring) void this.channels.closeExpired();
          this.deviceWork.moved(log.logId);
        },
        accepted: () => {
          this.noRoom = undefined;
        },
        windowLost: ({ row }) => {
          if (row.record !== undefined) this.#publish(row.record);
          this.#depositWork.wake();
        },
        forked: this.sync.raise.bind(this.sync, 'forked'),
        noRoom: this.#noRoom.bind(this),
        erased: (gone) => this.#erased(gone),
        proofs: this.deviceWork.proofs,
        removed: (from) => {
          this.deviceWork.removed(from);
        },
        incomplete: (isIncomplete) => {
          this.#setIncomplete(log.logId, isIncomplete);
        },
        isLive: () => this.sync.isLive(log.logId),
        blobs: this.#blobs,
      }),
    );
  }

  readonly #blobs: BlobOrigin = (logId, blob) =>
    blobAtRelay(this.vault.deps.relay, this.sync, logId, blob);

  #setIncomplete(logId: LogId, isIncomplete: boolean): void {
    if (this.incomplete.has(logId) === isIncomplete) return;
    if (isIncomplete) this.incomplete.add(logId);
    else this.incomplete.delete(logId);
    this.vault.bell.ring(new Set<Topic>(['sync']));
  }

  #noRoom(reason: 'QUOTA' | 'FULL'): void {
    this.noRoom = reason;
    this.vault.bell.ring(new Set<Topic>(['sync']));
  }

  #heard(topics: ReadonlySet<Topic>): void {
    if (topics.has('sync')) {
      void this.sync.wake();
      this.uploads.wake();
    }
    if (topics.has('deposits') || topics.has('channels')) this.#depositWork.wake();
    if (topics.has(`entries/${this.vault.keyring}/correspondents`)) {
      void this.correspondences.followAll();
    }
    if (Array.from(topics).some(changesEnds)) void this.#deadlines.look();
    if (topics.has('day')) for (const { logId } of this.vault.logs.all()) this.#publish(logId);
    this.deviceWork.heard(topics);
    for (const topic of topics) {
      const record = /^entries\/([0-9a-f]{64})\//.exec(topic)?.[1];
      if (record !== undefined) this.#publish(record as LogId);
    }
  }

  /** One computation at a time for a record; a change during it is computed after. */
  #publish(record: LogId): void {
    if (this.vault.logs.get(record)?.row.sort !== 'record') return;
    if (this.#publishing.has(record)) {
      this.#stale.add(record);
      return;
    }
    const running = this.channels.publish(record).finally(() => {
      this.#publishing.delete(record);
      if (this.#stale.delete(record)) this.#publish(record);
    });
    this.#publishing.set(record, running);
  }

  async #windowEnds(): Promise<readonly Instant[]> {
    return [...(await windowEnds(this.vault)), ...this.correspondences.ends()];
  }

  /** At the very moment, network or not: the reader's content goes, and the holder's list says so. */
  #windowsEnded(): void {
    this.correspondences.endExpired();
    void this.channels.closeExpired();
    this.vault.bell.ring(new Set<Topic>(['channels', 'patients']));
  }

  async #erased(log: OpenLog): Promise<void> {
    if (log.row.record === undefined) return;
    const batch = new Batch();
    const kept = await this.#depositWork.keepUndecided(batch, log);
    const forgotten = kept.ok ? await this.channels.forget(batch, log) : kept;
    if (forgotten.ok) await this.vault.commit(batch);
    else batch.giveUp();
  }
}

/** Topics after which windows may end at other moments. */
const changesEnds = (topic: Topic): boolean =>
  topic === 'channels' || topic === 'patients' || topic.endsWith('/channels');
