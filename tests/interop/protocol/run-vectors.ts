/** Runs the protocol's vector files against a subject, in Node and in a browser worker alike. */
import { report, type Report } from '../crypto/report.ts';
import { Refusal, type Json, type JsonObject } from '../second/protocol/format.ts';
import type { Subject } from './subject.ts';

/** `expect` is `ok` or the name of the refusal; `output` stands with `ok` and is exact. */
export type Vector = {
  readonly id: string;
  readonly about: string;
  readonly function: string;
  readonly input: JsonObject;
  readonly expect: string;
  readonly output?: Json;
};
export type VectorFile = {
  readonly specification: string;
  readonly sentences: readonly string[];
  readonly vectors: readonly Vector[];
};

export const runVectors = (file: VectorFile, subject: Subject): Promise<Report> =>
  report(
    file.vectors,
    ({ id, about }) => `${id} (${about})`,
    async (vector) => {
      const { expect, output } = await answerTo(subject, vector);
      return expect === vector.expect && canonical(output) === canonical(vector.output);
    },
  );

/** What `subject` answers, in the form a vector states it. */
export async function answerTo(
  subject: Subject,
  { function: name, input }: Pick<Vector, 'function' | 'input'>,
): Promise<{ readonly expect: string; readonly output?: Json }> {
  const called = subject[name];
  if (called === undefined) throw new Error(`no function ${name}`);
  try {
    return { expect: 'ok', output: await called(input) };
  } catch (failure) {
    if (failure instanceof Refusal) return { expect: failure.message };
    throw failure;
  }
}

/** Members in the order of their names: JSON objects have no order. */
const canonical = (value: Json | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value, sortedMembers);

const sortedMembers = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
