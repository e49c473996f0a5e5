import { describe, expect, it } from 'vitest';
import { concat, utf8, type Bytes } from '#base/bytes.ts';
import { Writer, type NotDecodable } from '#base/codec.ts';
import { idFromBytes, ZERO_HASH, type BlobId, type EntryId } from '#base/ids.ts';
import type { Result } from '#base/result.ts';
import * as codec from '#protocol/payload-codec.ts';
import type { Newer } from '#protocol/versioned.ts';

const blob = (fill: number): BlobId => idFromBytes('BlobId', new Uint8Array(32).fill(fill));
const entry = (fill: number): EntryId => idFromBytes('EntryId', new Uint8Array(16).fill(fill));

const answerTo = (decoded: Result<unknown, NotDecodable | Newer>): string =>
  decoded.ok ? 'ok' : `${decoded.error.type} ${decoded.error.what}`;
const changed = (encoded: Uint8Array, at: number, value: number): Bytes => {
  const out = new Uint8Array(encoded);
  out[at] = value;
  return out;
};

const window = {
  rev: 3,
  about: '{"holder":"Zoé"}',
  puts: [
    { id: entry(1), json: '{"a":1}' },
    { id: entry(2), json: '{}' },
  ],
  removed: [entry(3), entry(4)],
};

describe('payloads', () => {
  it('of updates come back as they were encoded', () => {
    const update = { docId: 'measurements/2026', clientId: 0xffff_ffff, update: utf8('yjs') };
    const encoded = codec.encodeUpdatePayload(update);
    expect(codec.decodeUpdatePayload(encoded)).toEqual({ ok: true, value: update });
    const long = codec.encodeUpdatePayload({ ...update, docId: 'd'.repeat(129) });
    expect(answerTo(codec.decodeUpdatePayload(long))).toBe('NotDecodable update: doc');
  });

  it('of windows come back in the order of their ids', () => {
    const encoded = codec.encodeWindowPayload(window);
    expect(codec.decodeWindowPayload(encoded)).toEqual({ ok: true, value: window });
    expect(codec.decodeWindowBlob(encoded)).toEqual({ ok: true, value: window });
    const backwards = {
      ...window,
      puts: window.puts.toReversed(),
      removed: window.removed.toReversed(),
    };
    expect(codec.encodeWindowPayload(backwards)).toEqual(encoded);
  });

  it('of windows are refused with an entry twice, put and removed, out of order, or no rev', () => {
    const both = codec.encodeWindowPayload({ ...window, removed: [entry(1)] });
    expect(answerTo(codec.decodeWindowPayload(both))).toBe('NotDecodable window: order');
    const twice = codec.encodeWindowPayload({ ...window, removed: [entry(3), entry(3)] });
    expect(answerTo(codec.decodeWindowPayload(twice))).toBe('NotDecodable window: removed: order');
    const none = codec.encodeWindowPayload({ ...window, rev: 0 });
    expect(answerTo(codec.decodeWindowPayload(none))).toBe('NotDecodable window: rev');
    const put = (id: EntryId) =>
      concat(
        new Uint8Array(16).fill(Number.parseInt(id.slice(0, 2), 16)),
        new Writer().text('{}').done(),
      );
    const raw = (...ids: EntryId[]): Bytes =>
      new Writer()
        .u32(1)
        .u8(0)
        .u32(1)
        .text('')
        .list(ids, (w, id) => w.raw(put(id)))
        .u32(0)
        .done();
    expect(answerTo(codec.decodeWindowPayload(raw(entry(1), entry(2))))).toBe('ok');
    expect(answerTo(codec.decodeWindowPayload(raw(entry(2), entry(1))))).toBe(
      'NotDecodable window: order',
    );
    expect(answerTo(codec.decodeWindowPayload(raw(entry(1), entry(1))))).toBe(
      'NotDecodable window: order',
    );
  });

  it('of windows may stand in a blob, which never points to another', () => {
    const inBlob = { inBlob: { blob: blob(1), fileKey: new Uint8Array(32).fill(9) } };
    const encoded = codec.encodeWindowInBlob(inBlob);
    expect(codec.decodeWindowPayload(encoded)).toEqual({ ok: true, value: inBlob });
    expect(answerTo(codec.decodeWindowBlob(encoded))).toBe('NotDecodable window: form');
    expect(answerTo(codec.decodeWindowPayload(changed(encoded, 4, 2)))).toBe(
      'NotDecodable window: form',
    );
  });

  it('of windows hold more entries in a blob than in an op', () => {
    const ids = Array.from({ length: 4097 }, (_, i) =>
      idFromBytes('EntryId', new Writer().u32(i).raw(new Uint8Array(12)).done()),
    );
    const large = codec.encodeWindowPayload({ ...window, puts: [], removed: ids });
    expect(answerTo(codec.decodeWindowPayload(large))).toBe('NotDecodable window: removed');
    expect(answerTo(codec.decodeWindowBlob(large))).toBe('ok');
  });

  it('of deposits carry a statement', () => {
    const deposit = { statement: utf8('statement') };
    expect(codec.decodeDepositPayload(codec.encodeDepositPayload(deposit))).toEqual({
      ok: true,
      value: deposit,
    });
  });

  it('of attach, detach and erase are a version and nothing else', () => {
    expect(codec.encodeBarePayload()).toEqual(Uint8Array.of(0, 0, 0, 1));
    expect(answerTo(codec.decodeBarePayload(Uint8Array.of(0, 0, 0, 1)))).toBe('ok');
    expect(answerTo(codec.decodeBarePayload(Uint8Array.of(0, 0, 0, 1, 0)))).toBe(
      'NotDecodable payload: trailing bytes',
    );
    expect(answerTo(codec.decodeBarePayload(Uint8Array.of(0, 0, 0, 2, 0)))).toBe('Newer payload');
  });

  it('of a later version are told apart whatever follows', () => {
    const later = Uint8Array.of(0, 0, 0, 2, 1, 2, 3);
    const all = [
      codec.decodeUpdatePayload,
      codec.decodeWindowPayload,
      codec.decodeWindowBlob,
      codec.decodeDepositPayload,
    ];
    for (const decode of all) expect(answerTo(decode(later))).toMatch(/^Newer/);
  });
});

describe('public parts', () => {
  it('of windows come back as they were encoded', () => {
    for (const full of [undefined, { keptBlobs: [] }, { keptBlobs: [blob(1), blob(2)] }]) {
      const change = { prevWindow: ZERO_HASH, full };
      expect(codec.decodeWindowChange(codec.encodeWindowChange(change))).toEqual({
        ok: true,
        value: change,
      });
    }
  });

  it('of attach and detach name each blob once, and at least one', () => {
    const encoded = codec.encodeBlobChange({ blobs: [blob(2), blob(1)] });
    expect(codec.decodeBlobChange(encoded)).toEqual({
      ok: true,
      value: { blobs: [blob(1), blob(2)] },
    });
    const answer = (blobs: BlobId[]): string =>
      answerTo(codec.decodeBlobChange(codec.encodeBlobChange({ blobs })));
    expect(answer([])).toBe('NotDecodable blobs: none');
    expect(answer([blob(1), blob(1)])).toBe('NotDecodable blobs: order');
    expect(
      answer(
        Array.from({ length: 257 }, (_, i) =>
          idFromBytes('BlobId', new Writer().u32(i).raw(new Uint8Array(28)).done()),
        ),
      ),
    ).toBe('NotDecodable blobs');
  });
});
