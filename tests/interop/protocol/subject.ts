/**
 * What an implementation of src/protocol/SPEC.md must offer to be run against its vectors:
 * named functions from JSON to JSON, where bytes and ids are hexadecimal, what is not there is
 * null, and randomness is handed in. `{"start": hex, "zeros": n}` stands for these bytes and n
 * zeros after them. A refusal is thrown, by its name.
 */
import { bytesOf, type Octets } from '../crypto/report.ts';
import type { Json, JsonObject } from '../second/protocol/format.ts';

export type Subject = Readonly<Record<string, (input: JsonObject) => Json | Promise<Json>>>;

export const text = (input: JsonObject, name: string): string => {
  const value = input[name];
  if (typeof value !== 'string') throw new Error(`a text ${name}`);
  return value;
};
export const number = (input: JsonObject, name: string): number => {
  const value = input[name];
  if (typeof value !== 'number') throw new Error(`a number ${name}`);
  return value;
};
export function hexOfField(input: JsonObject, name: string): Octets {
  const value = input[name];
  if (typeof value !== 'object' || value === null || !('start' in value)) {
    return bytesOf(text(input, name));
  }
  const start = bytesOf(text(value, 'start'));
  const out = new Uint8Array(start.length + number(value, 'zeros'));
  out.set(start);
  return out;
}
