import type { Bytes } from '#base/bytes.ts';
import { toHex } from '#base/bytes.ts';
import { ZERO_HASH, idFromBytes, type AuthorId, type LogId, type OpHash } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import { hash } from '#crypto/hash.ts';
import { authorIdOf } from '#crypto/keys.ts';
import { limits } from './limits.ts';
import { SOCKET_VERSION, decodeClientMessage, encodeRelayMessage } from './message-codec.ts';
import type { ClientMessage, Refusal, RelayMessage } from './messages.ts';
import { decodeOpView } from './op-codec.ts';
import type { Op } from './op.ts';
import { verifyProof } from './relay-chain.ts';
import type { RelayEffect, RelayEvent, RelaySession } from './relay-events.ts';
import { followAt, goLive, onTick, sendLive, sendPage, wake } from './relay-follow.ts';

/*
 * One connection at the relay, as a machine without I/O [P204]: it takes proofs, lets the
 * connection append and follow only under keys that it has proven, bounds what is in flight both
 * ways, and says nothing from which a stranger could tell what the relay holds. What stands in a
 * log, and who may do what in it, is answered by the events.
 */

/** Keys one connection may prove: a practitioner's channels, with room [P206]. */
const MAX_PROVEN_KEYS = 4096;
const MAX_OPEN_SEEDS = 4;

export const newRelaySession = (challenge: Bytes, origin: string): RelaySession => ({
  challenge,
  origin,
  proven: new Map(),
  provenCount: 0,
  follows: new Map(),
  seeding: new Set(),
  credit: limits.creditBytes,
  unansweredBytes: 0,
  isPaused: false,
  isCongested: false,
  isClosed: false,
});

/** Changes `state`, which belongs to this function, and says what to do, in order. */
export function step(state: RelaySession, event: RelayEvent, now: Instant): RelayEffect[] {
  const effects: RelayEffect[] = [];
  if (!state.isClosed) take(state, event, now, effects);
  return effects;
}

function take(state: RelaySession, event: RelayEvent, now: Instant, out: RelayEffect[]): void {
  switch (event.type) {
    case 'connected':
      return send(out, {
        type: 'welcome',
        version: SOCKET_VERSION,
        challenge: state.challenge,
        relayPublicKey: event.relayPublicKey,
        now,
      });
    case 'frame':
      return takeFrame(state, event.frame, out);
    case 'answered':
      return answer(state, event, out);
    case 'live':
      return sendLive(state, event.items, out);
    case 'found':
      if (event.standing === undefined) return send(out, { type: 'absent', logId: event.logId });
      return send(out, { type: 'proven', logId: event.logId, ...event.standing });
    case 'page':
      return sendPage(state, event, out);
    case 'head':
      return goLive(state, event, out);
    case 'lost':
    case 'erased':
    case 'unavailable':
      stopFollowing(state, event.logId, out);
      return send(out, {
        type: event.type === 'lost' ? 'absent' : event.type,
        logId: event.logId,
      });
    case 'seedTaken':
      return release(state, event.bytes, out);
    case 'seeded':
      state.seeding.delete(event.logId);
      return send(out, event);
    case 'seedRefused':
      state.seeding.delete(event.logId);
      return send(out, event);
    case 'token':
      return send(out, { ...event, type: 'blobToken' });
    case 'readsTold':
      return send(out, { ...event, type: 'reads' });
    case 'congested':
      state.isCongested = true;
      return;
    case 'drained':
      state.isCongested = false;
      return wake(state, out);
    case 'tick':
      return onTick(state, out);
    case 'disconnected':
      return disconnect(state, out);
  }
}

function takeFrame(state: RelaySession, frame: Bytes, out: RelayEffect[]): void {
  const message = decodeClientMessage(frame);
  if (message.ok) takeMessage(state, message.value, out);
  else close(state, 'MALFORMED', out);
}

function takeMessage(state: RelaySession, message: ClientMessage, out: RelayEffect[]): void {
  switch (message.type) {
    case 'prove':
      return prove(state, message, out);
    case 'append':
      return append(state, message.op, out);
    case 'open':
      return open(state, message, out);
    case 'leave':
      return stopFollowing(state, message.logId, out);
    case 'credit':
      state.credit = Math.min(state.credit + message.bytes, limits.creditBytes);
      return wake(state, out);
    case 'seedBegin':
      return seedBegin(state, message.logId, out);
    // Ops of a seed that was refused are passed over [P211].
    case 'seedOp':
      if (!state.seeding.has(message.logId)) return;
      hold(state, message.op.length, out);
      out.push({ type: 'seedOp', logId: message.logId, bytes: message.op });
      return;
    case 'seedEnd':
      if (state.seeding.has(message.logId)) out.push({ type: 'seedEnd', logId: message.logId });
      return;
    case 'blobToken':
      return ask(state, 'giveToken', message.logId, out);
    case 'reads':
      return ask(state, 'tellReads', message.logId, out);
    case 'ping':
      return send(out, { type: 'pong', nonce: message.nonce });
  }
}

type Prove = Extract<ClientMessage, { type: 'prove' }>;

/** The proof is checked before anything is looked up, so that a bad one tells nothing [P205]. */
function prove(state: RelaySession, message: Prove, out: RelayEffect[]): void {
  const { logId, publicKey, signature } = message;
  if (state.provenCount >= MAX_PROVEN_KEYS) return close(state, 'BUSY', out);
  const { origin, challenge } = state;
  if (!verifyProof(publicKey, origin, challenge, logId, signature)) {
    return close(state, 'BAD_SIGNATURE', out);
  }
  const author = authorIdOf(publicKey);
  const authors = state.proven.get(logId) ?? new Set<AuthorId>();
  if (!authors.has(author)) state.provenCount += 1;
  state.proven.set(logId, authors.add(author));
  out.push({ type: 'lookUp', logId, author });
}

