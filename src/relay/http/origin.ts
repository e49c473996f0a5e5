import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

export type OriginOptions = {
  /** The origins that clients dial; empty: whatever the Host header says. */
  readonly origins: readonly string[];
  /** Behind a proxy, whose last X-Forwarded-For address and X-Forwarded-Proto are believed. */
  readonly isBehindProxy: boolean;
};

/** From where a request comes, and which of the relay's names it dialled. */
export class RequestOrigin {
  readonly #options: OriginOptions;

  constructor(options: OriginOptions) {
    this.#options = options;
  }

  /** The relay's origin as dialled, e.g. `https://carnet.example`. */
  of(request: IncomingMessage): string {
    const scheme = this.#isSecure(request) ? 'https' : 'http';
    const dialled = `${scheme}://${request.headers.host ?? ''}`;
    const { origins } = this.#options;
    return origins.length === 0 || origins.includes(dialled) ? dialled : (origins[0] ?? dialled);
  }

  /** Browsers say which page connects: only the relay's own may. Other programs say nothing. */
  isOwn(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    return origin === undefined || origin === this.of(request) || this.#isListed(origin);
  }

  #isListed(origin: string): boolean {
    return this.#options.origins.includes(origin);
  }

  addressOf(request: IncomingMessage): string {
    const forwarded = request.headers['x-forwarded-for'];
    const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
    const direct = request.socket.remoteAddress ?? '';
    return this.#options.isBehindProxy ? (last ?? direct) : direct;
  }

  #isSecure(request: IncomingMessage): boolean {
    if ((request.socket as Partial<TLSSocket>).encrypted === true) return true;
    return this.#options.isBehindProxy && request.headers['x-forwarded-proto'] === 'https';
  }
}
