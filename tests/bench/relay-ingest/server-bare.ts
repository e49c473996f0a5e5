import './end-with-parent.ts';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { WebSocketServer, type WebSocket } from 'ws';
import { ACK, FORWARD } from './bare-protocol.ts';

/**
 * The floors: `ws` that forwards each message to the room and acknowledges it, alone (`memory`)
 * or after one SQLite transaction for everything that arrived (`sqlite`), as durable as the relay.
 */
type Message = { readonly from: WebSocket; readonly room: Room; readonly data: Buffer };
type Room = { readonly number: number; readonly sockets: Set<WebSocket>; seq: number };

const [folder = '', kind] = process.argv.slice(2);
const rooms = new Map<string, Room>();

function deliver({ from, room, data }: Message): void {
  from.send(ACK);
  const forwarded = Buffer.concat([FORWARD, data]);
  for (const socket of room.sockets) if (socket !== from) socket.send(forwarded);
}

function durably(): (message: Message) => void {
  const database = new DatabaseSync(join(folder, 'bare.sqlite'));
  database.prepare('PRAGMA journal_mode = WAL').get();
  database.exec('PRAGMA synchronous = FULL');
  database.exec(`CREATE TABLE ops (log INTEGER, seq INTEGER, bytes BLOB, PRIMARY KEY (log, seq))
    STRICT, WITHOUT ROWID`);
  const insert = database.prepare('INSERT INTO ops (log, seq, bytes) VALUES (?, ?, ?)');
  let batch: Message[] = [];
  const flush = (): void => {
    const written = batch;
    batch = [];
    database.exec('BEGIN');
    for (const { room, data } of written) insert.run(room.number, ++room.seq, data);
    database.exec('COMMIT');
    for (const message of written) deliver(message);
  };
  return (message) => {
    if (batch.length === 0) setImmediate(flush);
    batch.push(message);
  };
}

const take = kind === 'sqlite' ? durably() : deliver;
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (from: WebSocket, request: IncomingMessage) => {
  const name = request.url ?? '';
  const room = rooms.get(name) ?? { number: rooms.size, sockets: new Set(), seq: 0 };
  rooms.set(name, room);
  room.sockets.add(from);
  from.on('message', (data: Buffer) => {
    take({ from, room, data });
  });
});
server.listen(0, 'localhost', () => {
  process.stdout.write(String((server.address() as AddressInfo).port));
});
