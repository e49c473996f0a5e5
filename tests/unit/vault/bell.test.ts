import { expect, test } from 'vitest';
import { Bell, type Topic } from '#vault/bell.ts';

test('what is rung for later is told once, with all that was rung meanwhile', () => {
  const later: (() => void)[] = [];
  const bell = new Bell((act) => later.push(act));
  const told: Topic[][] = [];
  bell.listen((topics) => told.push([...topics]));
  bell.ringLater(new Set(['sync']));
  bell.ringLater(new Set(['sync', 'records']));
  bell.ringLater(new Set());
  expect(told).toEqual([]);
  for (const act of later.splice(0)) act();
  expect(told).toEqual([['sync', 'records']]);
  bell.ringLater(new Set(['kit']));
  for (const act of later.splice(0)) act();
  expect(told).toEqual([['sync', 'records'], ['kit']]);
});

test('a bell that nobody gave a later moment tells at once', () => {
  const bell = new Bell();
  const told: Topic[][] = [];
  bell.listen((topics) => told.push([...topics]));
  bell.ringLater(new Set(['records']));
  expect(told).toEqual([['records']]);
});
