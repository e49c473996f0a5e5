import type { Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import { instant, type Instant } from '#base/time.ts';
import type { ClientEvent, ClientSession, Stepped } from './client-events.ts';
import { ClientPad } from './client-pad.ts';
import { takeMessage } from './client-receiving.ts';
import { breakSilence, heard, NEVER_HEARD, silenceEnds } from './client-silence.ts';
import { atRest, newFollowedLog } from './followed-log.ts';
import type { Cursor } from './relay-cursor.ts';

/*
 * One client's connection to one relay, as a machine without I/O: `step` takes what happened
 * and says what to do. It proves keys, follows logs from where the device stands, recomputes the
 * relay's hash chain over everything that comes, checks its signed heads against the pinned key,
 * sends what waits within its credit, and tries again with growing pauses. What ops mean, whether
 * they verify and where they are kept is the vault's affair.
 */

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 60_000;

export const newClientSession = (relayPublicKey: Bytes | undefined): ClientSession => ({
  link: 'down',
  failures: 0,
  retryAt: undefined,
  relayPublicKey,
  challenge: undefined,
  ...NEVER_HEARD,
  owedCredit: 0,
  logs: new Map(),
});

/** @param now the device's clock, used for pauses only */
export function step(state: ClientSession, event: ClientEvent, now: Instant): Stepped {
  const pad = new ClientPad(state, now);
  take(pad, event);
  return pad.result();
}

function take(pad: ClientPad, event: ClientEvent): void {
  switch (event.type) {
    case 'follow':
      return follow(pad, event.logId, event.cursor, event.canSeed);
    case 'unfollow':
      if (pad.logs.delete(event.logId)) leave(pad, event.logId);
      return;
    case 'proveAgain':
      return proveAgain(pad, event.logId);
    case 'socketOpened':
      return pad.set({ link: 'connecting' });
    case 'socketClosed':
      return closed(pad);
    case 'retryNow':
      if (pad.state.link === 'down') connect(pad);
      for (const logId of pad.logs.keys()) pad.unpause(logId);
      return;
    case 'trustRelay':
      pad.set({ relayPublicKey: event.publicKey });
      if (pad.state.link === 'down') connect(pad);
      return;
    case 'tick':
      return tick(pad);
    case 'outbox':
      return pad.outbox(event.logId, event.ops);
    case 'proof':
      if (pad.isUp && pad.logs.has(event.logId)) {
        const { logId, publicKey, signature } = event;
        pad.send({ type: 'prove', logId, publicKey, signature });
      }
      return;
    case 'seedMaterial':
      return pad.seed(event.logId, event.ops);
    case 'askBlobToken':
      if (pad.isUp) pad.send({ type: 'blobToken', logId: event.logId });
      return;
    case 'askReads':
      if (pad.isUp) pad.send({ type: 'reads', logId: event.logId });
      return;
    case 'notKept':
      return notKept(pad, event.logId, event.cursor);
    case 'message':
      heard(pad);
      return takeMessage(pad, event.message, event.bytes);
  }
}

function connect(pad: ClientPad): void {
  pad.set({ link: 'connecting', retryAt: undefined });
  heard(pad);
  pad.do({ type: 'connect' });
  wake(pad);
}

/** Failures count from the last time the relay answered for a log. */
function closed(pad: ClientPad): void {
  const failures = pad.state.failures + 1;
  const pause = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 10));
  const retryAt = instant(pad.now + pause);
  pad.set({ link: 'down', failures, retryAt, challenge: undefined, owedCredit: 0 });
  for (const [logId, log] of pad.logs) pad.logs.set(logId, atRest(log));
  pad.do({ type: 'wakeAt', at: retryAt });
}

function tick(pad: ClientPad): void {
  const { link, retryAt } = pad.state;
  if (link === 'down' && (retryAt === undefined || retryAt <= pad.now)) connect(pad);
  for (const [logId, { pausedUntil }] of pad.logs) {
    if (pausedUntil !== undefined && pausedUntil <= pad.now) pad.unpause(logId);
  }
  breakSilence(pad);
  wake(pad);
}

function wake(pad: ClientPad): void {
  const { state, logs } = pad;
  const pauses = Array.from(logs.values(), (log) => log.pausedUntil);
  const known = [state.retryAt, silenceEnds(pad), ...pauses].filter((at) => at !== undefined);
  if (known.length > 0) pad.do({ type: 'wakeAt', at: instant(Math.min(...known)) });
}

/** Under another key, it may be: before anything was seeded, or after the log was lost. */
function proveAgain(pad: ClientPad, logId: LogId): void {
  const stage = pad.logs.get(logId)?.stage;
  if (pad.isUp && (stage === 'idle' || stage === 'seeding')) pad.prove(logId);
}

function follow(pad: ClientPad, logId: LogId, cursor: Cursor, canSeed: boolean): void {
  const known = pad.logs.get(logId);
  pad.logs.set(logId, known ? { ...known, canSeed } : newFollowedLog(cursor, canSeed));
  if (pad.isUp && !known) pad.prove(logId);
  if (pad.state.link === 'down' && pad.state.retryAt === undefined) connect(pad);
}

/** Begins again where the vault stands: what was delivered since is not there. */
function notKept(pad: ClientPad, logId: LogId, cursor: Cursor): void {
  const log = pad.logs.get(logId);
  if (!log) return;
  const { canSeed, fruitless } = log;
  pad.logs.set(logId, { ...newFollowedLog(cursor, canSeed), fruitless });
  leave(pad, logId);
  pad.pauseAbsent(logId);
}

function leave(pad: ClientPad, logId: LogId): void {
  if (pad.isUp) pad.send({ type: 'leave', logId });
}
