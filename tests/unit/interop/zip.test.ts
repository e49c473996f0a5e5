import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { utf8, type Bytes } from '#base/bytes.ts';
import { baseName, inflateEntry, readZip } from '#interop/zip/read-zip.ts';

const zip = (files: Record<string, Uint8Array>): Bytes => new Uint8Array(zipSync(files));

describe('ZIP', () => {
  test('gives its files back, byte for byte', () => {
    const entries = readZip(zip({ 'a/b.txt': utf8('one'), 'c.bin': new Uint8Array(100_000) }));
    if (!entries.ok) throw new Error('not read');
    expect(entries.value.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ['a/b.txt', 3],
      ['c.bin', 100_000],
    ]);
    const [first] = entries.value;
    expect(first && inflateEntry(first)).toEqual({ ok: true, value: utf8('one') });
  });

  test('a file that swells more than a hundred times is not inflated', () => {
    const entries = readZip(zip({ bomb: new Uint8Array(20 * 1024 * 1024) }));
    const bomb = entries.ok ? entries.value[0] : undefined;
    expect(bomb && inflateEntry(bomb)).toEqual({
      ok: false,
      error: { type: 'TooLarge', limit: 'zipRatio' },
    });
  });

  test('a file larger than it said is stopped', () => {
    const bytes = zip({ a: utf8('x'.repeat(5000)) });
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length - 46; at++) {
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
    }
    const entries = readZip(bytes);
    const entry = entries.ok ? entries.value[0] : undefined;
    expect(entry && inflateEntry(entry)).toEqual({
      ok: false,
      error: { type: 'NotReadable', what: 'ZIP size' },
    });
  });

  test('too many files are refused before any is looked at', () => {
    const bytes = zip({ a: utf8('x') });
    const view = new DataView(bytes.buffer);
    view.setUint16(bytes.length - 22 + 10, 65_535, true);
    expect(readZip(bytes)).toEqual({ ok: false, error: { type: 'TooLarge', limit: 'zipEntries' } });
  });

  test('bytes that end early are refused', () => {
    const bytes = zip({ a: utf8('some text'), b: utf8('more') });
    for (let length = 0; length < bytes.length; length += 7) {
      expect(readZip(bytes.slice(0, length)).ok, String(length)).toBe(false);
    }
  });

  test('a path is only a name', () => {
    expect(
      ['../../tmp/evil.txt', '..\\..\\evil.txt', '/abs/evil.txt', 'a\u202efdp.exe'].map(baseName),
    ).toEqual(['evil.txt', 'evil.txt', 'evil.txt', 'afdp.exe']);
  });
});
