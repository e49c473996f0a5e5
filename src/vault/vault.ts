import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Bytes } from '#base/bytes.ts';
import type {
  Command,
  CommandResult,
  FirstLock,
  PairingId,
  Query,
  QueryAnswer,
  VaultApi,
  VaultStatus,
} from './api.ts';
import type { Arrived } from './arrival.ts';
import { Bell } from './bell.ts';
import { isArrival, runCommand, type ArrivalCommand } from './commands.ts';
import { DeviceArrivals } from './device-arrival.ts';
import type { VaultError } from './errors.ts';
import { firstLockOf, firstOpening } from './first-opening.ts';
import type { VaultDeps, Write } from './ports.ts';
import { answerQuery, topicsOf } from './queries.ts';
import { VaultSession } from './session.ts';
import { openParts, type VaultParts } from './vault-parts.ts';
import { LSK_BYTES, firstLockWrites, openPasskeySlot, lskOf, readSlots } from './slots.ts';

/** The vault of this device over its ports. One instance a device: its root sees to that. */
export const createVault = (deps: VaultDeps): VaultApi => new Vault(deps);

class Vault implements VaultApi {
  readonly #deps: VaultDeps;
  readonly #bell: Bell;
  readonly #arrivals: DeviceArrivals;
  #session: VaultSession | undefined;
  /** Creating, unlocking and locking, one after the other. */
  #change: Promise<unknown> = Promise.resolve();

  constructor(deps: VaultDeps) {
    this.#deps = deps;
    this.#bell = new Bell((act) => deps.timers.at(deps.clock.now(), act));
    this.#arrivals = new DeviceArrivals(deps);
  }

