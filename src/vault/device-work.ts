import type { LogId } from '#base/ids.ts';
import { ok, type Result } from '#base/result.ts';
import type { PatientSummary, RemovalRisks, Standing } from './api.ts';
import { Batch } from './batch.ts';
import type { Topic } from './bell.ts';
import type { Devices } from './devices.ts';
import type { VaultError } from './errors.ts';
import { kitState } from './kit.ts';
import { MissingLogs } from './missing-logs.ts';
import type { OpenLog } from './open-log.ts';
import type { OpenVault } from './open-vault.ts';
import { Proofs } from './proofs.ts';
import { Removal } from './removal.ts';
import type { Sync } from './sync.ts';

/**
 * What goes on by itself between the devices of one person: removals, logs that another device
 * made, and whether this device still belongs to them.
 */
export class DeviceWork {
  readonly proofs: Proofs;
  readonly removal: Removal;
  readonly #vault: OpenVault;
  readonly #sync: Sync;
  readonly #devices: Devices;
  readonly #missing: MissingLogs;

  constructor(vault: OpenVault, sync: Sync, devices: Devices, follow: (log: OpenLog) => void) {
    this.#vault = vault;
    this.#sync = sync;
    this.#devices = devices;
    this.proofs = new Proofs(vault);
    this.removal = new Removal(vault, sync);
    this.#missing = new MissingLogs(vault, follow);
  }

  start(): void {
    this.#missing.wake();
  }

  stop(): void {
    this.removal.stop();
    this.#missing.stop();
  }

  heard(topics: ReadonlySet<Topic>): void {
    const tells = (what: RegExp): boolean => Array.from(topics).some((topic) => what.test(topic));
    if (tells(/\/(records|channels)$/)) this.#missing.wake();
    if (!tells(/\/(record|channel)-keys$/)) return;
    // What waited for keys is read again, and a removal goes on.
    this.#sync.retryNow();
    this.removal.wake();
  }

  /** The relay acknowledged something of a log, or has told all of it. */
  moved(logId: LogId): void {
    if (logId === this.#vault.keyring) this.#keyringMoved();
    this.removal.wake();
  }

  #keyringMoved(): void {
    void this.#devices.resume();
    if (!this.#sync.isLive(this.#vault.keyring)) return;
    const isMember = this.#isMember();
    void this.#setRemoved(!isMember);
    if (isMember) void this.#devices.noteSeen();
  }

  /** The relay says that the keys of this device were removed from a log. */
  removed({ logId }: OpenLog): void {
    if (logId === this.#vault.keyring) void this.#setRemoved(true);
  }

  /** Whether this device still belongs to the notebook, by the relay's or the keyring's word. */
  standing(): Standing {
    if (this.#isMember() && !this.#vault.notes.get('removed')) return { is: 'member' };
    const unsent = new Set(this.#vault.logs.unsent().flatMap(({ entries }) => entries));
    return { is: 'removed', unsent: unsent.size };
  }

  /** What would stay open to a device that is removed. */
  async risks(patients: readonly PatientSummary[]): Promise<Result<RemovalRisks, VaultError>> {
    const kit = await kitState(this.#vault);
    if (!kit.ok) return kit;
    const isHere = this.#vault.notes.get('kit') !== undefined;
    const identityElsewhere = kit.value.state === 'toConfirm' && !isHere;
    return ok({ identityElsewhere, patients: patients.some(({ state }) => state === 'open') });
  }

  #isMember(): boolean {
    const { state, author } = this.#vault.logs.must(this.#vault.keyring);
    return state.members.has(author);
  }

  /** Kept, so that it is said without the network too. Nothing is taken off the device for it. */
  async #setRemoved(isRemoved: boolean): Promise<void> {
    const { notes, turns, deps } = this.#vault;
    if ((notes.get('removed') !== undefined) === isRemoved) return;
    await turns.take(() => {
      const batch = new Batch().tell('devices', 'status');
      if (isRemoved) notes.put(batch, 'removed', '', { toldAt: deps.clock.now() });
      else notes.remove(batch, 'removed', '');
      return this.#vault.commit(batch);
    });
  }
}
