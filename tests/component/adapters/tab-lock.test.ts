import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createTabLock,
  type TabLock,
  type TabPlatform,
  type TabState,
} from '#adapters/tab-lock.ts';

/** A tab of its own: another page of this origin, with its own locks and channels. */
type Tab = { readonly states: TabState[]; readonly lock: TabLock; crash(): void };

type PageGlobals = Window & { BroadcastChannel: typeof BroadcastChannel };

describe('the lock of the vault between two pages', () => {
  let tabs: Tab[];
  const openTab = async (options: { isFrozen?: boolean } = {}): Promise<Tab> => {
    const frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    frame.srcdoc = '<!doctype html>';
    document.body.append(frame);
    await loaded;
    const page = frame.contentWindow as PageGlobals;
    const platform: TabPlatform = {
      locks: page.navigator.locks,
      // A frozen page gets no message.
      openChannel: (name) => new page.BroadcastChannel(options.isFrozen ? `${name}-frozen` : name),
    };
    const states: TabState[] = [];
    const lock = createTabLock((state) => states.push(state), platform);
    const tab = {
      states,
      lock,
      crash: () => {
        frame.remove();
      },
    };
    tabs.push(tab);
    await until(() => states.length > 0);
    return tab;
  };
  const until = (isSo: () => boolean): Promise<void> =>
    expect.poll(isSo, { interval: 10, timeout: 10_000 }).toBe(true);

  beforeEach(() => {
    tabs = [];
  });
  afterEach(() => {
    for (const tab of tabs) {
      tab.lock.close();
      tab.crash();
    }
  });

  it('is held by the first and not by the second', async () => {
    const [first, second] = [await openTab(), await openTab()];
    expect(first.states).toEqual(['held']);
    expect(second.states).toEqual(['elsewhere']);
    expect(first.lock.isGuarded).toBe(true);
  });

  it('goes to the tab that asks; the former one is told before the other holds', async () => {
    const order: string[] = [];
    const first = await openTab();
    const second = await openTab();
    const watch = (tab: Tab, name: string): void => {
      tab.states.push = (...states: TabState[]) => order.push(...states.map((s) => `${name} ${s}`));
    };
    watch(first, 'first');
    watch(second, 'second');
    await second.lock.takeHere();
    await until(() => order.length === 2);
    expect(order).toEqual(['first elsewhere', 'second held']);
    await first.lock.takeHere();
    await until(() => order.length === 4);
    expect(order.slice(2)).toEqual(['second elsewhere', 'first held']);
  });

  it('goes to the tab that asks, not to one that waited longer', async () => {
    const first = await openTab();
    const second = await openTab();
    const third = await openTab();
    await third.lock.takeHere();
    await until(() => third.states.includes('held'));
    expect(first.states).toEqual(['held', 'elsewhere']);
    expect(second.states).toEqual(['elsewhere']);
    await second.lock.takeHere();
    await until(() => second.states.includes('held'));
    expect(third.states).toEqual(['elsewhere', 'held', 'elsewhere']);
  });

  it('is taken from a frozen tab, which learns it when it wakes', async () => {
    const frozen = await openTab({ isFrozen: true });
    const second = await openTab();
    await second.lock.takeHere();
    await until(() => second.states.includes('held'));
    await until(() => frozen.states.length === 2);
    expect(frozen.states).toEqual(['held', 'elsewhere']);
  });

  it('comes by itself when the other tab is closed or crashes', async () => {
    const [first, second, third] = [await openTab(), await openTab(), await openTab()];
    first.lock.close();
    await until(() => second.states.includes('held'));
    expect(first.states).toEqual(['held']);
    second.crash();
    await until(() => third.states.includes('held'));
  });

  it('changes nothing when the tab that holds it asks for it', async () => {
    const [first, second] = [await openTab(), await openTab()];
    await first.lock.takeHere();
    expect([first.states, second.states]).toEqual([['held'], ['elsewhere']]);
  });

  it('is held by every tab, and says that nothing guards it, without Web Locks', () => {
    const states: TabState[] = [];
    const lock = createTabLock((state) => states.push(state), {
      locks: undefined,
      openChannel: (name) => new BroadcastChannel(name),
    });
    expect(states).toEqual(['held']);
    expect(lock.isGuarded).toBe(false);
  });
});
