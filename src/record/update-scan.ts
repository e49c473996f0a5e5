import { err, ok, type Result } from '#base/result.ts';
import { ScanFailure, UpdateCursor } from './update-cursor.ts';

/*
 * What a Yjs update (V1) holds, read before Yjs sees a byte of it: lengths against what is left,
 * counts, and only the contents that this binding writes. Layout as in yjs 13.6,
 * `readClientsStructRefs` and `readDeleteSet`. A later version that writes other contents raises
 * the payload's version, and is not read here.
 */

export const updateLimits = {
  bytes: 512 * 1024,
  clients: 64,
  structs: 100_000,
  depth: 32,
} as const;

/** One client's run of structs, at `clock` and up to `endClock`, not included. */
export type ScannedClient = {
  readonly client: number;
  readonly clock: number;
  readonly endClock: number;
  readonly structs: number;
};
export type UpdateScan = {
  readonly clients: readonly ScannedClient[];
  /** No struct at all: it only deletes, or does nothing. */
  readonly deletesOnly: boolean;
};
/** `what` names the rule that is broken, never a content. */
export type NotAnUpdate = { readonly type: 'NotAnUpdate'; readonly what: string };

/** Reads an update from end to end; refuses whatever Carnet does not write. */
export function scanUpdate(update: Uint8Array): Result<UpdateScan, NotAnUpdate> {
  if (update.length > updateLimits.bytes) return err({ type: 'NotAnUpdate', what: 'too long' });
  try {
    const cursor = new UpdateCursor(update);
    const clients = scanClients(cursor);
    scanDeletes(cursor);
    cursor.end();
    return ok({ clients, deletesOnly: clients.length === 0 });
  } catch (failure) {
    if (failure instanceof ScanFailure) return err({ type: 'NotAnUpdate', what: failure.message });
    throw failure;
  }
}

export type UpdateRefused = { readonly type: 'ForeignClient' } | { readonly type: 'WrongClock' };

/** Protocol 3.4: the client that the payload names alone, at its next clock, or no struct at all. */
export function checkUpdate(
  scan: UpdateScan,
  expected: { readonly clientId: number; readonly nextClock: number },
): Result<void, UpdateRefused> {
  if (scan.clients.some(({ client }) => client !== expected.clientId)) {
    return err({ type: 'ForeignClient' });
  }
  if (scan.clients.some(({ clock }) => clock !== expected.nextClock)) {
    return err({ type: 'WrongClock' });
  }
  return ok(undefined);
}

const MAX_U32 = 0xffff_ffff;
/** Clocks count what one session wrote. */
const MAX_CLOCK = 0x7fff_ffff;

function scanClients(cursor: UpdateCursor): ScannedClient[] {
  const count = cursor.varUint('clients', updateLimits.clients);
  const clients: ScannedClient[] = [];
  let total = 0;
  for (let i = 0; i < count; i++) {
    const structs = cursor.varUint('structs', updateLimits.structs);
    total += structs;
    if (structs === 0 || total > updateLimits.structs) cursor.fail('structs');
    const client = cursor.varUint('client', MAX_U32);
    if (client === 0 || clients.some((known) => known.client === client)) cursor.fail('client');
    const clock = cursor.varUint('clock', MAX_CLOCK);
    clients.push({ client, clock, structs, endClock: scanStructs(cursor, structs, clock) });
  }
  return clients;
}

function scanStructs(cursor: UpdateCursor, structs: number, clock: number): number {
  const places = new Set<string>();
  let endClock = clock;
  for (let i = 0; i < structs; i++) {
    endClock += scanStruct(cursor, places);
    if (endClock > MAX_CLOCK) cursor.fail('clock');
  }
  return endClock;
}

const CONTENT = 0b1_1111;
const HAS_KEY = 0b10_0000;
const HAS_RIGHT = 0b100_0000;
const HAS_LEFT = 0b1000_0000;
const GC = 0;
const DELETED = 1;
const TYPE = 7;
const ANY = 8;
const Y_MAP = 1;

/** @returns how many clocks the struct takes */
function scanStruct(cursor: UpdateCursor, places: Set<string>): number {
  const info = cursor.byte();
  if (info === GC) return cursor.length('gc', MAX_CLOCK);
  if (![DELETED, TYPE, ANY].includes(info & CONTENT)) cursor.fail('content');
  const place = scanPlace(cursor, info);
  // One session's writes to a place follow each other; many at one place would be slow to order.
  if (places.has(place)) cursor.fail('place');
  places.add(place);
  return scanContent(cursor, info & CONTENT);
}

/** Where an item stands: after another, before another, or under a key of a parent. */
function scanPlace(cursor: UpdateCursor, info: number): string {
  const left = (info & HAS_LEFT) === 0 ? '' : scanId(cursor);
  const right = (info & HAS_RIGHT) === 0 ? '' : scanId(cursor);
  if (left !== '' || right !== '') return `${left} ${right}`;
  const parent = cursor.varUint('parent', 1) === 1 ? cursor.text('root') : scanId(cursor);
  if ((info & HAS_KEY) === 0) cursor.fail('key');
  return `${parent} ${cursor.text('key')}`;
}

const scanId = (cursor: UpdateCursor): string =>
  `${String(cursor.varUint('client', MAX_U32))}.${String(cursor.varUint('clock', MAX_CLOCK))}`;

function scanContent(cursor: UpdateCursor, content: number): number {
  if (content === DELETED) return cursor.length('deleted', MAX_CLOCK);
  if (content === TYPE) {
    if (cursor.varUint('type', MAX_U32) !== Y_MAP) cursor.fail('type');
    return 1;
  }
  const values = cursor.length('values', cursor.remaining);
  for (let i = 0; i < values; i++) scanValue(cursor, 0);
  return values;
}

/** A value in lib0's `any` encoding that is JSON. */
function scanValue(cursor: UpdateCursor, depth: number): void {
  if (depth > updateLimits.depth) cursor.fail('depth');
  const type = cursor.byte();
  switch (type) {
    case 126: // null
    case 121: // false
    case 120: // true
      return;
    case 125:
      return cursor.varInt();
    case 124:
      return cursor.float(4);
    case 123:
      return cursor.float(8);
    case 119:
      return cursor.skipText('text');
    case 118: {
      const properties = cursor.varUint('properties', cursor.remaining);
      for (let i = 0; i < properties; i++) {
        cursor.skipName('property');
        scanValue(cursor, depth + 1);
      }
      return;
    }
    case 117: {
      const items = cursor.varUint('items', cursor.remaining);
      for (let i = 0; i < items; i++) scanValue(cursor, depth + 1);
      return;
    }
    default: // undefined, big integers, bytes, and what no version writes
      cursor.fail('value');
  }
}

function scanDeletes(cursor: UpdateCursor): void {
  const clients = cursor.varUint('delete clients', cursor.remaining);
  for (let i = 0; i < clients; i++) {
    cursor.varUint('delete client', MAX_U32);
    const ranges = cursor.varUint('delete ranges', cursor.remaining);
    for (let range = 0; range < ranges; range++) {
      cursor.varUint('delete clock', MAX_CLOCK);
      cursor.length('delete length', MAX_CLOCK);
    }
  }
}
