import type { Page, Request, WebSocket } from '@playwright/test';
import type { Piece } from './canaries.ts';

/** What a page makes for itself never leaves it. */
const isSent = (request: Request): boolean => /^https?:/.test(request.url());

/** All that a page and its workers send and receive: requests, bodies, frames of sockets. */
export class WireRecord {
  readonly #pieces: Piece[] = [];
  readonly #reading: Promise<void>[] = [];

  /** To be called before the page goes anywhere. */
  watch(page: Page): void {
    page.on('request', (request) => {
      if (isSent(request)) this.#readRequest(request);
    });
    page.on('requestfinished', (request) => {
      if (isSent(request)) this.#reading.push(this.#readAnswer(request));
    });
    page.on('websocket', (socket) => {
      this.#watchSocket(socket);
    });
  }

  /** Once every body that has come has been read. */
  async pieces(): Promise<readonly Piece[]> {
    await Promise.all(this.#reading);
    return this.#pieces;
  }

  #put(where: string, content: string | Buffer): void {
    this.#pieces.push({ where, bytes: Buffer.from(content) });
  }

  #readRequest(request: Request): void {
    const where = `${request.method()} ${request.url()}`;
    this.#put(where, `${request.url()} ${JSON.stringify(request.headers())}`);
    const body = request.postDataBuffer();
    if (body) this.#put(`body of ${where}`, body);
  }

  /** Called once the exchange is over: cookies too are known, and the body is there. */
  async #readAnswer(request: Request): Promise<void> {
    const where = `${request.method()} ${request.url()}`;
    const response = await request.response();
    const headers = [await request.allHeaders(), await response?.allHeaders()];
    this.#put(`headers around ${where}`, JSON.stringify(headers));
    // A redirection and a preflight have no body to read.
    const body = await response?.body().catch(() => undefined);
    if (body) this.#put(`body of answer to ${where}`, body);
  }

  #watchSocket(socket: WebSocket): void {
    this.#put('socket', socket.url());
    socket.on('framesent', ({ payload }) => {
      this.#put('frame sent', payload);
    });
    socket.on('framereceived', ({ payload }) => {
      this.#put('frame received', payload);
    });
  }
}
