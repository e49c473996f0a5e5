import * as encoding from 'lib0/encoding';
import { specTable } from '../../unit/protocol/spec-tables.ts';

/** A message as plain JSON: ids and bytes in hexadecimal. */
export type PlainMessage = { readonly type: string; readonly [field: string]: unknown };

type Field = { readonly name: string; readonly kind: string };

const tables = {
  client: specTable('byte', 'client says', 'fields'),
  relay: specTable('byte', 'relay says', 'fields'),
} as const;
export type Side = keyof typeof tables;

const HEAD = 'inc 8 ‖ relaySeq uint ‖ chain 32 ‖ signature 64';
const HELD = 'seq uint ‖ hash 32';
const READ = 'author 16 ‖ at uint ‖ fromSeq uint ‖ toSeq uint ‖ blobs list(32)';
const OP_ITEM = 'relaySeq uint ‖ bytes bytes';
const STUB_ITEM = 'relaySeq uint ‖ author 16 ‖ writer 8 ‖ seq uint ‖ hash 32';
const REASONS =
  'NOT_FOUND MALFORMED TOO_LARGE QUOTA FORK EPOCH GAP STALE MISSING REMOVED FORBIDDEN BAD_SIGNATURE UNSUPPORTED FULL BUSY UNAVAILABLE';

const fieldsOf = (text: string): Field[] =>
  text.split(' ‖ ').map((field) => {
    const [name = '', kind = ''] = field.split(' ');
    return { name, kind };
  });

/** Encodes a message with lib0, by the tables of src/protocol/SPEC.md [P200]–[P203]. */
export function encodeBySpec(side: Side, message: PlainMessage): string {
  const row = tables[side].find((each) => each[`${side} says`] === message.type);
  if (!row) throw new Error(`no row for ${message.type}`);
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, Number(row['byte']));
  write(encoder, fieldsOf(row['fields'] ?? ''), message);
  return Buffer.from(encoding.toUint8Array(encoder)).toString('hex');
}

type Values = Readonly<Record<string, unknown>>;

function write(encoder: encoding.Encoder, fields: readonly Field[], values: Values): void {
  for (const { name, kind } of fields) writeValue(encoder, kind, values[name]);
}

function writeValue(encoder: encoding.Encoder, kind: string, value: unknown): void {
  const list = /^list\((\w+)\)$/.exec(kind)?.[1];
  if (list !== undefined) return writeList(encoder, list, value as readonly unknown[]);
  if (/^\d+$/.test(kind)) return writeRaw(encoder, Number(kind), String(value));
  switch (kind) {
    case 'uint':
      encoding.writeVarUint(encoder, value as number);
      return;
    case 'bytes':
      encoding.writeVarUint8Array(encoder, bytesOf(value));
      return;
    case 'flag':
      encoding.writeUint8(encoder, value === true ? 1 : 0);
      return;
    case 'reason':
      encoding.writeUint8(encoder, REASONS.split(' ').indexOf(String(value)));
      return;
    case 'rights':
      encoding.writeUint8(encoder, rightBits(String(value)));
      return;
    case '[head]':
      encoding.writeUint8(encoder, value === null ? 0 : 1);
      if (value !== null) write(encoder, fieldsOf(HEAD), value as Values);
      return;
    case 'head':
      return write(encoder, fieldsOf(HEAD), value as Values);
    case 'held':
      return write(encoder, fieldsOf(HELD), value as Values);
    case 'read':
      return write(encoder, fieldsOf(READ), value as Values);
    case 'item': {
      const item = value as Values;
      encoding.writeUint8(encoder, 'bytes' in item ? 0 : 1);
      return write(encoder, fieldsOf('bytes' in item ? OP_ITEM : STUB_ITEM), item);
    }
    default:
      throw new Error(`the specification has an unknown kind of field: ${kind}`);
  }
}

function writeList(encoder: encoding.Encoder, kind: string, values: readonly unknown[]): void {
  encoding.writeVarUint(encoder, values.length);
  for (const value of values) writeValue(encoder, kind, value);
}

function writeRaw(encoder: encoding.Encoder, length: number, hex: string): void {
  const bytes = bytesOf(hex);
  if (bytes.length !== length) throw new Error(`${hex} has not ${String(length)} bytes`);
  encoding.writeUint8Array(encoder, bytes);
}

const bytesOf = (hex: unknown): Uint8Array => new Uint8Array(Buffer.from(String(hex), 'hex'));
const rightBits = (letters: string): number =>
  Array.from('rwda').reduce(
    (bits, letter, at) => bits | (letters.includes(letter) ? 1 << at : 0),
    0,
  );
