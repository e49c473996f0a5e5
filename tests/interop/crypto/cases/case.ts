/** How the cases of a vector file are written down, before their outputs are computed. */
import { shake256 } from '@noble/hashes/sha3.js';
import { hexOf, type Octets } from '../report.ts';
import type { CaseInput } from '../run-own-vectors.ts';

export type Case = {
  readonly about: string;
  readonly function: string;
  readonly input: CaseInput;
  /** `ok` unless told. */
  readonly expect?: string;
};
export type CaseFile = { readonly sentences: readonly string[]; readonly cases: readonly Case[] };

/** Bytes that look random and are the same for ever: SHAKE256 of a name. */
export const bytes = (name: string, length: number): Octets =>
  new Uint8Array(shake256(new TextEncoder().encode(`carnet vectors ${name}`), { dkLen: length }));

export const hex = (name: string, length: number): string => hexOf(bytes(name, length));

/** The same bytes with the lowest bit of one of them turned; negative counts from the end. */
export function flipped(original: Octets, index: number): string {
  const at = index < 0 ? original.length + index : index;
  return hexOf(original.map((byte, i) => (i === at ? byte ^ 1 : byte)));
}

/** What a case could not be made from: a refusal where bytes were needed. */
export function made(out: Octets | string): Octets {
  if (typeof out === 'string') throw new Error(`could not be made: ${out}`);
  return out;
}
