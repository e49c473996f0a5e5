import { beforeEach, describe, expect, test } from 'vitest';
import { instant, MINUTE_MS } from '#base/time.ts';
import { AutoLock } from '#ui/state/auto-lock.ts';

/** Time that passes when told to, and what waits for it. */
class Hours {
  now = instant(0);
  #waiting: { readonly at: number; readonly act: () => void }[] = [];

  after = (delayMs: number, act: () => void): (() => void) => {
    const entry = { at: this.now + delayMs, act };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((one) => one !== entry);
    };
  };

  /** The device sleeps: time passes, and no timer comes. */
  sleep(minutes: number): void {
    this.now = instant(this.now + minutes * MINUTE_MS);
  }

  pass(minutes: number): void {
    const end = this.now + minutes * MINUTE_MS;
    for (;;) {
      const next = this.#waiting.toSorted((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      this.#waiting = this.#waiting.filter((one) => one !== next);
      this.now = instant(Math.max(this.now, next.at));
      next.act();
    }
    this.now = instant(end);
  }
}

let time: Hours;
let locks: number;
let isBusy: boolean;
let lock: AutoLock;
let stop: () => void;

beforeEach(() => {
  time = new Hours();
  locks = 0;
  isBusy = false;
  lock = new AutoLock({
    now: () => time.now,
    after: time.after,
    isBusy: () => isBusy,
    lock: () => {
      locks++;
      stop();
    },
  });
  stop = lock.start();
});

describe('a notebook that nobody looks at', () => {
  test('locks after 15 minutes without a gesture', () => {
    time.pass(14.9);
    expect(locks).toBe(0);
    time.pass(0.2);
    expect(locks).toBe(1);
  });

  test('stays open as long as there are gestures', () => {
    for (let minute = 0; minute < 60; minute += 10) {
      time.pass(10);
      lock.seen();
    }
    expect(locks).toBe(0);
  });

  test('locks after 5 minutes out of sight, whatever was done before', () => {
    time.pass(3);
    lock.look(true);
    time.pass(4.9);
    expect(locks).toBe(0);
    time.pass(0.2);
    expect(locks).toBe(1);
  });

  test('stays open when it comes back in time, and counts anew', () => {
    lock.look(true);
    time.pass(4);
    lock.look(false);
    time.pass(14);
    expect(locks).toBe(0);
    time.pass(1.1);
    expect(locks).toBe(1);
  });

  test('locks on waking, before anything is shown, when the time ran out asleep', () => {
    lock.look(true);
    time.sleep(600);
    lock.look(false);
    expect(locks).toBe(1);
  });

  test('takes a gesture after a sleep for no sign of life', () => {
    time.sleep(20);
    lock.seen();
    expect(locks).toBe(1);
  });

  test('waits for work that a lock would break off', () => {
    isBusy = true;
    time.pass(16);
    expect(locks).toBe(0);
    isBusy = false;
    time.pass(1);
    expect(locks).toBe(1);
  });

  test('does nothing once it is stopped', () => {
    stop();
    time.pass(100);
    expect(locks).toBe(0);
  });
});
