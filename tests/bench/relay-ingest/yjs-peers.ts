import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { LoadSocket, toFrame } from './load-socket.ts';
import type { Peer } from './load.ts';
import { startServer } from './server-process.ts';

const SYNC = 0;
const AUTH = 2;
const SYNC_STATUS = 8;
const UPDATE = 2;

/** Each row takes Yjs longer than the one before; more than this no peer takes in a sample. */
const MOST_ROWS = 24_000;
/** Updates of one client, by how many there are and the size of their bodies. */
const written = new Map<string, readonly Uint8Array[]>();

function writeUpdates(count: number, bodyBytes: number): readonly Uint8Array[] {
  const updates: Uint8Array[] = [];
  const doc = new Y.Doc();
  const rows = doc.getArray('rows');
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const body = new Uint8Array(bodyBytes).fill(7);
  for (let i = 0; i < count; i++) rows.push([body]);
  return updates;
}

/** Updates of one client, each with a body of `bodyBytes`; `prefix` stands before each message. */
function updates(asked: number, bodyBytes: number, prefix: Uint8Array): readonly Buffer[] {
  const count = Math.min(asked, MOST_ROWS);
  const key = `${String(count)}/${String(bodyBytes)}`;
  const known = written.get(key) ?? writeUpdates(count, bodyBytes);
  written.set(key, known);
  return known.map((update) => {
    const encoder = encoding.createEncoder();
    encoding.writeUint8Array(encoder, prefix);
    encoding.writeVarUint(encoder, SYNC);
    encoding.writeVarUint(encoder, UPDATE);
    encoding.writeVarUint8Array(encoder, update);
    return toFrame(encoding.toUint8Array(encoder));
  });
}

/** How many rows an update message bears; servers may merge several. */
function rowsIn(decoder: decoding.Decoder): number {
  if (decoding.readVarUint(decoder) !== UPDATE) return 0;
  decoding.readVarUint(decoder);
  return decoding.readVarUint(decoder) === 0 ? 0 : decoding.readVarUint(decoder);
}

/** Sends every update back to its author, which is its acknowledgement. */
export function yWebsocketPeer(count: number, bodyBytes: number): Peer {
  const frames = updates(count, bodyBytes, new Uint8Array());
  return {
    start: () => startServer('y-websocket'),
    frames: () => frames,
    join: (port, room, role, load) =>
      LoadSocket.open(
        port,
        `/${String(room)}`,
        (payload) => {
          const decoder = decoding.createDecoder(payload);
          if (decoding.readVarUint(decoder) !== SYNC) return;
          const rows = rowsIn(decoder);
          load.told(
            role === 'writer' ? { acked: rows, delivered: 0 } : { acked: 0, delivered: rows },
          );
        },
        load.read,
      ),
  };
}

/** Acknowledges with a sync status; a room is a document, named before each message. */
export function hocuspocusPeer(count: number, bodyBytes: number): Peer {
  const nameOf = (room: number): Uint8Array => {
    const encoder = encoding.createEncoder();
    encoding.writeVarString(encoder, String(room).padStart(4, '0'));
    return encoding.toUint8Array(encoder);
  };
  const shared = updates(count, bodyBytes, nameOf(0));
  const digitsAt = (frame: Buffer): number => (frame.readUInt8(1) === 254 ? 9 : 7);
  const renamed = (frame: Buffer, room: number): Buffer => {
    const copy = Buffer.from(frame);
    copy.write(String(room).padStart(4, '0'), digitsAt(copy), 'latin1');
    return copy;
  };
  return {
    start: () => startServer('hocuspocus'),
    frames: (room) => shared.map((frame) => renamed(frame, room)),
    async join(port, room, role, load) {
      const authenticated = Promise.withResolvers<undefined>();
      const socket = await LoadSocket.open(
        port,
        '/',
        (payload) => {
          const decoder = decoding.createDecoder(payload);
          decoding.readVarString(decoder);
          const type = decoding.readVarUint(decoder);
          if (type === AUTH) authenticated.resolve(undefined);
          if (type === SYNC_STATUS) load.told({ acked: role === 'writer' ? 1 : 0, delivered: 0 });
          if (type === SYNC && role === 'follower') {
            load.told({ acked: 0, delivered: rowsIn(decoder) });
          }
        },
        load.read,
      );
      const encoder = encoding.createEncoder();
      encoding.writeUint8Array(encoder, nameOf(room));
      encoding.writeVarUint(encoder, AUTH);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, '');
      socket.write([toFrame(encoding.toUint8Array(encoder))]);
      await authenticated.promise;
      return socket;
    },
  };
}
