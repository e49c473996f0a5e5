import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeVectors } from './make-vectors.ts';
import { runMessages, type MessageFile } from './run-vectors.ts';

const text = readFileSync(
  new URL('../../fixtures/vectors/carnet/messages.json', import.meta.url),
  'utf8',
);
const file = JSON.parse(text) as MessageFile;

describe('vectors of the socket’s messages', () => {
  test('are what lib0 and the specification’s tables give', () => {
    expect(makeVectors()).toBe(text);
  });

  test.each(file.vectors.map((vector, at) => ({ ...vector, at })))(
    '$at: a frame from the $from is read and written, or refused, as it should be',
    (vector) => {
      expect(runMessages({ vectors: [vector] })).toEqual({ passed: 1, failed: [] });
    },
  );

  test('one that does not hold is named', () => {
    const [first] = file.vectors;
    if (!first) throw new Error('there are vectors');
    const wrong = { ...first, frame: `${first.frame}00` };
    expect(runMessages({ vectors: [wrong] }).failed).toHaveLength(1);
  });
});
