import { cryptoReady } from '#crypto/sodium.ts';
import { fdatasyncMicroseconds } from './fdatasync.ts';
import { barePeer } from './relay-ingest/bare-peer.ts';
import { carnetPeer, sealRoom, type RoomOps } from './relay-ingest/carnet-peer.ts';
import { measure, type Peer } from './relay-ingest/load.ts';
import { hocuspocusPeer, yWebsocketPeer } from './relay-ingest/yjs-peers.ts';
import { compare, type Bench, type Comparison } from './rounds.ts';

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
  async run({ rounds, log }) {
    await cryptoReady();
    const comparisons: Comparison[] = [];
    for (const connections of CONNECTIONS) {
      log(`relay-ingest: sealing ops for ${String(connections)} connections`);
      const roomCount = Math.max(1, Math.floor(connections / 2));
      const opsOfRoom = Math.floor(OPS_OF_ALL_ROOMS / roomCount);
      const rooms: RoomOps[] = [];
      while (rooms.length < roomCount) rooms.push(await sealRoom(opsOfRoom, BODY_BYTES));
      const relay = carnetPeer(rooms);
      for (const { name, peer, goal } of peersOf(relay, opsOfRoom)) {
        log(`relay-ingest: ${name}, ${String(connections)} connections`);
        const job = (): Promise<number> => measure(relay, connections);
        const measured = await compare(job, () => measure(peer, connections), rounds);
        comparisons.push({
          name: `relay-ingest/${name}/${String(connections)}`,
          ...measured,
          unit: 'ops/s',
          goal: { min: goal },
          beside: { 'fdatasync p50 µs': fdatasyncMicroseconds() },
        });
      }
    }
    return comparisons;
  },
};

const peersOf = (
  relay: Peer,
  opsOfRoom: number,
): readonly { readonly name: string; readonly peer: Peer; readonly goal: number }[] => [
  { name: 'sqlite', peer: barePeer('sqlite', relay.frames), goal: 0.8 },
  { name: 'ws', peer: barePeer('memory', relay.frames), goal: 0.85 },
  { name: 'hocuspocus', peer: hocuspocusPeer(opsOfRoom, BODY_BYTES), goal: 4 },
  { name: 'y-websocket', peer: yWebsocketPeer(opsOfRoom, BODY_BYTES), goal: 2 },
];
