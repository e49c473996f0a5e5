/** [C3] to [C6], with @noble/hashes. */
import { blake2b } from '@noble/hashes/blake2.js';
import { join, lp, text, type Octets } from './bytes.ts';

const fullLabel = (name: string): Octets => text(`carnet/v1/${name}`);

export const H = (x: Uint8Array): Octets => new Uint8Array(blake2b(x, { dkLen: 32 }));

export const HL = (name: string, ...parts: readonly Uint8Array[]): Octets =>
  H(join(lp(fullLabel(name)), ...parts.map(lp)));

export const KDF = (key: Uint8Array, name: string, context: Uint8Array, length: number): Octets =>
  new Uint8Array(blake2b(join(lp(fullLabel(name)), lp(context)), { key, dkLen: length }));
