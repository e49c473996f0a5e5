import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseId, type MailboxId } from '#base/ids.ts';
import { limits } from '#protocol/limits.ts';
import type { Mailboxes, PutSlot } from '../mailboxes.ts';
import { bytesAnswer, empty, readBody, refuse, type Answer } from './answer.ts';

const MAX_WAIT_MS = 25_000;

const putAnswers: Readonly<Record<PutSlot, () => Answer>> = {
  created: () => empty(201),
  same: () => empty(200),
  taken: () => refuse('TAKEN'),
  expired: () => refuse('EXPIRED'),
  unknown: () => refuse('NOT_FOUND'),
  full: () => refuse('FULL'),
  limited: () => refuse('QUOTA'),
};

/** Who asks: a bearer of the socket's token, or an address within its rate. */
export type Opening = () => 'proven' | 'unproven' | undefined;

/** `/relay/mailboxes/{mailbox}/{slot}`: PUT once, GET with `?wait=MS`. */
export async function answerMailbox(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  mailboxes: Mailboxes,
  opening: Opening,
): Promise<Answer> {
  const parts = /^\/relay\/mailboxes\/([0-9a-f]{32})\/([012])$/.exec(url.pathname);
  const mailbox = parseId('MailboxId', parts?.[1] ?? '');
  if (!mailbox) return refuse('NOT_FOUND');
  const slot = Number(parts?.[2]);
  if (request.method === 'GET') {
    const waitMs = Math.min(Number(url.searchParams.get('wait') ?? 0) || 0, MAX_WAIT_MS);
    return getSlot(mailboxes, mailbox, slot, waitMs, response);
  }
  if (request.method !== 'PUT') return refuse('NOT_ALLOWED');
  const body = await readBody(request, limits.mailboxSlotBytes);
  if (!body.ok) return refuse(body.error);
  return putAnswers[await mailboxes.put(mailbox, slot, body.value, opening)]();
}

async function getSlot(
  mailboxes: Mailboxes,
  mailbox: MailboxId,
  slot: number,
  waitMs: number,
  response: ServerResponse,
): Promise<Answer> {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const found = await mailboxes.get(mailbox, slot, waitMs, gone.signal);
  if (found === 'empty') return empty(204);
  if (found === 'unknown') return refuse('NOT_FOUND');
  return found === 'expired' ? refuse('EXPIRED') : bytesAnswer(found);
}
