/**
 * Writes tests/fixtures/vectors/carnet/messages.json: `node tests/interop/messages/make-vectors.ts`.
 * Frames come from lib0 and the tables of the specification alone, and are the same at each run.
 */
import { writeFileSync } from 'node:fs';
import { messages, noise } from './cases.ts';
import { encodeBySpec } from './second-frames.ts';

/** The text of the file. */
export function makeVectors(): string {
  const valid = messages.map(([from, message]) => ({
    from,
    frame: encodeBySpec(from, message),
    expect: 'ok',
    message,
  }));
  const invalid = noise.map(([from, about, frame]) => ({
    from,
    about,
    frame,
    expect: 'NotDecodable',
  }));
  const sentences = ['P200', 'P201', 'P202', 'P203'];
  const file = {
    specification: 'src/protocol/SPEC.md',
    sentences,
    vectors: [...valid, ...invalid],
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(
    new URL('../../fixtures/vectors/carnet/messages.json', import.meta.url),
    makeVectors(),
  );
}
