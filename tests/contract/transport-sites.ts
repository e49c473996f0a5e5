import { createServer } from 'node:net';
import { WebSocketServer } from 'ws';
import { createMemoryNetwork } from '#adapters/memory-transport.ts';
import { createWebSocketConnect } from '#adapters/websocket-transport.ts';
import type { Peer, TransportSite } from './transport-contract.ts';

export function memorySite(): Promise<TransportSite> {
  const peers: Peer[] = [];
  const deadUrl = 'memory:dead';
  const network = createMemoryNetwork((socket, url) => {
    if (url === deadUrl) return undefined;
    const peer: Peer = { received: [], isClosed: false, socket };
    peers.push(peer);
    return {
      received: (frame) => peer.received.push(frame),
      closed: () => {
        peer.isClosed = true;
      },
    };
  });
  const { connect } = network;
  return Promise.resolve({
    connect,
    url: 'memory:',
    deadUrl,
    peers,
    dispose: () => Promise.resolve(),
  });
}

/** The platform's `WebSocket` against the same server library as the relay's. */
export async function webSocketSite(): Promise<TransportSite> {
  const peers: Peer[] = [];
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) => {
    const peer: Peer = {
      received: [],
      isClosed: false,
      socket: {
        send: (frame) => {
          socket.send(frame);
        },
        close: () => {
          socket.close();
        },
      },
    };
    peers.push(peer);
    socket.on('message', (data: Buffer) => peer.received.push(new Uint8Array(data)));
    socket.on('close', () => {
      peer.isClosed = true;
    });
  });
  return {
    connect: createWebSocketConnect(),
    url: `ws://127.0.0.1:${portOf(server.address())}`,
    deadUrl: `ws://127.0.0.1:${await freePort()}`,
    peers,
    dispose: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** A port that nothing listens to any more. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(address: ReturnType<WebSocketServer['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
