/** How the cases of a vector file are written down, before their outputs are computed. */
import { hexOf, type Octets } from '../../crypto/report.ts';
import { u32 } from '../../second/crypto/bytes.ts';
import type { Json, JsonObject } from '../../second/protocol/format.ts';

export { bytes, flipped, hex } from '../../crypto/cases/case.ts';

export type Case = {
  readonly about: string;
  readonly function: string;
  readonly input: JsonObject;
  /** `ok` unless told. */
  readonly expect?: string;
};
export type CaseFile = { readonly sentences: readonly string[]; readonly cases: readonly Case[] };

/** The same bytes with some of them replaced; negative counts from the end. */
export function patched(original: Octets, at: number, ...values: number[]): string {
  const out = new Uint8Array(original);
  out.set(values, at < 0 ? original.length + at : at);
  return hexOf(out);
}

/** One value encoded, decoded again, and decoded when broken in each way given. */
export function codecCases(
  name: string,
  encoded: Octets,
  value: Json,
  broken: Readonly<Record<string, string>> = {},
): Case[] {
  const decoding = (about: string, bytes: string, expect = 'NotDecodable'): Case => ({
    about: `${name}: ${about}`,
    function: `decode${name}`,
    input: { bytes },
    expect,
  });
  return [
    { about: `${name}: written`, function: `encode${name}`, input: { value } },
    decoding('read', hexOf(encoded), 'ok'),
    decoding('a trailing byte', `${hexOf(encoded)}00`),
    decoding('a byte missing', hexOf(encoded.subarray(0, -1))),
    decoding('nothing', ''),
    ...Object.entries(broken).map(([about, bytes]) => decoding(about, bytes)),
  ];
}

/** The versions that a reader of version 1 meets. */
export const versionCases = (name: string, encoded: Octets): Case[] => [
  {
    about: `${name}: a later version`,
    function: `decode${name}`,
    input: { bytes: patched(encoded, 0, ...u32(2)) },
    expect: 'Newer',
  },
  {
    about: `${name}: a later version, and something else after it`,
    function: `decode${name}`,
    input: { bytes: 'ffffffff00' },
    expect: 'Newer',
  },
  {
    about: `${name}: version 0`,
    function: `decode${name}`,
    input: { bytes: patched(encoded, 0, ...u32(0)) },
    expect: 'NotDecodable',
  },
];
