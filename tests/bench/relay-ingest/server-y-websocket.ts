import './end-with-parent.ts';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { WebSocketServer, type WebSocket } from 'ws';

/** y-websocket's server as it comes, without storage. */
const { setupWSConnection } = createRequire(import.meta.url)('y-websocket/bin/utils') as {
  setupWSConnection: (socket: WebSocket, request: IncomingMessage) => void;
};
const server = createServer();
const sockets = new WebSocketServer({ server });
sockets.on('connection', setupWSConnection);
server.listen(0, 'localhost', () => {
  process.stdout.write(String((server.address() as AddressInfo).port));
});
