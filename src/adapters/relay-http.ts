import type { Bytes } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { instant, type Instant } from '#base/time.ts';
import { limits } from '#protocol/limits.ts';
import type { RelayFailure, RelayHttp } from '#vault/ports.ts';
import { readBody } from './bounded-body.ts';

export type RelayHttpOptions = {
  /** Where the relay is, e.g. `https://carnet.example`. */
  readonly origin: string;
  readonly fetch: typeof globalThis.fetch;
  /** Ends every request under way, a long poll included, and those to come. */
  readonly signal?: AbortSignal;
  /** How long an answer may take, beyond the wait that was asked for. */
  readonly timeoutMs?: number;
};

const PRIVATELY = {
  cache: 'no-store',
  credentials: 'omit',
  redirect: 'error',
  referrerPolicy: 'no-referrer',
} as const satisfies RequestInit;
const TIMEOUT_MS = 60_000;
/** A sealed chunk is 512 KiB and 17 bytes; a manifest of 2 GiB, 4,096 hashes. */
const MAX_ANSWER_BYTES = limits.frameBytes;
const MAX_ERROR_BYTES = 1024;

type RelayRequest = {
  readonly path: string;
  readonly token?: string | undefined;
  /** Sent with PUT; without it, GET. */
  readonly body?: Bytes;
  readonly waitMs?: number;
};
type Answer = { readonly status: number; readonly body: Bytes };

/**
 * The relay's HTTP side over `fetch`: no cookie, no cache, no redirect followed. No answer, a
 * broken one, or a gateway's in its place is `RelayUnreachable`.
 */
export function createRelayHttp(options: RelayHttpOptions): RelayHttp {
  const ask = (request: RelayRequest): Promise<Result<Answer, RelayFailure>> =>
    askRelay(options, request);
  const bytes = (answer: Result<Answer, RelayFailure>): Result<Bytes, RelayFailure> =>
    answer.ok ? ok(answer.value.body) : answer;
  const nothing = (answer: Result<Answer, RelayFailure>): Result<void, RelayFailure> =>
    answer.ok ? ok(undefined) : answer;

  return {
    async putMailboxSlot(mailbox, slot, body, token) {
      return nothing(await ask({ path: `mailboxes/${mailbox}/${slot}`, body, token }));
    },
    async getMailboxSlot(mailbox, slot, waitMs) {
      const path = `mailboxes/${mailbox}/${slot}?wait=${waitMs}`;
      const answer = await ask({ path, waitMs });
      return answer.ok && answer.value.status === 204 ? ok(undefined) : bytes(answer);
    },
    async getAttesters() {
      const answer = await ask({ path: 'attesters' });
      return answer.ok ? readAttesters(answer.value) : answer;
    },
    getTime: () => askTime(options),
    async putRecoveryBox(locator, body) {
      return nothing(await ask({ path: `recovery/${locator}`, body }));
    },
    async getRecoveryBox(locator) {
      const answer = await ask({ path: `recovery/${locator}` });
      const isNotThere =
        !answer.ok && answer.error.type === 'RelayRefused' && answer.error.status === 404;
      return isNotThere ? ok(undefined) : bytes(answer);
    },
    async declareBlob(log, token, blob, manifest) {
      const answer = await ask({ path: `blobs/${log}/${blob}`, token, body: manifest });
      return answer.ok ? readMissing(answer.value) : answer;
    },
    async putChunk(log, token, blob, index, chunk) {
      return nothing(await ask({ path: `blobs/${log}/${blob}/${index}`, token, body: chunk }));
    },
    async getManifest(log, token, blob) {
      return bytes(await ask({ path: `blobs/${log}/${blob}`, token }));
    },
    async getChunk(log, token, blob, index) {
      return bytes(await ask({ path: `blobs/${log}/${blob}/${index}`, token }));
    },
  };
}

/** The `Date` that every answer bears. */
async function askTime({
  origin,
  fetch,
  signal,
}: RelayHttpOptions): Promise<Result<Instant, RelayFailure>> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(`${origin}/health`, {
      ...PRIVATELY,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const { status } = response;
    const time = Date.parse(response.headers.get('date') ?? '');
    if (!response.ok || !(time > 0))
      return err({ type: 'RelayRefused', status, reason: 'NO_TIME' });
    return ok(instant(time));
  } catch (error) {
    if (isNetworkFailure(error)) return err({ type: 'RelayUnreachable' });
    throw error;
  }
}

async function askRelay(
  { origin, fetch, signal, timeoutMs = TIMEOUT_MS }: RelayHttpOptions,
  { path, token, body, waitMs = 0 }: RelayRequest,
): Promise<Result<Answer, RelayFailure>> {
  const timeout = AbortSignal.timeout(timeoutMs + waitMs);
  try {
    const response = await fetch(`${origin}/relay/${path}`, {
      method: body ? 'PUT' : 'GET',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(body && { body }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...PRIVATELY,
    });
    return response.ok ? await readAnswer(response) : await readRefusal(response);
  } catch (error) {
    if (isNetworkFailure(error)) return err({ type: 'RelayUnreachable' });
    throw error;
  }
}

/** What `fetch` and its body throw: a network error is a TypeError, an abort a DOMException. */
const isNetworkFailure = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof DOMException;

async function readAnswer(response: Response): Promise<Result<Answer, RelayFailure>> {
  const { status } = response;
  const body = await readBody(response, MAX_ANSWER_BYTES);
  if (!body.ok) return err({ type: 'RelayRefused', status, reason: 'TOO_LARGE' });
  return ok({ status, body: body.value });
}

/** A gateway that finds no relay behind it answers in its own words. */
const isGateway = (status: number): boolean => status >= 502 && status <= 504;

async function readRefusal(response: Response): Promise<Result<never, RelayFailure>> {
  const { status } = response;
  const body = await readBody(response, MAX_ERROR_BYTES);
  const reason = body.ok ? reasonOf(parseJson(body.value)) : '';
  if (!reason && isGateway(status)) return err({ type: 'RelayUnreachable' });
  return err({ type: 'RelayRefused', status, reason });
}

function readMissing({ status, body }: Answer): Result<readonly number[], RelayFailure> {
  const answer = parseJson(body);
  const missing = answer instanceof Object && 'missing' in answer ? answer.missing : undefined;
  const isIndex = (value: unknown): value is number => Number.isSafeInteger(value);
  return Array.isArray(missing) && missing.every(isIndex)
    ? ok(missing)
    : err({ type: 'RelayRefused', status, reason: 'MALFORMED' });
}

function readAttesters({ status, body }: Answer): Result<readonly string[], RelayFailure> {
  const answer = parseJson(body);
  const keys = answer instanceof Object && 'attesters' in answer ? answer.attesters : undefined;
  return Array.isArray(keys) && keys.every((key): key is string => typeof key === 'string')
    ? ok(keys)
    : err({ type: 'RelayRefused', status, reason: 'MALFORMED' });
}

const reasonOf = (answer: unknown): string =>
  answer instanceof Object && 'reason' in answer && typeof answer.reason === 'string'
    ? answer.reason
    : '';

/** Undefined for what is no JSON. */
function parseJson(bytes: Bytes): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
