import { beforeAll, describe, expect, it } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import { readFixture, readFixtureText } from '../crypto/read-vectors.ts';
import { createSecond } from '../second/protocol/subject.ts';
import { makeVectorFiles } from './make-vectors.ts';
import { product } from './product.ts';
import { runVectors, type VectorFile } from './run-vectors.ts';

const names = [
  'op',
  'access',
  'payloads',
  'snapshots',
  'relay',
  'bundle',
  'professional',
  'statement',
  'deposits',
  'pairing',
  'grant',
  'recovery-write',
  'device',
];
const pathOf = (name: string): string => `carnet/protocol/${name}.json`;
const subjects = {
  'src/protocol': product,
  'the second implementation': createSecond(readFixture('bip39/french.json') as string[]),
};

beforeAll(cryptoReady);

describe.each(names)("the protocol's %s vectors", (name) => {
  const file = readFixture(pathOf(name)) as VectorFile;

  it.each(Object.entries(subjects))('hold for %s, byte for byte', async (_, subject) => {
    const { passed, failed } = await runVectors(file, subject);
    expect(failed).toEqual([]);
    expect(passed).toBe(file.vectors.length);
  });

  it('hold valid and invalid input', () => {
    const expectations = new Set(file.vectors.map((vector) => vector.expect));
    expect(expectations).toContain('ok');
    expect(expectations.size).toBeGreaterThan(1);
  });
});

it('vector files are what their generator writes', async () => {
  const files = await makeVectorFiles();
  expect(Object.keys(files).toSorted()).toEqual(names.toSorted());
  for (const [name, text] of Object.entries(files)) {
    expect(readFixtureText(pathOf(name)) === text, name).toBe(true);
  }
});

it('a vector that does not hold is reported', async () => {
  const file = readFixture(pathOf('relay')) as VectorFile;
  const wrong = file.vectors.map((vector) => ({ ...vector, output: '00' }));
  const { passed, failed } = await runVectors({ ...file, vectors: wrong }, product);
  expect([passed, failed.length]).toEqual([0, wrong.length]);
});
