import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRelayHttp, type RelayHttpOptions } from '#adapters/relay-http.ts';
import type { BlobId, LogId, MailboxId } from '#base/ids.ts';
import { limits } from '#protocol/limits.ts';
import type { RelayHttp } from '#vault/ports.ts';

type Asked = { method: string; url: string; authorization: string | undefined; body: string };

const MAILBOX = 'aa'.repeat(16) as MailboxId;
const LOG = 'bb'.repeat(32) as LogId;
const BLOB = 'cc'.repeat(32) as BlobId;
const unreachable = { ok: false, error: { type: 'RelayUnreachable' } };
const refused = (status: number, reason: string) => ({
  ok: false,
  error: { type: 'RelayRefused', status, reason },
});

describe('the relay over HTTP', () => {
  const server = createServer((request, response) => void take(request, response));
  let asked: Asked[];
  let answer: (response: ServerResponse) => void;
  let origin: string;

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method = '', url = '', headers } = request;
    const body = Buffer.concat(parts).toString('hex');
    asked.push({ method, url, authorization: headers.authorization, body });
    answer(response);
  }
  const answerWith =
    (status: number, body?: string | Uint8Array) =>
    (response: ServerResponse): void => {
      response.writeHead(status).end(body);
    };
  const relay = (options: Partial<RelayHttpOptions> = {}): RelayHttp =>
    createRelayHttp({ origin, fetch, ...options });

  beforeEach(async () => {
    asked = [];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    origin = `http://127.0.0.1:${address instanceof Object ? address.port : 0}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('asks each thing at its own address, with the token where there is one', async () => {
    answer = answerWith(200, '{"missing":[0,2]}');
    const bytes = Uint8Array.of(1, 2);
    expect(await relay().putMailboxSlot(MAILBOX, 0, bytes, 'tok')).toEqual({
      ok: true,
      value: undefined,
    });
    expect((await relay().putMailboxSlot(MAILBOX, 1, bytes, undefined)).ok).toBe(true);
    expect(await relay().declareBlob(LOG, 'tok', BLOB, bytes)).toEqual({ ok: true, value: [0, 2] });
    expect((await relay().putChunk(LOG, 'tok', BLOB, 3, bytes)).ok).toBe(true);
    expect((await relay().getManifest(LOG, 'tok', BLOB)).ok).toBe(true);
    expect((await relay().getChunk(LOG, 'tok', BLOB, 3)).ok).toBe(true);
    const token = 'Bearer tok';
    expect(asked).toEqual([
      { method: 'PUT', url: `/relay/mailboxes/${MAILBOX}/0`, authorization: token, body: '0102' },
      {
        method: 'PUT',
        url: `/relay/mailboxes/${MAILBOX}/1`,
        authorization: undefined,
        body: '0102',
      },
      { method: 'PUT', url: `/relay/blobs/${LOG}/${BLOB}`, authorization: token, body: '0102' },
      { method: 'PUT', url: `/relay/blobs/${LOG}/${BLOB}/3`, authorization: token, body: '0102' },
      { method: 'GET', url: `/relay/blobs/${LOG}/${BLOB}`, authorization: token, body: '' },
      { method: 'GET', url: `/relay/blobs/${LOG}/${BLOB}/3`, authorization: token, body: '' },
    ]);
  });

  it('gives a slot’s bytes, or undefined while there is nothing', async () => {
    answer = answerWith(200, Uint8Array.of(7));
    expect(await relay().getMailboxSlot(MAILBOX, 2, 25_000)).toEqual({
      ok: true,
      value: Uint8Array.of(7),
    });
    expect(asked[0]?.url).toBe(`/relay/mailboxes/${MAILBOX}/2?wait=25000`);
    answer = answerWith(204);
    expect(await relay().getMailboxSlot(MAILBOX, 2, 0)).toEqual({ ok: true, value: undefined });
  });

  it.each([400, 401, 404, 409, 410, 413, 429, 507])(
    'gives the relay’s word for a refusal %i',
    async (status) => {
      answer = answerWith(status, '{"reason":"TAKEN"}');
      expect(await relay().getChunk(LOG, 't', BLOB, 0)).toEqual(refused(status, 'TAKEN'));
    },
  );

  it.each(['', '<html>', '{"reason":5}', 'null', `{"reason":"${'x'.repeat(2000)}"}`])(
    'gives no word for a refusal that says %s',
    async (body) => {
      answer = answerWith(404, body);
      expect(await relay().getChunk(LOG, 't', BLOB, 0)).toEqual(refused(404, ''));
    },
  );

  it.each([502, 503, 504])('takes a gateway’s %i for a relay that is not there', async (status) => {
    answer = answerWith(status, '<html>');
    expect(await relay().getChunk(LOG, 't', BLOB, 0)).toEqual(unreachable);
  });

  it.each(['', '{}', '{"missing":{}}', '{"missing":["0"]}', '{"missing":[0.5]}'])(
    'refuses an answer to a declaration that says %s',
    async (body) => {
      answer = answerWith(200, body);
      expect(await relay().declareBlob(LOG, 't', BLOB, Uint8Array.of(1))).toEqual(
        refused(200, 'MALFORMED'),
      );
    },
  );

  it('stops reading an answer that is too long', async () => {
    answer = answerWith(200, new Uint8Array(limits.frameBytes + 1));
    expect(await relay().getChunk(LOG, 't', BLOB, 0)).toEqual(refused(200, 'TOO_LARGE'));
    answer = answerWith(200, new Uint8Array(limits.frameBytes));
    expect((await relay().getChunk(LOG, 't', BLOB, 0)).ok).toBe(true);
  });

  it('says unreachable when nobody answers, the answer breaks off or it leads elsewhere', async () => {
    expect(await relay({ origin: 'http://127.0.0.1:1' }).getChunk(LOG, 't', BLOB, 0)).toEqual(
      unreachable,
    );
    answer = (response) =>
      response.writeHead(200, { 'content-length': 9 }).write('x', () => response.destroy());
    expect(await relay().getChunk(LOG, 't', BLOB, 0)).toEqual(unreachable);
    answer = (response) => response.writeHead(302, { location: '/elsewhere' }).end();
    expect(await relay().getChunk(LOG, 't', BLOB, 0)).toEqual(unreachable);
  });

  it('gives up an answer that does not come, or does not end', async () => {
    answer = () => undefined;
    expect(await relay({ timeoutMs: 50 }).getMailboxSlot(MAILBOX, 0, 20)).toEqual(unreachable);
    answer = (response) => response.writeHead(200).write('x');
    expect(await relay({ timeoutMs: 50 }).getChunk(LOG, 't', BLOB, 0)).toEqual(unreachable);
  });

  it('ends a long poll, and what is asked later, when it is told to', async () => {
    const controller = new AbortController();
    const ending = relay({ signal: controller.signal });
    answer = () => {
      controller.abort();
    };
    expect(await ending.getMailboxSlot(MAILBOX, 0, 25_000)).toEqual(unreachable);
    expect(await ending.getMailboxSlot(MAILBOX, 0, 0)).toEqual(unreachable);
    expect(asked).toHaveLength(1);
  });
});
