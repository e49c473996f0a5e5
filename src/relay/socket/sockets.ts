import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { limits } from '#protocol/limits.ts';
import type { RequestOrigin } from '../http/origin.ts';
import { Connection } from './connection.ts';
import type { SocketDeps } from './socket-deps.ts';

const SOCKET_PATH = '/relay/socket';
const TICK_MS = 1_000;
/** In ticks. */
const PING_EVERY = 30;
const PROVE_WITHIN = 30;
const READ_WITHIN = 60;

type Guest = {
  readonly connection: Connection;
  readonly webSocket: WebSocket;
  /** Ticks since the connection opened, since its last pong, and spent not reading. */
  age: number;
  silence: number;
  stuck: number;
};

export type SocketsOptions = {
  readonly deps: SocketDeps;
  readonly origin: RequestOrigin;
  readonly every: (ms: number, act: () => void) => () => void;
};

/** The relay's WebSockets: who may connect, and how long who says nothing may stay. */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #server: WebSocketServer;
  readonly #guests = new Set<Guest>();
  readonly #stopTicking: () => void;

  constructor(options: SocketsOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      maxPayload: limits.frameBytes,
      clientTracking: false,
    });
    this.#stopTicking = options.every(TICK_MS, () => {
      this.#tick();
    });
  }

  get size(): number {
    return this.#guests.size;
  }

  listenTo(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      const refusal = this.#refusal(request);
      if (refusal === undefined) this.#welcome(request, socket, head);
      else socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    });
  }

  #refusal(request: IncomingMessage): string | undefined {
    if (new URL(request.url ?? '/', 'http://relay').pathname !== SOCKET_PATH)
      return '404 Not Found';
    return this.#options.origin.isOwn(request) ? undefined : '403 Forbidden';
  }

  #welcome(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const { deps, origin } = this.#options;
    const address = origin.addressOf(request);
    const release = deps.addressLimits.connect(address);
    if (!release) {
      socket.end(
        'HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
      );
      return;
    }
    socket.once('close', release);
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      socket.setNoDelay(true);
      const dialled = origin.of(request);
      const connection = new Connection(deps, webSocket, socket, dialled, address);
      this.#keep({ connection, webSocket, age: 0, silence: 0, stuck: 0 });
    });
  }

  #keep(guest: Guest): void {
    const { connection, webSocket } = guest;
    this.#guests.add(guest);
    webSocket.on('pong', () => {
      guest.silence = 0;
    });
    // A frame that breaks the protocol or its bounds: ws closes the connection by itself.
    webSocket.on('error', () => undefined);
    webSocket.on('close', () => {
      this.#guests.delete(guest);
      connection.take({ type: 'disconnected' });
    });
  }

  #tick(): void {
    const { followers, clock } = this.#options.deps;
    followers.endExpired(clock.now());
    for (const guest of this.#guests) {
      const { connection, webSocket } = guest;
      guest.age += 1;
      guest.silence += 1;
      guest.stuck = connection.isCongested ? guest.stuck + 1 : 0;
      const isIdle = guest.age > PROVE_WITHIN && !connection.isProven;
      if (isIdle || guest.stuck > READ_WITHIN || guest.silence > 2 * PING_EVERY) {
        webSocket.terminate();
        continue;
      }
      if (guest.age % PING_EVERY === 0) webSocket.ping();
      connection.take({ type: 'tick' });
    }
  }

  /** Says goodbye to everybody; clients come back to whoever answers next. */
  close(): void {
    const GOING_AWAY = 1001;
    this.#stopTicking();
    for (const { webSocket } of this.#guests) webSocket.close(GOING_AWAY);
  }

  terminate(): void {
    for (const { webSocket } of this.#guests) webSocket.terminate();
  }
}
