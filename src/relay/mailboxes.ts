import { equal, type Bytes } from '#base/bytes.ts';
import type { MailboxId } from '#base/ids.ts';
import { instant, type Clock } from '#base/time.ts';
import { limits } from '#protocol/limits.ts';
import type { GroupCommit } from './storage/group-commit.ts';
import type { MailboxSlot, Storage } from './storage/port.ts';

export const MAILBOX_SLOTS = 3;

export type PutSlot = 'created' | 'same' | 'taken' | 'expired' | 'unknown' | 'full' | 'limited';
export type GetSlot = Bytes | 'empty' | 'unknown' | 'expired';

export type MailboxesDeps = {
  readonly storage: Storage;
  readonly writer: GroupCommit;
  readonly clock: Clock;
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
    const opener = first ? undefined : opening();
    if (!first && !opener) return 'limited';
    const lifeMs = opener === 'proven' ? limits.mailboxMs : limits.mailboxNewDeviceMs;
    const expires = first?.expires ?? instant(now + lifeMs);
    return this.#write({ mailbox, slot, bytes, expires });
  }

  async #write(slot: MailboxSlot): Promise<PutSlot> {
    const result = await this.#deps.writer.write([{ type: 'putSlot', slot }]);
    if (!result.ok) return 'full';
    for (const wake of this.#waiting.get(slot.mailbox) ?? []) wake();
    return 'created';
  }

  /** Waits at most `waitMs` for something to be there, or until `cancelled`. */
  async get(
    mailbox: MailboxId,
    slot: number,
    waitMs: number,
    cancelled: AbortSignal,
  ): Promise<GetSlot> {
    const found = await this.#read(mailbox, slot);
    if (found !== 'empty' || waitMs <= 0) return found;
    const until = this.#deps.clock.now() + waitMs;
    for (;;) {
      await this.#change(mailbox, until - this.#deps.clock.now(), cancelled);
      const now = await this.#read(mailbox, slot);
      if (now !== 'empty' || cancelled.aborted || this.#deps.clock.now() >= until) return now;
    }
  }

  async #read(mailbox: MailboxId, slot: number): Promise<GetSlot> {
    const slots = await this.#deps.storage.readMailbox(mailbox);
    const [first] = slots;
    if (!first) return 'unknown';
    if (first.expires <= this.#deps.clock.now()) return 'expired';
    return slots.find((each) => each.slot === slot)?.bytes ?? 'empty';
  }

  #change(mailbox: MailboxId, ms: number, cancelled: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(mailbox) ?? new Set();
      this.#waiting.set(mailbox, waiting);
      const wake = (): void => {
        cancelTimer();
        cancelled.removeEventListener('abort', wake);
        waiting.delete(wake);
        if (waiting.size === 0 && this.#waiting.get(mailbox) === waiting) {
          this.#waiting.delete(mailbox);
        }
        resolve();
      };
      const cancelTimer = this.#deps.after(Math.max(ms, 0), wake);
      waiting.add(wake);
      cancelled.addEventListener('abort', wake);
    });
  }
}
