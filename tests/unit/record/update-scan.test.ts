import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { instant } from '#base/time.ts';
import { createDoc } from '#record/document.ts';
import { checkUpdate, scanUpdate, updateLimits } from '#record/update-scan.ts';
import { yjsReady } from '#record/yjs.ts';
import { idOf } from './entries.ts';
import { mustWrite } from './writing.ts';

await yjsReady();

/** The update of what `act` does in a plain Yjs document under client 5. */
function updateOf(act: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 5;
  act(doc);
  return Y.encodeStateAsUpdate(doc);
}

const refusal = (update: Uint8Array): string | undefined => {
  const scan = scanUpdate(update);
  return scan.ok ? undefined : scan.error.what;
};

const text = (value: string): number[] => [value.length, ...new TextEncoder().encode(value)];
/** One client, one struct that sets root.k to a value in lib0's encoding. */
const setting = (...value: number[]): Uint8Array =>
  Uint8Array.of(1, 1, 5, 0, 0x28, 1, ...text('r'), ...text('k'), 1, ...value, 0);

describe('the scan of an update', () => {
  it('says which clients write, from where to where', () => {
    const doc = createDoc();
    const write = mustWrite(doc, [
      {
        type: 'add',
        id: idOf('1'),
        section: 'allergies',
        fields: { substance: 'x' },
        at: instant(0),
      },
    ]);
    expect(scanUpdate(write.update)).toEqual({
      ok: true,
      value: {
        clients: [{ client: 1, clock: 0, endClock: 6, structs: 6 }],
        deletesOnly: false,
      },
    });
  });

  it('says when an update only deletes', () => {
    const doc = createDoc();
    mustWrite(doc, [
      {
        type: 'add',
        id: idOf('1'),
        section: 'allergies',
        fields: { substance: 'x' },
        at: instant(0),
      },
    ]);
    const purge = mustWrite(doc, [{ type: 'purge', id: idOf('1') }]);
    expect(scanUpdate(purge.update)).toEqual({
      ok: true,
      value: { clients: [], deletesOnly: true },
    });
  });

  it('takes the values of JSON, and a struct of garbage', () => {
    const values = [[126], [120], [121], [125, 1], [119, 0], [118, 0], [117, 1, 126]];
    for (const value of values) expect(refusal(setting(...value))).toBeUndefined();
    expect(refusal(setting(124, 0x3f, 0x80, 0, 0))).toBeUndefined();
    expect(refusal(setting(123, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0))).toBeUndefined();
    expect(refusal(Uint8Array.of(1, 1, 5, 0, 0, 3, 0))).toBeUndefined();
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing at all', new Uint8Array(), 'end'],
    ['what is longer than an op', new Uint8Array(updateLimits.bytes + 1), 'too long'],
    ['text', updateOf((doc) => doc.getText('t').insert(0, 'x')), 'content'],
    ['formatted text', updateOf((doc) => doc.getText('t').insert(0, 'x', { b: 1 })), 'content'],
    ['an array', updateOf((doc) => doc.getArray('a').push([1])), 'key'],
    ['an array in a map', updateOf((doc) => doc.getMap('m').set('k', new Y.Array())), 'type'],
    ['a text in a map', updateOf((doc) => doc.getMap('m').set('k', new Y.Text())), 'type'],
    ['an XML element', updateOf((doc) => doc.getMap('m').set('k', new Y.XmlElement('p'))), 'type'],
    ['a document in a map', updateOf((doc) => doc.getMap('m').set('k', new Y.Doc())), 'content'],
    ['bytes', updateOf((doc) => doc.getMap('m').set('k', new Uint8Array(3))), 'content'],
    ['bytes in a value', setting(116, 0), 'value'],
    ['undefined', setting(127), 'value'],
    ['a big integer', setting(122, 0, 0, 0, 0, 0, 0, 0, 1), 'value'],
    ['a value of no kind', setting(5), 'value'],
    ['not a number', setting(123, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0), 'float'],
    ['infinity', setting(124, 0x7f, 0x80, 0, 0), 'float'],
    ['a float cut short', setting(123, 0x3f).subarray(0, -1), 'float'],
    ['an integer without end', setting(125, ...Array<number>(20).fill(0x80), 1), 'integer'],
    ['malformed text', setting(119, 1, 0xff), 'text'],
    ['a text longer than what is left', setting(119, 100), 'text'],
    ['more items than bytes', setting(117, 100), 'items'],
    ['more properties than bytes', setting(118, 100), 'properties'],
    ['a property that sets the prototype', setting(118, 1, ...text('__proto__'), 126), 'property'],
    [
      'a value deeper than any entry',
      setting(...Array.from({ length: updateLimits.depth + 1 }, () => [117, 1]).flat(), 126),
      'depth',
    ],
    ['a root that is neither name nor parent', Uint8Array.of(1, 1, 5, 0, 0x28, 2, 1, 0), 'parent'],
    ['a struct of zero length', Uint8Array.of(1, 1, 5, 0, 0, 0, 0), 'gc'],
    ['a gap', Uint8Array.of(1, 1, 5, 0, 10, 3, 0), 'content'],
    ['client zero', Uint8Array.of(1, 1, 0, 0, 0, 1, 0), 'client'],
    [
      'a client of 33 bits',
      Uint8Array.of(1, 1, 0xff, 0xff, 0xff, 0xff, 0x1f, 0, 0, 1, 0),
      'client',
    ],
    ['one client twice', Uint8Array.of(2, 1, 5, 0, 0, 1, 1, 5, 1, 0, 1, 0), 'client'],
    ['a client without structs', Uint8Array.of(1, 0, 5, 0, 0), 'structs'],
    ['a number in more bytes than it needs', Uint8Array.of(0x80, 0, 0), 'clients'],
    [
      'a clock beyond all writing',
      Uint8Array.of(1, 1, 5, 1, 0, 0xff, 0xff, 0xff, 0xff, 7, 0),
      'clock',
    ],
    ['a deletion of nothing', Uint8Array.of(0, 1, 5, 1, 0, 0), 'delete length'],
    ['more deletions than bytes', Uint8Array.of(0, 1, 5, 100, 0, 1), 'delete ranges'],
    ['bytes after the end', Uint8Array.of(0, 0, 0), 'trailing bytes'],
  ])('refuses %s', (_what, update, what) => {
    expect(refusal(update)).toBe(what);
  });

  it('refuses many items at one place, which Yjs would order by comparing each with all', () => {
    const one = [0x28, 1, ...text('r'), ...text('k'), 1, 126];
    expect(refusal(Uint8Array.of(1, 2, 5, 0, ...one, ...one, 0))).toBe('place');
    const after = [0xa8, 9, 0, 1, 126];
    expect(refusal(Uint8Array.of(1, 2, 5, 0, ...after, ...after, 0))).toBe('place');
  });

  it('refuses counts that no bytes follow, at once', () => {
    const counts = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];
    const bombs = [
      counts,
      [1, ...counts, 5, 0],
      [0, ...counts],
      [0, 1, 5, ...counts],
      [1, 1, 5, 0, 8, ...counts],
    ];
    for (const bomb of bombs) expect(scanUpdate(Uint8Array.from(bomb)).ok).toBe(false);
  });
});

describe('the rule of an op', () => {
  const scanned = (...clients: [number, number][]): Parameters<typeof checkUpdate>[0] => ({
    clients: clients.map(([client, clock]) => ({ client, clock, endClock: clock + 1, structs: 1 })),
    deletesOnly: clients.length === 0,
  });
  const expected = { clientId: 5, nextClock: 3 };

  it('is one client, the one named, at its next clock', () => {
    expect(checkUpdate(scanned([5, 3]), expected)).toEqual({ ok: true });
    expect(checkUpdate(scanned(), expected)).toEqual({ ok: true });
  });

  it('is broken by another client, alone or beside', () => {
    const foreign = { ok: false, error: { type: 'ForeignClient' } };
    expect(checkUpdate(scanned([6, 3]), expected)).toEqual(foreign);
    expect(checkUpdate(scanned([5, 3], [6, 0]), expected)).toEqual(foreign);
  });

  it('is broken by an earlier clock and by a gap', () => {
    const wrong = { ok: false, error: { type: 'WrongClock' } };
    expect(checkUpdate(scanned([5, 2]), expected)).toEqual(wrong);
    expect(checkUpdate(scanned([5, 4]), expected)).toEqual(wrong);
  });
});
