import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressLimits } from '../address-limits.ts';
import type { BlobDesk } from '../blobs/blob-desk.ts';
import type { Mailboxes } from '../mailboxes.ts';
import type { RecoveryBoxes } from '../recovery-boxes.ts';
import type { Tokens } from '../tokens.ts';
import { json, refuse, type Answer } from './answer.ts';
import { answerBlob, bearerOf } from './blob-routes.ts';
import { commonHeaders, secureHeaders } from './headers.ts';
import { answerMailbox } from './mailbox-routes.ts';
import { answerRecovery } from './recovery-routes.ts';
import type { RequestOrigin } from './origin.ts';
import type { StaticFiles } from './static-files.ts';

const HEADERS_MS = 10_000;
const REQUEST_MS = 120_000;
const KEEP_ALIVE_MS = 15_000;

export type HttpDeps = {
  readonly blobs: BlobDesk;
  readonly mailboxes: Mailboxes;
  readonly boxes: RecoveryBoxes;
  readonly tokens: Tokens;
  readonly addressLimits: AddressLimits;
  readonly origin: RequestOrigin;
  /** Whose word the operator takes for identities: public keys, base64url. */
  readonly attesters: readonly string[];
  /** Undefined: the app is not built, and only the relay answers. */
  readonly files: StaticFiles | undefined;
  readonly health: () => unknown;
  /** A request that failed by our fault: the route, and the failure. */
  readonly report: (route: string, failure: unknown) => void;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
};

/** The HTTP side of the relay: the app's files, blobs, mailboxes and health. */
export function createHttpServer(deps: HttpDeps): Server {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    respond(deps, request, response).catch((failure: unknown) => {
      deps.report(routeOf(request), failure);
      if (response.headersSent) response.destroy();
      else write(deps, request, response, refuse('FAILED'));
    });
  };
  const timeouts = {
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  return deps.tls
    ? createTlsServer({ ...timeouts, ...deps.tls, minVersion: 'TLSv1.2' }, listener)
    : createPlainServer(timeouts, listener);
}

async function respond(
  deps: HttpDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await route(deps, request, response);
  if (response.destroyed) return;
  write(deps, request, response, answer);
  // A body that was refused unread would be taken for the next request.
  if (!request.readableEnded) response.once('finish', () => request.destroy());
}

/** The first two parts of the address: never an identifier, so that it may be logged. */
const routeOf = (request: IncomingMessage): string =>
  (request.url ?? '').startsWith('/relay/')
    ? (request.url ?? '').split(/[/?]/).slice(0, 3).join('/')
    : 'app';

async function route(
  deps: HttpDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer> {
  const url = parseUrl(request.url);
  if (!url) return refuse('MALFORMED');
  const { pathname } = url;
  if (pathname === '/health') return json(200, deps.health());
  if (!pathname.startsWith('/relay/')) return app(deps, pathname, request);
  if (!deps.origin.isOwn(request)) return refuse('FORBIDDEN');
  if (pathname === '/relay/attesters') return answerAttesters(deps, request);
  if (pathname.startsWith('/relay/blobs/')) {
    return answerBlob(pathname, request, deps.blobs, deps.tokens);
  }
  if (pathname.startsWith('/relay/recovery/')) {
    return answerRecovery(pathname, request, deps.boxes, () =>
      deps.addressLimits.mayOpenMailbox(deps.origin.addressOf(request)),
    );
  }
  if (!pathname.startsWith('/relay/mailboxes/')) return refuse('NOT_FOUND');
  return answerMailbox(url, request, response, deps.mailboxes, () => {
    if (bearerOf(request, deps.tokens)) return 'proven';
    const address = deps.origin.addressOf(request);
    return deps.addressLimits.mayOpenMailbox(address) ? 'unproven' : undefined;
  });
}

const answerAttesters = ({ attesters }: HttpDeps, { method }: IncomingMessage): Answer =>
  method === 'GET' || method === 'HEAD' ? json(200, { attesters }) : refuse('NOT_ALLOWED');

const acceptEncodingOf = ({ headers }: IncomingMessage): string => {
  const value: string | string[] | undefined = headers['accept-encoding'];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
};

function parseUrl(target: string | undefined): URL | undefined {
  const url = `http://relay${target ?? '/'}`;
  return URL.canParse(url) ? new URL(url) : undefined;
}

async function app(deps: HttpDeps, path: string, request: IncomingMessage): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse('NOT_ALLOWED');
  if (!deps.files) return refuse('NOT_BUILT');
  const acceptEncoding = acceptEncodingOf(request);
  const ifNoneMatch = request.headers['if-none-match'];
  const answer = await deps.files.answer(path, { acceptEncoding, ifNoneMatch });
  return answer ?? refuse('NOT_FOUND');
}

function write(
  deps: HttpDeps,
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
): void {
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, {
    ...commonHeaders,
    ...(deps.tls ? secureHeaders : {}),
    ...headers,
    ...(hasBody ? { 'Content-Length': String(body?.length ?? 0) } : {}),
  });
  response.end(hasBody && request.method !== 'HEAD' ? body : undefined);
}
