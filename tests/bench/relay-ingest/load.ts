import type { LoadSocket } from './load-socket.ts';
import type { ServerProcess } from './server-process.ts';

/** What one received payload tells: ops acknowledged to the writer, or delivered to the follower. */
export type Told = { readonly acked: number; readonly delivered: number };

/** A room has one connection that writes and one that follows. */
export type Role = 'writer' | 'follower';

/** One server under load: how it is started, spoken to and understood. */
export type Peer = {
  readonly start: () => Promise<ServerProcess>;
  /** Opens one connection and brings it to where it may write or follow. */
  readonly join: (port: number, room: number, role: Role, load: Listener) => Promise<LoadSocket>;
  /** The room's messages, in the order they must be sent. */
  readonly frames: (room: number) => readonly Buffer[];
};

export type Listener = {
  readonly told: (told: Told) => void;
  readonly read: () => void;
};

const WARM_UP_MS = 700;
const MEASURED_MS = 900;
const PATIENCE_MS = 30_000;
const IN_FLIGHT = 8_192;

/** One room's progress; what is done was both acknowledged and delivered. */
class RoomLoad {
  readonly #frames: readonly Buffer[];
  readonly #window: number;
  #sent = 0;
  #hasStarted = false;
  acked = 0;
  delivered = 0;
  writer: LoadSocket | undefined;

  constructor(frames: readonly Buffer[], window: number) {
    this.#frames = frames;
    this.#window = window;
  }

  get done(): number {
    return Math.min(this.acked, this.delivered);
  }

  get isExhausted(): boolean {
    return this.done >= this.#frames.length;
  }

  /** Everybody has joined: the writer may write. */
  start(): void {
    this.#hasStarted = true;
    this.fill();
  }

  /** Keeps as many messages in flight as the window allows. */
  fill(): void {
    if (!this.#hasStarted) return;
    const upTo = Math.min(this.done + this.#window, this.#frames.length);
    if (upTo <= this.#sent) return;
    this.writer?.write(this.#frames.slice(this.#sent, upTo));
    this.#sent = upTo;
  }
}

/** Messages in flight for each writer, the same for every peer. */
const windowOf = (rooms: number): number =>
  Math.max(8, Math.min(512, Math.floor(IN_FLIGHT / rooms)));

/** Messages a second that were acknowledged and delivered, after a warm-up on the same server. */
export async function measure(peer: Peer, connections: number): Promise<number> {
  const server = await peer.start();
  const rooms = Array.from(
    { length: Math.max(1, Math.floor(connections / 2)) },
    (_, room) => new RoomLoad(peer.frames(room), windowOf(Math.max(1, connections / 2))),
  );
  const sockets: LoadSocket[] = [];
  for (const [number, room] of rooms.entries()) {
    room.writer = await peer.join(server.port, number, 'writer', listener(room));
    sockets.push(room.writer);
    sockets.push(await peer.join(server.port, number, 'follower', listener(room)));
  }
  const figure = await run(rooms);
  for (const socket of sockets) socket.close();
  await server.stop();
  return figure;
}

function listener(room: RoomLoad): Listener {
  return {
    told({ acked, delivered }) {
      room.acked += acked;
      room.delivered += delivered;
    },
    read() {
      room.fill();
    },
  };
}

async function run(rooms: readonly RoomLoad[]): Promise<number> {
  const done = (): number => rooms.reduce((sum, room) => sum + room.done, 0);
  for (const room of rooms) room.start();
  await pause(WARM_UP_MS);
  for (let waited = 0; done() === 0; waited += WARM_UP_MS) {
    if (waited > PATIENCE_MS) throw new Error('the server answers nothing');
    await pause(WARM_UP_MS);
  }
  if (rooms.some((room) => room.isExhausted)) throw new Error('too few messages were prepared');
  const doneBefore = done();
  const startedAt = performance.now();
  while (performance.now() - startedAt < MEASURED_MS) {
    await pause(10);
    if (rooms.some((room) => room.isExhausted)) break;
  }
  return ((done() - doneBefore) * 1_000) / (performance.now() - startedAt);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
