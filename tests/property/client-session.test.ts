import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemHash } from '#protocol/relay-cursor.ts';
import { ModelClient, ModelRelay, logId, opOf, type Line } from './client-session-model.ts';

/** What the line does next: benign, since nobody lies, and all that a bad network can do. */
type Act =
  | {
      readonly do: 'write' | 'wake' | 'cut' | 'crash' | 'toRelay' | 'toClient';
      readonly of: number;
    }
  | { readonly do: 'duplicate' | 'reorder'; readonly of: number };

const act: fc.Arbitrary<Act> = fc.record({
  do: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('toRelay', 'toClient', 'toClient') },
    { weight: 3, arbitrary: fc.constantFrom('write', 'wake') },
    { weight: 1, arbitrary: fc.constantFrom('cut', 'crash', 'duplicate', 'reorder') },
  ),
  of: fc.nat(1),
});

function perform(clients: readonly ModelClient[], { do: what, of }: Act): void {
  const client = clients[of];
  const line = client?.line;
  if (!client) return;
  switch (what) {
    case 'write':
      return client.write();
    case 'wake':
      return client.wake();
    case 'cut':
      return client.cut();
    case 'crash':
      return client.crash();
    case 'toRelay':
      return letThrough(client, line, 'relay');
    case 'toClient':
      return letThrough(client, line, 'client');
    case 'duplicate': {
      const [next] = line?.toClient ?? [];
      if (next) line?.toClient.unshift(next);
      return;
    }
    case 'reorder': {
      const next = line?.toClient.shift();
      if (next) line?.toClient.splice(1, 0, next);
    }
  }
}

function letThrough(client: ModelClient, line: Line | undefined, to: 'relay' | 'client'): void {
  if (to === 'relay') {
    const message = line?.toRelay.shift();
    if (line && message) client.relay.take(line, message);
    return;
  }
  const message = line?.toClient.shift();
  if (message) client.take({ type: 'message', message, bytes: 100 });
}

/** An honest line until nothing moves any more. */
function heal(clients: readonly ModelClient[]): void {
  for (const client of clients) client.cut();
  for (let quiet = 0, rounds = 0; quiet < 3; rounds++) {
    if (rounds > 2000) throw new Error('it never comes to rest');
    let moved = false;
    for (const client of clients) {
      const { line } = client;
      moved ||= (line?.toRelay.length ?? 0) + (line?.toClient.length ?? 0) > 0;
      letThrough(client, line, 'relay');
      letThrough(client, client.line, 'client');
      if (client.session.link === 'down') client.wake();
    }
    quiet = moved ? 0 : quiet + 1;
  }
}

describe('a client’s session over a bad line', () => {
  test('once the line is good again, each op stands once at the relay, in order, and everybody has all', () => {
    let written = 0;
    fc.assert(
      fc.property(fc.array(act, { minLength: 60, maxLength: 200 }), (acts) => {
        const relay = new ModelRelay();
        const clients = [new ModelClient(0, relay), new ModelClient(1, relay)];
        for (const each of acts) perform(clients, each);
        heal(clients);
        const hashes = relay.items.map(itemHash);
        expect(new Set(hashes).size).toBe(hashes.length);
        for (const client of clients) {
          const own = Array.from({ length: client.written }, (_, index) =>
            opOf(client.number, index + 1),
          ).map(({ hash }) => hash);
          written += own.length;
          expect(client.alarms).toEqual([]);
          expect(client.unsent).toEqual([]);
          expect(hashes.filter((hash) => own.includes(hash))).toEqual(own);
          expect(own.map((hash) => client.acknowledged.get(hash))).toEqual(own.map(() => 1));
          expect([...client.taken].sort()).toEqual([...hashes].sort());
          expect(client.cursor.relaySeq).toBe(hashes.length);
          const { chain } = relay.head();
          if (hashes.length > 0) expect(client.cursor.relayChain).toBe(chain);
        }
      }),
      { numRuns: 150 },
    );
    expect(written).toBeGreaterThan(300);
  });

  test('a relay that takes back or replaces what a client has seen is told of before the log comes live, and gets nothing new', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.nat(7),
        fc.integer({ min: 0, max: 6 }),
        (seen, from, added) => {
          const relay = new ModelRelay();
          const [reader, other] = [new ModelClient(0, relay), new ModelClient(1, relay)];
          for (let number = 0; number < seen; number++) other.write();
          heal([reader, other]);
          expect(reader.taken).toHaveLength(seen);
          relay.items = relay.items.slice(0, Math.min(from, seen - 1));
          for (let number = 0; number < added; number++) {
            const relaySeq = relay.items.length + 1;
            relay.items.push({ type: 'op', relaySeq, bytes: opOf(9, number).bytes });
          }
          reader.write();
          const heard = (): boolean => reader.alarms.length > 0;
          reader.cut();
          for (let rounds = 0; rounds < 200 && !heard(); rounds++) {
            if (reader.session.link === 'down') reader.wake();
            letThrough(reader, reader.line, 'relay');
            letThrough(reader, reader.line, 'client');
          }
          const isShorter = relay.items.length < seen;
          expect(reader.alarms[0]).toBe(isShorter ? 'rolledBack' : 'forked');
          expect(reader.session.logs.get(logId)?.stage).not.toBe('live');
          expect(reader.unsent).toHaveLength(1);
        },
      ),
      { numRuns: 100 },
    );
  });
});
