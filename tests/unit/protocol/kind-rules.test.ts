import { describe, expect, it } from 'vitest';
import { logSorts, type LogSort } from '#protocol/access.ts';
import { rightsFit } from '#protocol/kind-rules.ts';
import { rights } from './log-builder.ts';

const every = ['', 'r'].flatMap((r) =>
  ['', 'w'].flatMap((w) => ['', 'd'].flatMap((d) => ['', 'a'].map((a) => r + w + d + a))),
);

describe('the rights that a member may be given', () => {
  const fitting: Readonly<Record<LogSort, readonly string[]>> = {
    keyring: ['r', 'ra', 'rw', 'rwa'],
    record: ['r', 'ra', 'rw', 'rwa'],
    channel: ['r', 'ra', 'rd'],
  };

  it.each(Object.keys(logSorts) as LogSort[])('in a %s are these and no others', (sort) => {
    expect(every.filter((letters) => rightsFit(sort, rights(letters)))).toEqual(fitting[sort]);
  });
});
