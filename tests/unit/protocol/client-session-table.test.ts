import { describe, expect, test } from 'vitest';
import type { ClientEvent } from '#protocol/client-events.ts';
import type { RelayMessage } from '#protocol/messages.ts';
import { START } from '#protocol/relay-cursor.ts';
import {
  ack,
  caughtUp,
  cursorAfter,
  headAt,
  held,
  items,
  logId,
  otherKey,
  own,
  proven,
  refused,
  relayKey,
  seeded,
  stages,
  welcome,
  welcomeOf,
} from './client-session-bench.ts';
const three = held.slice(0, 3);
const four = held.slice(0, 4);
const [op] = own as [(typeof own)[0]];
const hear = (message: RelayMessage): ClientEvent => ({ type: 'message', message, bytes: 100 });
const events = {
  follow: { type: 'follow', logId, cursor: START, canSeed: true },
  unfollow: { type: 'unfollow', logId },
  socketClosed: { type: 'socketClosed' },
  retryNow: { type: 'retryNow' },
  proveAgain: { type: 'proveAgain', logId },
  trustRelay: { type: 'trustRelay', publicKey: relayKey.publicKey },
  tick: { type: 'tick' },
  outbox: { type: 'outbox', logId, ops: [op] },
  proof: { type: 'proof', logId, publicKey: relayKey.publicKey, signature: new Uint8Array(64) },
  seedMaterial: { type: 'seedMaterial', logId, ops: [op.bytes] },
  askBlobToken: { type: 'askBlobToken', logId },
  askReads: { type: 'askReads', logId },
  notKept: { type: 'notKept', logId, cursor: cursorAfter(held.slice(0, 1)) },
  welcome: hear(welcome),
  'welcome of another': hear(welcomeOf(otherKey.publicKey)),
  proven: hear(proven(headAt(three))),
  'proven by another key': hear(proven(headAt(three, undefined, otherKey))),
  absent: hear({ type: 'absent', logId }),
  unavailable: hear({ type: 'unavailable', logId }),
  page: hear(items(three, headAt(three))),
  'live items': hear(items(held.slice(3, 4), undefined)),
  caughtUp: hear(caughtUp(headAt(three))),
  'caughtUp further': hear(caughtUp(headAt(four))),
  ack: hear(ack(op, 4)),
  refused: hear(refused(op, 'QUOTA')),
  seeded: hear(seeded(headAt(three))),
  seedRefused: hear({ type: 'seedRefused', logId, reason: 'QUOTA' }),
  blobToken: hear({ type: 'blobToken', logId, token: 't', expires: 1 as never }),
  erased: hear({ type: 'erased', logId }),
  error: hear({ type: 'error', reason: 'MALFORMED' }),
  pong: hear({ type: 'pong', nonce: 1 }),
  reads: hear({ type: 'reads', logId, reads: [] }),
} satisfies Record<string, ClientEvent>;

const columns = [
  'connecting',
  'down',
  'proving',
  'absent',
  'seeding',
  'catchingUp',
  'live',
] as const;
const SEED = 'send:seedBegin send:seedOp send:seedEnd';
const STRANGE = 'strangeRelay disconnect';

/** What is asked for, event by event, in each stage; `> x`: the log then stands in stage x. */
const table: Readonly<Record<keyof typeof events, readonly string[]>> = {
  follow: ['', '', '', '', '', '', ''],
  unfollow: ['> gone', '> gone', ...Array<string>(5).fill('send:leave > gone')],
  socketClosed: ['wakeAt', 'wakeAt', ...Array<string>(5).fill('wakeAt > idle')],
  retryNow: ['', 'connect wakeAt', '', 'prove > proving', '', '', ''],
  proveAgain: ['', '', '', '', 'prove > proving', '', ''],
  trustRelay: ['', 'connect wakeAt', '', '', '', '', ''],
  tick: Array<string>(7).fill('wakeAt'),
  outbox: ['', '', '', '', '', '', 'send:append'],
  proof: ['', '', ...Array<string>(5).fill('send:prove')],
  seedMaterial: ['', '', '', '', SEED, '', ''],
  askBlobToken: ['', '', ...Array<string>(5).fill('send:blobToken')],
  askReads: ['', '', ...Array<string>(5).fill('send:reads')],
  notKept: [
    'wakeAt > absent',
    'wakeAt > absent',
    'send:leave wakeAt > absent',
    'send:leave wakeAt',
    ...Array<string>(3).fill('send:leave wakeAt > absent'),
  ],
  welcome: [
    'relayKey prove > proving',
    'relayKey prove > proving',
    'relayKey prove',
    ...Array<string>(4).fill('relayKey prove > proving'),
  ],
  'welcome of another': Array<string>(7).fill(STRANGE),
  proven: ['', '', 'send:open > catchingUp', '', '', '', ''],
  'proven by another key': ['', '', 'alarm:wrongRelayKey disconnect', '', '', '', ''],
  absent: ['', '', 'seed absent > seeding', 'absent', 'seed absent', 'lost > idle', 'lost > idle'],
  page: ['', '', '', '', '', 'deliver', ''],
  'live items': ['', '', '', '', '', 'disconnect', 'deliver'],
  caughtUp: ['', '', '', '', '', 'disconnect', ''],
  'caughtUp further': ['', '', '', '', '', 'disconnect', 'disconnect'],
  ack: ['', '', '', '', '', '', 'accepted'],
  refused: ['', '', '', '', '', '', 'wakeAt refused'],
  seeded: ['', '', '', '', 'seeded send:open > catchingUp', '', ''],
  seedRefused: ['', '', '', '', 'wakeAt seedRefused > absent', '', ''],
  blobToken: ['', '', ...Array<string>(5).fill('blobToken')],
  unavailable: [
    '',
    '',
    'wakeAt unavailable > absent',
    'unavailable',
    'wakeAt unavailable > absent',
    'wakeAt unavailable > absent',
    'wakeAt unavailable > absent',
  ],
  erased: ['', '', ...Array<string>(5).fill('erased > gone')],
  error: Array<string>(7).fill('disconnect'),
  pong: Array<string>(7).fill(''),
  reads: ['', '', ...Array<string>(5).fill('reads')],
};

describe('a client’s session, stage by stage', () => {
  test.each(Object.keys(events) as (keyof typeof events)[])('%s', (name) => {
    const answers = columns.map((stage) => {
      const bench = stages[stage]();
      const before = bench.log?.stage;
      const { asked, log } = bench.take(events[name]);
      const after = log?.stage ?? 'gone';
      return `${asked} ${after === before ? '' : `> ${after}`}`.trim();
    });
    expect(answers).toEqual(table[name]);
  });

  test('a relay that shows another key is sent nothing, whatever it says', () => {
    for (const stage of columns) {
      const bench = stages[stage]().take(events['welcome of another']);
      for (const event of Object.values(events)) {
        if (event.type !== 'message' || event === events.welcome) continue;
        expect(bench.take(event).asked).not.toMatch(/send|prove|seed|erased|deliver|accepted/);
      }
      for (const name of ['outbox', 'proof', 'seedMaterial', 'askBlobToken', 'askReads'] as const) {
        expect(bench.take(events[name]).asked).toBe('');
      }
    }
  });
});