  async status(): Promise<VaultStatus> {
    const slots = await readSlots(this.#deps.store);
    if (!slots.ok) return { state: 'broken', error: slots.error };
    if (!slots.value) return { state: 'empty' };
    const { kinds, passkeys } = slots.value;
    return {
      state: this.#session ? 'open' : 'locked',
      slots: kinds,
      passkeys: passkeys.map(({ credentialId, salt, name }) => ({ credentialId, salt, name })),
    };
  }

  watchStatus(next: (status: VaultStatus) => void): Promise<() => void> {
    const tell = (): void => {
      void this.status().then(next);
    };
    tell();
    return Promise.resolve(
      this.#bell.listen((topics) => {
        if (topics.has('status')) tell();
      }),
    );
  }

  unlock(passphrase: string): Promise<Result<void, VaultError>> {
    return this.#inOrder(async () => {
      if (this.#session) return ok(undefined);
      const slots = await readSlots(this.#deps.store);
      if (!slots.ok) return slots;
      if (!slots.value) return err({ type: 'NoVault' });
      const lsk = await lskOf(slots.value, passphrase);
      return lsk.ok ? this.#open(lsk.value) : lsk;
    });
  }

  unlockWithPasskey(credentialId: string, prf: Bytes): Promise<Result<void, VaultError>> {
    return this.#inOrder(async () => {
      if (this.#session) return ok(undefined);
      const slots = await readSlots(this.#deps.store);
      if (!slots.ok) return slots;
      if (!slots.value) return err({ type: 'NoVault' });
      const lsk = openPasskeySlot(slots.value, credentialId, prf);
      return lsk.ok ? this.#open(lsk.value) : lsk;
    });
  }

  lock(): Promise<void> {
    return this.#inOrder(async () => {
      const session = this.#session;
      this.#session = undefined;
      this.#bell.ring(new Set(['status']));
      await session?.stop();
    });
  }

  async run<C extends Command>(command: C): Promise<Result<CommandResult<C>, VaultError>> {
    const done = await this.#run(command);
    return done as Result<CommandResult<C>, VaultError>;
  }

  #run(command: Command): Promise<Result<unknown, VaultError>> {
    if (isArrival(command)) return this.#bring(command);
    if (!this.#session) return Promise.resolve(err({ type: 'Locked' }));
    return runCommand(this.#session, command);
  }

  #bring(command: ArrivalCommand): Promise<Result<unknown, VaultError>> {
    switch (command.type) {
      case 'createVault':
        return this.#arrive(firstLockOf(command), (parts, writes) =>
          firstOpening(parts, writes, command.deviceName ?? ''),
        );
      case 'restoreFromWords':
        return this.#arrive(command.lock, async (parts, lock) =>
          (await import('./arrival.ts')).arriveFromRelay(parts, lock, command),
        );
      case 'restoreFromArchive':
        return this.#arrive(command.lock, async (parts, lock) =>
          (await import('./arrival.ts')).arriveFromArchive(parts, lock, command.archive, command),
        );
      case 'rebuildFromDevice':
        return this.#rebuild(command);
      case 'showDeviceCode':
        return this.#arrivals.show(command.name);
      case 'awaitDeviceWords':
        return this.#arrivals.words(command.pairing);
      case 'joinNotebook':
        return this.#join(command.pairing, command.lock);
      case 'rejoinNotebook':
        return this.#rejoin(command.pairing);
      case 'stopDeviceCode':
        this.#arrivals.stop(command.pairing);
        return Promise.resolve(ok(undefined));
      case 'renewStorageKey':
        return this.#renew(command.lock);
    }
  }

  watch<Q extends Query>(
    query: Q,
    next: (answer: Result<QueryAnswer<Q>, VaultError>) => void,
  ): Promise<() => void> {
    const concerns = topicsOf(query);
    let isEnded = false;
    let isAsking = false;
    let isStale = false;
    /** One question at a time. Each answer is told; what changed meanwhile is asked for after it. */
    const ask = async (): Promise<void> => {
      isStale = isAsking;
      if (isAsking) return;
      isAsking = true;
      const session = this.#session;
      try {
        const answer = session ? await answerQuery(session, query) : err(LOCKED);
        // Whoever locked meanwhile is told of the lock, not of what was open.
        if (!isEnded && session === this.#session) next(answer);
      } catch (bug) {
        if (!isEnded) next(err({ type: 'Unexpected' }));
        throw bug;
      } finally {
        isAsking = false;
        if (isStale && !isEnded) void ask();
      }
    };
    void ask();
    const stopListening = this.#bell.listen((topics) => {
      if (topics.has('status') || Array.from(topics).some(concerns)) void ask();
    });
    return Promise.resolve(() => {
      isEnded = true;
      stopListening();
    });
  }

  async openFile(file: Parameters<VaultApi['openFile']>[0]): ReturnType<VaultApi['openFile']> {
    return this.#session ? this.#session.openFile(file) : err({ type: 'Locked' });
  }

  /** A record comes to an empty device: made here, or brought from elsewhere. */
  #arrive(
    lock: FirstLock,
    come: (parts: VaultParts, lockWrites: readonly Write[]) => Promise<Result<Arrived, VaultError>>,
  ): Promise<Result<{ record: LogId }, VaultError>> {
    return this.#inOrder(async () => {
      const slots = await readSlots(this.#deps.store);
      if (!slots.ok) return slots;
      if (slots.value) return err({ type: 'VaultExists' });
      const lsk = this.#deps.random.bytes(LSK_BYTES);
      const writes = await firstLockWrites(this.#deps.random, lsk, lock);
      if (!writes.ok) return writes;
      const parts = await openParts(this.#deps, lsk, this.#bell);
      if (!parts.ok) return parts;
      const arrived = await come(parts.value, writes.value);
      if (!arrived.ok) return arrived;
      const { keyring, record } = arrived.value;
      this.#start(new VaultSession(parts.value, keyring));
      return ok({ record });
    });
  }

  async #join(pairing: PairingId, lock: FirstLock): Promise<Result<{ record: LogId }, VaultError>> {
    const admitted = await this.#arrivals.admission(pairing);
    if (!admitted.ok) return admitted;
    const joined = await this.#arrive(lock, async (parts, lockWrites) =>
      (await import('./arrival.ts')).arriveAsDevice(parts, lockWrites, admitted.value),
    );
    if (joined.ok) this.#arrivals.stop(pairing);
    return joined;
  }

  /** A removed device was let in again: its locks stay, everything else is read anew. */
  async #rejoin(pairing: PairingId): Promise<Result<unknown, VaultError>> {
    const admitted = await this.#arrivals.admission(pairing);
    if (!admitted.ok) return admitted;
    return this.#inOrder(async () => {
      const session = this.#session;
      if (!session) return err({ type: 'Locked' });
      const { rejoin, unheardOf } = await import('./rejoin.ts');
      const unheard = await unheardOf(session.vault);
      if (!unheard.ok) return unheard;
      const lsk = session.vault.lsk.slice();
      this.#session = undefined;
      await session.stop();
      // Nobody is told before the vault is open again: a question asked meanwhile finds it locked.
      const done = await rejoin(this.#deps, new Bell(), lsk, admitted.value, unheard.value);
      const opened = await this.#open(lsk);
      if (done.ok) this.#arrivals.stop(pairing);
      return opened.ok ? done : opened;
    });
  }

  #renew(lock: FirstLock): Promise<Result<void, VaultError>> {
    return this.#inOrder(async () => {
      const session = this.#session;
      if (!session) return err({ type: 'Locked' });
      const { renewStorageKey } = await import('./renew.ts');
      const lsk = await renewStorageKey(session.vault, lock);
      if (!lsk.ok) return lsk;
      this.#session = undefined;
      await session.stop();
      return this.#open(lsk.value);
    });
  }

  /** "J'ai oublié ma phrase": what the device holds, opened by the words and sealed under new locks. */
  #rebuild({
    words,
    lock,
    deviceName = '',
  }: Extract<Command, { type: 'rebuildFromDevice' }>): Promise<Result<unknown, VaultError>> {
    return this.#inOrder(async () => {
      const session = this.#session;
      this.#session = undefined;
      await session?.stop();
      const lsk = this.#deps.random.bytes(LSK_BYTES);
      const writes = await firstLockWrites(this.#deps.random, lsk, lock);
      if (!writes.ok) return writes;
      const { rebuildFromDevice } = await import('./rebuild.ts');
      const rebuilt = await rebuildFromDevice(
        this.#deps,
        this.#bell,
        lsk,
        writes.value,
        words,
        deviceName,
      );
      if (!rebuilt.ok) return rebuilt;
      const opened = await this.#open(lsk);
      return opened.ok ? ok({ record: rebuilt.value.record }) : opened;
    });
  }

  async #open(lsk: Bytes): Promise<Result<void, VaultError>> {
    const parts = await openParts(this.#deps, lsk, this.#bell);
    if (!parts.ok) return parts;
    const keyring = await parts.value.rows.getJson<LogId>('logs', 'keyring');
    if (!keyring.ok) return keyring;
    if (keyring.value === undefined) return err({ type: 'StorageDamaged' });
    this.#start(new VaultSession(parts.value, keyring.value));
    return ok(undefined);
  }

  #start(session: VaultSession): void {
    this.#session = session;
    session.start();
    this.#bell.ring(new Set(['status']));
  }

  #inOrder<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#change.then(act, act);
    this.#change = mine.catch(() => undefined);
    return mine;
  }
}

const LOCKED = { type: 'Locked' } as const;
