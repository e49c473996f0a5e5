import { mustGet } from '#base/assert.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { fdatasyncMicroseconds } from './fdatasync.ts';
import { barePeer } from './relay-ingest/bare-peer.ts';
import { carnetPeer, sealRoom, type RoomOps } from './relay-ingest/carnet-peer.ts';
import { measure, type Peer } from './relay-ingest/load.ts';
import { hocuspocusPeer, yWebsocketPeer } from './relay-ingest/yjs-peers.ts';
import { compareWithEach, type Bench, type BenchOptions, type Comparison } from './rounds.ts';

/**
 * Durable ops a second that the relay acknowledges and forwards, against bare `ws` with and
 * without SQLite, Hocuspocus and y-websocket (neither durable). A room has a writer and a follower;
 * with one connection asked, there is one room. One process makes the load, the same for all.
 */
const BODY_BYTES = 300;
const CONNECTIONS = [1, 100, 1_000];
/** More than a server takes in the time of a sample. */
const OPS_OF_ALL_ROOMS = 120_000;

export const bench: Bench = {
  name: 'relay-ingest',
  async *run(options) {
    await cryptoReady();
    for (const connections of CONNECTIONS) yield* compareAt(connections, options);
  },
};

async function* compareAt(
  connections: number,
  { rounds, log, wants }: BenchOptions,
): AsyncIterable<Comparison> {
  const nameOf = ({ name }: Floor): string => `relay-ingest/${name}/${String(connections)}`;
  const asked = peers.filter((floor) => wants(nameOf(floor)));
  if (asked.length === 0) return;
  log(`relay-ingest: sealing ops for ${String(connections)} connections`);
  const roomCount = Math.max(1, Math.floor(connections / 2));
  const opsOfRoom = Math.floor(OPS_OF_ALL_ROOMS / roomCount);
  const rooms: RoomOps[] = [];
  while (rooms.length < roomCount) rooms.push(await sealRoom(opsOfRoom, BODY_BYTES));
  const relay = carnetPeer(rooms);
  const sampleOf = (name: string, peer: Peer) => async (): Promise<number> => {
    const figure = await measure(peer, connections);
    log(`relay-ingest: ${figure.toFixed(0)} ops/s, ${name}, ${String(connections)} connections`);
    return figure;
  };
  const floors = asked.map(({ name, peer }) => sampleOf(name, peer(relay, opsOfRoom)));
  const measured = await compareWithEach(sampleOf('carnet', relay), floors, rounds);
  const beside = { 'fdatasync p50 µs': fdatasyncMicroseconds() };
  for (const [at, floor] of asked.entries()) {
    const figures = mustGet(measured[at], 'each floor is measured');
    yield { name: nameOf(floor), ...figures, unit: 'ops/s', goal: { min: floor.goal }, beside };
  }
}

type Floor = {
  readonly name: string;
  readonly peer: (relay: Peer, opsOfRoom: number) => Peer;
  readonly goal: number;
};

const peers: readonly Floor[] = [
  { name: 'sqlite', peer: (relay) => barePeer('sqlite', relay.frames), goal: 0.8 },
  { name: 'ws', peer: (relay) => barePeer('memory', relay.frames), goal: 0.85 },
  { name: 'hocuspocus', peer: (_, ops) => hocuspocusPeer(ops, BODY_BYTES), goal: 4 },
  { name: 'y-websocket', peer: (_, ops) => yWebsocketPeer(ops, BODY_BYTES), goal: 2 },
];
