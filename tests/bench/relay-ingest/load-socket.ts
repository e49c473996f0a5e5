import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

const BINARY = 0x82;
const MASKED = 0x80;
const ZERO_MASK_BYTES = 4;

/** One client frame, ready to be written as it is: the mask is zero, so that nothing is copied. */
export function toFrame(payload: Uint8Array): Buffer {
  const short = payload.length < 126;
  const header = Buffer.alloc((short ? 2 : 4) + ZERO_MASK_BYTES);
  header[0] = BINARY;
  header[1] = MASKED | (short ? payload.length : 126);
  if (!short) header.writeUInt16BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}

/** The lightest WebSocket client that can load a server: prepared frames out, payloads in. */
export class LoadSocket {
  readonly #socket: Socket;
  readonly #onPayload: (payload: Buffer) => void;
  readonly #onRead: () => void;
  #rest: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket, onPayload: (payload: Buffer) => void, onRead: () => void) {
    this.#socket = socket;
    this.#onPayload = onPayload;
    this.#onRead = onRead;
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
  }

  /** @param onRead called once all the payloads of one read were handed over */
  static async open(
    port: number,
    path: string,
    onPayload: (payload: Buffer) => void,
    onRead: () => void,
  ): Promise<LoadSocket> {
    const socket = connect(port, 'localhost');
    const opened = new LoadSocket(socket, onPayload, onRead);
    await opened.#upgrade(port, path);
    return opened;
  }

  #upgrade(port: number, path: string): Promise<void> {
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: localhost:${String(port)}\r\nUpgrade: websocket\r\n` +
        `Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    return new Promise((resolve, reject) => {
      let answer = Buffer.alloc(0);
      const read = (data: Buffer): void => {
        answer = Buffer.concat([answer, data]);
        const end = answer.indexOf('\r\n\r\n');
        if (end < 0) return;
        this.#socket.off('data', read);
        if (!answer.toString('latin1', 0, 12).endsWith('101')) {
          reject(new Error(answer.toString('latin1', 0, end)));
          return;
        }
        this.#socket.on('data', (chunk: Buffer) => {
          this.#take(chunk);
        });
        resolve();
        if (answer.length > end + 4) this.#take(answer.subarray(end + 4));
      };
      this.#socket.on('data', read);
      this.#socket.once('error', reject);
    });
  }

  #take(chunk: Buffer): void {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let offset = 0;
    for (;;) {
      const frame = frameAt(data, offset);
      if (!frame) break;
      if (frame.isBinary) this.#onPayload(data.subarray(frame.start, frame.end));
      offset = frame.end;
    }
    this.#rest = data.subarray(offset);
    this.#onRead();
  }

  write(frames: readonly Buffer[]): void {
    this.#socket.cork();
    for (const frame of frames) this.#socket.write(frame);
    this.#socket.uncork();
  }

  close(): void {
    this.#socket.destroy();
  }
}

function frameAt(
  data: Buffer,
  offset: number,
): { start: number; end: number; isBinary: boolean } | undefined {
  if (data.length < offset + 2) return undefined;
  const isBinary = data[offset] === BINARY;
  const length = data.readUInt8(offset + 1);
  const headerBytes = length < 126 ? 2 : length === 126 ? 4 : 10;
  if (data.length < offset + headerBytes) return undefined;
  const bytes =
    length < 126
      ? length
      : length === 126
        ? data.readUInt16BE(offset + 2)
        : Number(data.readBigUInt64BE(offset + 2));
  const start = offset + headerBytes;
  return data.length < start + bytes ? undefined : { start, end: start + bytes, isBinary };
}
