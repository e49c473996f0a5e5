import type { IncomingMessage } from 'node:http';
import type { PutBox, RecoveryBoxes } from '../recovery-boxes.ts';
import { bytesAnswer, empty, readBody, refuse, type Answer } from './answer.ts';

const MAX_WRITE_BYTES = 4096;

const putAnswers: Readonly<Record<PutBox, () => Answer>> = {
  created: () => empty(201),
  same: () => empty(200),
  malformed: () => refuse('MALFORMED'),
  forbidden: () => refuse('FORBIDDEN'),
  stale: () => refuse('TAKEN'),
  full: () => refuse('FULL'),
  limited: () => refuse('QUOTA'),
};

/** `/relay/recovery/{locator}`: PUT a signed write, GET the last one. */
export async function answerRecovery(
  pathname: string,
  request: IncomingMessage,
  boxes: RecoveryBoxes,
  mayCreate: () => boolean,
): Promise<Answer> {
  const locator = /^\/relay\/recovery\/([0-9a-f]{32})$/.exec(pathname)?.[1];
  if (locator === undefined) return refuse('NOT_FOUND');
  if (request.method === 'GET') {
    const box = await boxes.get(locator);
    return box ? bytesAnswer(box) : refuse('NOT_FOUND');
  }
  if (request.method !== 'PUT') return refuse('NOT_ALLOWED');
  const body = await readBody(request, MAX_WRITE_BYTES);
  if (!body.ok) return refuse(body.error);
  return putAnswers[await boxes.put(locator, body.value, mayCreate)]();
}
