import { describe, expect, test } from 'vitest';
import { mustGet } from '#base/assert.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { step } from '#protocol/relay-session.ts';
import { createTestLog, fullRights, keysOf, TestWriter } from '../../relay/test-log.ts';
import { createBench, namesOf, NOW } from './relay-session-bench.ts';
import { specTable } from './spec-tables.ts';

await cryptoReady();
const log = await createTestLog('record', [fullRights, fullRights]);
const { events, places } = createBench(
  new TestWriter(log, keysOf(log, 0)).write(),
  keysOf(log, 0),
  new TestWriter(log, keysOf(log, 1)).write(),
);
const rows = specTable('comes', 'where', 'relay does');

describe('the relay’s session, row by row of the specification [P204]', () => {
  test.each(rows.map((row) => [row['comes'], row['where'], row['relay does']] as const))(
    '%s, %s: %s',
    (comes, where, does) => {
      const state = mustGet(places[where ?? ''], `the place ${where ?? ''}`)();
      const event = mustGet(events[(comes ?? '').replaceAll('’', "'")], `the event ${comes ?? ''}`);
      const names = namesOf(step(state, event, NOW));
      const expected = (does ?? '').split(', ').filter((name) => name !== '');
      const relevant = names
        .split(', ')
        .filter((name) => name !== 'noteRead' || expected.includes(name));
      expect(relevant.length > 0 ? relevant : ['nothing']).toEqual(expected);
    },
  );

  test('a closed session says and does nothing more', () => {
    const state = mustGet(places['begin'], 'begin')();
    step(state, mustGet(events['noise'], 'noise'), NOW);
    for (const event of Object.values(events)) expect(step(state, event, NOW)).toEqual([]);
  });

  test('every event of the bench stands in the table', () => {
    const told = new Set(rows.map(({ comes }) => comes));
    expect(Object.keys(events).filter((name) => !told.has(name))).toEqual(['congested']);
  });
});
