import type { IncomingMessage } from 'node:http';
import type { Bytes } from '#base/bytes.ts';
import { concat } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { DATA_POLICY } from './headers.ts';

/** What a request is answered with; the headers of every response are added by the server. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
};

const dataHeaders = (type: string): Record<string, string> => ({
  'Content-Type': type,
  'Content-Security-Policy': DATA_POLICY,
  'Cache-Control': 'no-store',
});

export const json = (status: number, value: unknown): Answer => ({
  status,
  headers: dataHeaders('application/json; charset=utf-8'),
  body: new TextEncoder().encode(JSON.stringify(value)),
});

export const bytesAnswer = (body: Bytes): Answer => ({
  status: 200,
  headers: dataHeaders('application/octet-stream'),
  body,
});

export const empty = (status: 200 | 201 | 204): Answer => ({
  status,
  headers: dataHeaders('application/octet-stream'),
});

const statuses = {
  MALFORMED: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  NOT_ALLOWED: 405,
  TAKEN: 409,
  EXPIRED: 410,
  TOO_LARGE: 413,
  QUOTA: 429,
  FAILED: 500,
  NOT_BUILT: 503,
  FULL: 507,
} as const;

/** Why a request was not done, as `{"reason": WORD}`. */
export const refuse = (reason: keyof typeof statuses): Answer => json(statuses[reason], { reason });

/** Reads a body of at most `maxBytes`. */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Result<Bytes, 'TOO_LARGE'>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return err('TOO_LARGE');
  for await (const part of request as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > maxBytes) return err('TOO_LARGE');
    parts.push(part);
  }
  return ok(concat(...parts));
}
