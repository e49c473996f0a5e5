import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Answer } from '#relay/http/answer.ts';
import { answerBlob } from '#relay/http/blob-routes.ts';
import { answerMailbox } from '#relay/http/mailbox-routes.ts';
import { answerRecovery } from '#relay/http/recovery-routes.ts';
import type { Relay } from '#relay/relay.ts';

/** The relay's own HTTP routes without a network: what `fetch` would have brought. */
export async function simRequest(relay: Relay, url: URL, init: RequestInit): Promise<Response> {
  const { status, headers, body } = await route(relay, url, requestFrom(url, init));
  const bytes = body && new Uint8Array(body);
  return new Response(status === 204 ? null : (bytes ?? null), { status, headers });
}

function route(relay: Relay, url: URL, request: IncomingMessage): Promise<Answer> {
  const { pathname } = url;
  if (pathname.startsWith('/relay/blobs/')) {
    return answerBlob(pathname, request, relay.blobs, relay.tokens);
  }
  if (pathname.startsWith('/relay/recovery/')) {
    return answerRecovery(pathname, request, relay.boxes, () => true);
  }
  const response = new EventEmitter() as unknown as ServerResponse;
  return answerMailbox(url, request, response, relay.mailboxes, () => 'proven');
}

function requestFrom(url: URL, init: RequestInit): IncomingMessage {
  const body = init.body instanceof Uint8Array ? [Buffer.from(init.body)] : [];
  const given = (init.headers ?? {}) as Readonly<Record<string, string>>;
  const authorization = given['authorization'];
  return Object.assign(Readable.from(body), {
    method: init.method ?? 'GET',
    url: `${url.pathname}${url.search}`,
    headers: authorization === undefined ? {} : { authorization },
  }) as unknown as IncomingMessage;
}
