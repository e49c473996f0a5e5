import type { LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import type { Bytes } from '#base/bytes.ts';
import type {
  Command,
  CommandResult,
  Query,
  QueryAnswer,
  VaultApi,
  VaultStatus,
} from './api.ts';
import { Bell } from './bell.ts';
import { runCommand } from './commands.ts';
import type { VaultError } from './errors.ts';
import { firstOpening } from './first-opening.ts';
import type { VaultDeps } from './ports.ts';
import { answerQuery, topicsOf } from './queries.ts';
import { VaultSession, openParts } from './session.ts';
import {
  LSK_BYTES,
  clearSlotWrites,
  openPassphraseSlot,
  passphraseSlotWrites,
  readSlots,
  type Slots,
} from './slots.ts';

/** The vault of this device over its ports. One instance a device: its root sees to that. */
export const createVault = (deps: VaultDeps): VaultApi => new Vault(deps);

class Vault implements VaultApi {
  readonly #deps: VaultDeps;
  readonly #bell = new Bell();
  #session: VaultSession | undefined;
  /** Creating, unlocking and locking, one after the other. */
  #change: Promise<unknown> = Promise.resolve();

  constructor(deps: VaultDeps) {
    this.#deps = deps;
  }

  async status(): Promise<VaultStatus> {
    const slots = await readSlots(this.#deps.store);
    if (!slots.ok) return { state: 'broken', error: slots.error };
    if (!slots.value) return { state: 'empty' };
    return { state: this.#session ? 'open' : 'locked', slots: slots.value.kinds };
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
      return lsk.ok ? this.#open(lsk.value, slots.value) : lsk;
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
    if (command.type === 'createVault') {
      return this.#inOrder(() => this.#create(command.passphrase));
    }
    if (!this.#session) return Promise.resolve(err({ type: 'Locked' }));
    return runCommand(this.#session, command);
  }

  watch<Q extends Query>(
    query: Q,
    next: (answer: Result<QueryAnswer<Q>, VaultError>) => void,
  ): Promise<() => void> {
    const concerns = topicsOf(query);
    let asked = 0;
    let isEnded = false;
    const ask = async (): Promise<void> => {
      const turn = ++asked;
      const session = this.#session;
      const answer = session ? await answerQuery(session, query) : err({ type: 'Locked' } as const);
      // A later question was asked meanwhile: its answer is the one to tell.
      if (turn === asked && !isEnded) next(answer);
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

  async #create(
    passphrase: string | undefined,
  ): Promise<Result<{ record: LogId }, VaultError>> {
    const slots = await readSlots(this.#deps.store);
    if (!slots.ok) return slots;
    if (slots.value) return err({ type: 'VaultExists' });
    const lsk = this.#deps.random.bytes(LSK_BYTES);
    const writes =
      passphrase === undefined
        ? ok(clearSlotWrites(lsk))
        : await passphraseSlotWrites(this.#deps.random, lsk, passphrase);
    if (!writes.ok) return writes;
    const parts = await openParts(this.#deps, lsk, this.#bell);
    if (!parts.ok) return parts;
    const made = await firstOpening(parts.value, writes.value);
    if (!made.ok) return made;
    this.#start(new VaultSession(parts.value, made.value.keyring), passphrase !== undefined);
    return ok({ record: made.value.record });
  }

  async #open(lsk: Bytes, slots: Slots): Promise<Result<void, VaultError>> {
    const parts = await openParts(this.#deps, lsk, this.#bell);
    if (!parts.ok) return parts;
    const keyring = await parts.value.rows.getJson<LogId>('logs', 'keyring');
    if (!keyring.ok) return keyring;
    if (keyring.value === undefined) return err({ type: 'StorageDamaged' });
    this.#start(new VaultSession(parts.value, keyring.value), slots.kinds.length > 0);
    return ok(undefined);
  }

  #start(session: VaultSession, isProtected: boolean): void {
    session.isProtected = isProtected;
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

async function lskOf(slots: Slots, passphrase: string): Promise<Result<Bytes, VaultError>> {
  if (slots.passphraseSlot) return openPassphraseSlot(slots.passphraseSlot, passphrase);
  return slots.clearLsk ? ok(slots.clearLsk) : err({ type: 'StorageDamaged' });
}

