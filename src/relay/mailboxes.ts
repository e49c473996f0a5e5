import { equal, type Bytes } from '#base/bytes.ts';
import type { MailboxId } from '#base/ids.ts';
import { instant, type Clock } from '#base/time.ts';
import { limits } from '#protocol/limits.ts';
import type { Room } from './logs/room.ts';
import type { GroupCommit } from './storage/group-commit.ts';
import type { MailboxSlot, Storage } from './storage/port.ts';

export type PutSlot = 'created' | 'same' | 'taken' | 'expired' | 'unknown' | 'full' | 'limited';
export type GetSlot = Bytes | 'empty' | 'unknown' | 'expired';

export type MailboxesDeps = {
  readonly storage: Storage;
  readonly writer: GroupCommit;
  readonly clock: Clock;
  readonly room: Room;
  /** Calls back after `ms`; the returned function cancels. */
  readonly after: (ms: number, act: () => void) => () => void;
};

/** Drops for pairing: three write-once slots under a name that only two devices can compute. */
export class Mailboxes {
  readonly #deps: MailboxesDeps;
  readonly #waiting = new Map<MailboxId, Set<() => void>>();
  /** One writer at a time, so that a slot is never written twice. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: MailboxesDeps) {
    this.#deps = deps;
  }

  /** @param opening how long slot 0 opens the mailbox for; undefined: opening is refused */
  put(
    mailbox: MailboxId,
    slot: number,
    bytes: Bytes,
    opening: () => 'proven' | 'unproven' | undefined,
  ): Promise<PutSlot> {
    const done = this.#turn.then(() => this.#put(mailbox, slot, bytes, opening));
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #put(
    mailbox: MailboxId,
    slot: number,
    bytes: Bytes,
    opening: () => 'proven' | 'unproven' | undefined,
  ): Promise<PutSlot> {
    const slots = await this.#deps.storage.readMailbox(mailbox);
    const now = this.#deps.clock.now();
    const [first] = slots;
    if (first && first.expires <= now) return 'expired';
    const taken = slots.find((each) => each.slot === slot);
    if (taken) return equal(taken.bytes, bytes) ? 'same' : 'taken';
    if (!first && slot !== 0) return 'unknown';
    if (!this.#deps.room.hasRoom()) return 'full';
    const opener = first ? undefined : opening();
    if (!first && !opener) return 'limited';
    const lifeMs = opener === 'proven' ? limits.mailboxMs : limits.mailboxNewDeviceMs;
    const expires = first?.expires ?? instant(now + lifeMs);
    return this.#write({ mailbox, slot, bytes, expires });
  }

  async #write(slot: MailboxSlot): Promise<PutSlot> {
    const result = await this.#deps.writer.write([{ type: 'putSlot', slot }]);
    if (!result.ok) return 'full';
    for (const wake of [...(this.#waiting.get(slot.mailbox) ?? [])]) wake();
    return 'created';
  }

  /** Waits at most `waitMs` for something to be there, or until `cancelled`. */
  async get(
    mailbox: MailboxId,
    slot: number,
    waitMs: number,
    cancelled: AbortSignal,
  ): Promise<GetSlot> {
    const until = this.#deps.clock.now() + waitMs;
    for (;;) {
      const change = this.#nextChange(mailbox, cancelled);
      const found = await this.#read(mailbox, slot);
      const leftMs = until - this.#deps.clock.now();
      if (found !== 'empty' || leftMs <= 0 || cancelled.aborted) {
        change.forget();
        return found;
      }
      await change.within(leftMs);
    }
  }

  async #read(mailbox: MailboxId, slot: number): Promise<GetSlot> {
    const slots = await this.#deps.storage.readMailbox(mailbox);
    const [first] = slots;
    if (!first) return 'unknown';
    if (first.expires <= this.#deps.clock.now()) return 'expired';
    return slots.find((each) => each.slot === slot)?.bytes ?? 'empty';
  }

  /** Heard from now on, so that what is written while the disk is read is not missed. */
  #nextChange(
    mailbox: MailboxId,
    cancelled: AbortSignal,
  ): { readonly within: (ms: number) => Promise<void>; readonly forget: () => void } {
    const waiting = this.#waiting.get(mailbox) ?? new Set();
    this.#waiting.set(mailbox, waiting);
    const heard = Promise.withResolvers<undefined>();
    const wake = (): void => {
      forget();
      heard.resolve(undefined);
    };
    const forget = (): void => {
      cancelled.removeEventListener('abort', wake);
      waiting.delete(wake);
      if (waiting.size === 0 && this.#waiting.get(mailbox) === waiting)
        this.#waiting.delete(mailbox);
    };
    waiting.add(wake);
    cancelled.addEventListener('abort', wake);
    return {
      forget,
      within: async (ms) => {
        const cancelTimer = this.#deps.after(ms, wake);
        await heard.promise;
        cancelTimer();
      },
    };
  }
}
