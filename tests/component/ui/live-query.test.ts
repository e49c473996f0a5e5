import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { LiveQuery } from '#ui/state/live-query.svelte.ts';
import QueryReader from './QueryReader.svelte';

/** A source that counts its subscriptions and speaks when told. */
function createSource() {
  const listeners = new Set<{ next: (value: string) => void; fail: (error: unknown) => void }>();
  let started = 0;
  const query = new LiveQuery<string>((next, fail) => {
    started += 1;
    const listener = { next, fail };
    listeners.add(listener);
    return () => listeners.delete(listener);
  });
  return {
    query,
    listeners,
    started: () => started,
    say: (value: string) => {
      listeners.forEach(({ next }) => {
        next(value);
      });
    },
    break: (error: unknown) => {
      listeners.forEach(({ fail }) => {
        fail(error);
      });
    },
  };
}

test('the subscription starts with the first reader, not before', async () => {
  const source = createSource();
  expect(source.query.current).toBeUndefined();
  expect(source.started()).toBe(0);
  await render(QueryReader, { query: source.query, readers: 1 });
  expect(source.started()).toBe(1);
});

test('two readers share one subscription and both follow it', async () => {
  const source = createSource();
  const screen = await render(QueryReader, { query: source.query, readers: 2 });
  source.say('un');
  await expect.element(screen.getByText('un').nth(1)).toBeVisible();
  source.say('deux');
  await expect.element(screen.getByText('deux').nth(1)).toBeVisible();
  expect(source.started()).toBe(1);
});

test('the subscription outlives one reader of two, and ends with the last', async () => {
  const source = createSource();
  const screen = await render(QueryReader, { query: source.query, readers: 2 });
  await screen.rerender({ readers: 1 });
  expect(source.listeners.size).toBe(1);
  await screen.rerender({ readers: 0 });
  await expect.poll(() => source.listeners.size).toBe(0);
});

test('the last value stays for a reader who comes back, and the subscription starts again', async () => {
  const source = createSource();
  const first = await render(QueryReader, { query: source.query, readers: 1 });
  source.say('hier');
  await expect.element(first.getByText('hier')).toBeVisible();
  await first.unmount();
  await expect.poll(() => source.listeners.size).toBe(0);
  expect(source.query.current).toBe('hier');
  const second = await render(QueryReader, { query: source.query, readers: 1 });
  await expect.element(second.getByText('hier')).toBeVisible();
  expect(source.started()).toBe(2);
});

test('a source that speaks after its end is not heard', async () => {
  let late: ((value: string) => void) | undefined;
  const query = new LiveQuery<string>((next) => {
    late = next;
    return () => undefined;
  });
  const screen = await render(QueryReader, { query, readers: 1 });
  late?.('vrai');
  await expect.element(screen.getByText('vrai')).toBeVisible();
  await screen.unmount();
  await expect.poll(() => query.current).toBe('vrai');
  late?.('faux');
  expect(query.current).toBe('vrai');
});

test('a failure shows, and goes with the next value', async () => {
  const source = createSource();
  const screen = await render(QueryReader, { query: source.query, readers: 1 });
  source.break('panne');
  await expect.element(screen.getByText('panne')).toBeVisible();
  source.say('retour');
  await expect.element(screen.getByText('retour')).toBeVisible();
  expect(source.query.error).toBeUndefined();
});

test('a source that speaks at once is heard', async () => {
  const query = new LiveQuery<string>((next) => {
    next('tout de suite');
    return () => undefined;
  });
  const screen = await render(QueryReader, { query, readers: 1 });
  await expect.element(screen.getByText('tout de suite')).toBeVisible();
});
