/**
 * Runs Carnet's own vector files against any implementation. No environment: parsed JSON in,
 * report out, in Node and in a browser worker alike.
 *
 * An input field is hexadecimal, except `label`, `passphrase` and `typed` (text) and numbers;
 * `{"counting": n}` stands for n bytes 0, 1, … 250, 0, 1, …
 */
import { bytesOf, hexOf, report, type Octets, type Report } from './report.ts';
import type { Answer, FileInput, Subject } from './subject.ts';

type Json = string | number | { readonly counting: number } | readonly Json[];
export type CaseInput = Readonly<Record<string, Json>>;
/** `expect` is `ok` or the name of the refusal; `output`, if any, is exact. */
export type Vector = {
  readonly id: string;
  readonly about: string;
  readonly function: string;
  readonly input: CaseInput;
  readonly expect: string;
  readonly output?: string | true;
};
export type VectorFile = {
  readonly specification: string;
  readonly sentences: readonly string[];
  readonly vectors: readonly Vector[];
};

export const runOwnVectors = (file: VectorFile, subject: Subject): Promise<Report> =>
  report(
    file.vectors,
    ({ id, about }) => `${id} (${about})`,
    async (vector) => {
      const { expect, output } = await answerTo(subject, vector);
      return expect === vector.expect && output === vector.output;
    },
  );

/** What `subject` answers, in the form a vector states it. */
export async function answerTo(
  subject: Subject,
  { function: name, input }: Pick<Vector, 'function' | 'input'>,
): Promise<{ readonly expect: string; readonly output?: string | true }> {
  const answer = await ask(subject, name, decoded(input));
  if ('error' in answer) return { expect: answer.error };
  const output = answer.ok instanceof Uint8Array ? hexOf(answer.ok) : answer.ok;
  return { expect: 'ok', output };
}

async function ask(
  subject: Subject,
  name: string,
  input: Record<string, unknown>,
): Promise<Answer<Octets | string | true>> {
  if (name === 'sealFile') return sealFile(subject, input as FileInput);
  if (name === 'openFileOf') return openFileOf(subject, input as OpenFileOfInput);
  const functions = subject as unknown as Record<
    string,
    ((input: unknown) => Promise<Answer<Octets | string | true>>) | undefined
  >;
  const called = functions[name];
  if (called === undefined) throw new Error(`no function ${name}`);
  return called(input);
}

/** Output: id ‖ H(chunk 1) ‖ H(chunk 2) … */
async function sealFile(subject: Subject, input: FileInput): Promise<Answer> {
  const { id, chunks } = await subject.sealFile(input);
  return { ok: join([id, ...chunks.map((chunk) => hashOf(subject, chunk))]) };
}

type OpenFileOfInput = FileInput & { readonly take: readonly number[] };

/** Seals a file, then opens the chunks numbered `take`. Output: H(content). */
async function openFileOf(subject: Subject, input: OpenFileOfInput): Promise<Answer> {
  const { chunks } = await subject.sealFile(input);
  const taken = input.take.map((index) => chunks[index] ?? new Uint8Array(0));
  const { fileKey, header } = input;
  const opened = await subject.openFile({ fileKey, header, chunks: taken });
  return 'error' in opened ? opened : { ok: hashOf(subject, opened.ok) };
}

function hashOf(subject: Subject, message: Octets): Octets {
  const answer = subject.hash({ message });
  if ('error' in answer) throw new Error('a hash has no refusal');
  return answer.ok;
}

const join = (parts: readonly Octets[]): Octets => bytesOf(parts.map(hexOf).join(''));

const TEXT_FIELDS = ['label', 'passphrase', 'typed'];

const decoded = (input: CaseInput): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      TEXT_FIELDS.includes(name) ? value : decodeJson(value),
    ]),
  );

function decodeJson(value: Json): unknown {
  if (typeof value === 'string') return bytesOf(value);
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(decodeJson);
  return counting((value as { counting: number }).counting);
}

const counting = (length: number): Octets => Uint8Array.from({ length }, (_, i) => i % 251);