function append(state: RelaySession, bytes: Bytes, out: RelayEffect[]): void {
  if (bytes.length > limits.opBytes) return refuse(bytes, 'TOO_LARGE', out);
  const op = decodeOpView(bytes);
  if (!op.ok) {
    return refuse(bytes, op.error.type === 'Newer' ? 'UNSUPPORTED' : 'MALFORMED', out);
  }
  if (state.proven.get(op.value.logId)?.has(op.value.author) !== true) {
    return refuseOp(op.value, 'NOT_FOUND', out);
  }
  hold(state, bytes.length, out);
  out.push({ type: 'append', op: op.value, proven: state.proven });
}

type Answered = Extract<RelayEvent, { type: 'answered' }>;

/** An ack tells its place: who is at the head needs no item for it [P207]. */
function answer(state: RelaySession, { op, outcome }: Answered, out: RelayEffect[]): void {
  release(state, op.bytes.length, out);
  const { logId, author, writer, seq, hash: opHash } = op;
  if (outcome.type === 'refused') {
    const { reason, held } = outcome;
    return send(out, { type: 'refused', logId, hash: opHash, reason, held });
  }
  const { relaySeq } = outcome;
  send(out, { type: 'ack', logId, author, writer, seq, hash: opHash, relaySeq });
}

type Open = Extract<ClientMessage, { type: 'open' }>;

function open(state: RelaySession, { logId, after, whole }: Open, out: RelayEffect[]): void {
  const authors = state.proven.get(logId);
  if (!authors) return send(out, { type: 'absent', logId });
  stopFollowing(state, logId, out);
  state.follows.set(logId, followAt(after, whole === true));
  out.push({ type: 'follow', logId, authors });
  wake(state, out);
}

function stopFollowing(state: RelaySession, logId: LogId, out: RelayEffect[]): void {
  const follow = state.follows.get(logId);
  if (!follow) return;
  noteRead(state, logId, out);
  state.follows.delete(logId);
  out.push({ type: 'unfollow', logId });
}

function noteRead(state: RelaySession, logId: LogId, out: RelayEffect[]): void {
  const follow = state.follows.get(logId);
  const authors = state.proven.get(logId);
  if (!follow || !authors || follow.readFrom === 0) return;
  out.push({
    type: 'noteRead',
    logId,
    authors,
    fromSeq: follow.readFrom,
    toSeq: follow.cursor,
  });
}

function seedBegin(state: RelaySession, logId: LogId, out: RelayEffect[]): void {
  const authors = state.proven.get(logId);
  const refusal = !authors
    ? 'NOT_FOUND'
    : state.seeding.size >= MAX_OPEN_SEEDS
      ? 'BUSY'
      : undefined;
  if (refusal !== undefined || !authors) {
    return send(out, { type: 'seedRefused', logId, reason: refusal ?? 'NOT_FOUND' });
  }
  state.seeding.add(logId);
  out.push({ type: 'seedBegin', logId, authors });
}

/** What only members hear: strangers get the answer of a log that does not exist. */
function ask(
  state: RelaySession,
  type: 'giveToken' | 'tellReads',
  logId: LogId,
  out: RelayEffect[],
): void {
  const authors = state.proven.get(logId);
  if (authors) out.push({ type, logId, authors });
  else send(out, { type: 'absent', logId });
}

/** Ops taken and not yet answered are bounded: beyond, the socket is not read [P210]. */
function hold(state: RelaySession, bytes: number, out: RelayEffect[]): void {
  state.unansweredBytes += bytes;
  if (state.isPaused || state.unansweredBytes <= limits.creditBytes) return;
  state.isPaused = true;
  out.push({ type: 'pauseReading' });
}

function release(state: RelaySession, bytes: number, out: RelayEffect[]): void {
  state.unansweredBytes -= bytes;
  if (!state.isPaused || state.unansweredBytes > limits.creditBytes / 2) return;
  state.isPaused = false;
  out.push({ type: 'resumeReading' });
}

function disconnect(state: RelaySession, out: RelayEffect[]): void {
  for (const logId of state.follows.keys()) noteRead(state, logId, out);
  for (const logId of state.follows.keys()) out.push({ type: 'unfollow', logId });
  for (const logId of state.seeding) out.push({ type: 'seedDrop', logId });
  state.isClosed = true;
}

function close(state: RelaySession, reason: Refusal, out: RelayEffect[]): void {
  send(out, { type: 'error', reason });
  disconnect(state, out);
  out.push({ type: 'close', reason });
}

/** An op that cannot be read is named by the hash of its bytes; its log is where it should be. */
function refuse(bytes: Bytes, reason: Refusal, out: RelayEffect[]): void {
  const LOG_OFFSET = 6;
  const logBytes = bytes.subarray(LOG_OFFSET, LOG_OFFSET + 32);
  const logId =
    logBytes.length === 32 ? idFromBytes('LogId', logBytes) : (ZERO_HASH as string as LogId);
  refuseOp({ logId, hash: toHex(hash(bytes)) as OpHash }, reason, out);
}

const refuseOp = (op: Pick<Op, 'logId' | 'hash'>, reason: Refusal, out: RelayEffect[]): void => {
  const held = { seq: 0, hash: ZERO_HASH };
  send(out, { type: 'refused', logId: op.logId, hash: op.hash, reason, held });
};

const send = (out: RelayEffect[], message: RelayMessage): void => {
  out.push({ type: 'send', frame: encodeRelayMessage(message) });
};
