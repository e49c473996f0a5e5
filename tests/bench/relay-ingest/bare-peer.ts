import { ACK } from './bare-protocol.ts';
import { LoadSocket } from './load-socket.ts';
import type { Peer } from './load.ts';
import { startServer } from './server-process.ts';

/** Carries the relay's own frames through `ws`, and SQLite or not. */
export const barePeer = (kind: 'memory' | 'sqlite', frames: Peer['frames']): Peer => ({
  start: () => startServer('bare', kind),
  // Faster, and indifferent to what it carries: the same frames over again.
  frames: (room) => [...frames(room), ...frames(room), ...frames(room)],
  join: (port, room, _role, load) =>
    LoadSocket.open(
      port,
      `/${String(room)}`,
      (payload) => {
        const isAck = payload[0] === ACK[0];
        load.told({ acked: isAck ? 1 : 0, delivered: isAck ? 0 : 1 });
      },
      load.read,
    ),
});
