import type { Bytes } from '#base/bytes.ts';
import { equal } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import type { Instant } from '#base/time.ts';
import type { FollowedLog } from './client-events.ts';
import type { ClientPad } from './client-pad.ts';
import { nothingUnderWay, takeAck, takeItems, takeRefusal } from './followed-log.ts';
import { limits } from './limits.ts';
import type { RelayMessage, SignedHead } from './messages.ts';
import { START, cursorToChainFrom, disagrees, type Cursor } from './relay-cursor.ts';

/* What a client's session does with each message of its relay. */

type MessageOf<T extends RelayMessage['type']> = Extract<RelayMessage, { type: T }>;

/** @param bytes of the frame, to be given back as credit */
export function takeMessage(pad: ClientPad, message: RelayMessage, bytes: number): void {
  if (message.type === 'items') payCredit(pad, bytes);
  if ('logId' in message) {
    // Who has not shown the pinned key says nothing of any log.
    const log = pad.isUp ? pad.logs.get(message.logId) : undefined;
    return log && takeLogMessage(pad, log, message);
  }
  switch (message.type) {
    case 'welcome':
      return welcome(pad, message.challenge, message.relayPublicKey, message.now);
    case 'error':
      return pad.do({ type: 'disconnect' });
    case 'pong':
      return;
  }
}

type LogMessage = Extract<RelayMessage, { logId: LogId }>;

function takeLogMessage(pad: ClientPad, log: FollowedLog, message: LogMessage): void {
  const { logId } = message;
  switch (message.type) {
    case 'proven':
      return proven(pad, logId, log, message.head);
    case 'absent':
      return absent(pad, logId, log);
    case 'unavailable':
      return unavailable(pad, logId, log);
    case 'items':
      return items(pad, log, message);
    case 'caughtUp':
      return caughtUp(pad, logId, log, message.head);
    case 'ack':
      return ack(pad, log, message);
    case 'refused':
      return refused(pad, log, message);
    case 'seeded':
      return seeded(pad, log, message);
    case 'seedRefused':
      return seedRefused(pad, log, message);
    case 'blobToken':
    case 'reads':
      return pad.do(message);
    case 'erased':
      pad.logs.delete(logId);
      return pad.do({ type: 'erased', logId });
  }
}

function welcome(pad: ClientPad, challenge: Bytes, relayPublicKey: Bytes, now: Instant): void {
  const pinned = pad.state.relayPublicKey;
  if (pinned !== undefined && !equal(pinned, relayPublicKey)) {
    pad.set({ link: 'connecting', challenge: undefined });
    pad.do({ type: 'strangeRelay', publicKey: relayPublicKey });
    return pad.do({ type: 'disconnect' });
  }
  pad.set({ link: 'up', challenge, relayPublicKey, retryAt: undefined });
  pad.do({ type: 'relayKey', publicKey: relayPublicKey, now });
  for (const logId of pad.logs.keys()) pad.prove(logId);
}

function proven(pad: ClientPad, logId: LogId, log: FollowedLog, head: SignedHead): void {
  if (log.stage !== 'proving' || !pad.headIsSigned(logId, head)) return;
  pad.change(logId, { fruitless: 0 });
  if (!isOtherLife(log.cursor, head)) return openWhereLeft(pad, logId, log.cursor, head);
  startAnew(pad, logId);
  if (log.canSeed) startSeed(pad, logId);
  else pad.open(logId);
}

/** Goes on in the relay's present life of a log, if it still is what this device saw of it. */
function openWhereLeft(pad: ClientPad, logId: LogId, cursor: Cursor, head: SignedHead): void {
  if (head.relaySeq < cursor.relaySeq) return pad.alarm(logId, 'rolledBack');
  if (disagrees(cursor, head)) return pad.alarm(logId, 'forked');
  pad.open(logId);
}

/** Whether the relay began the log anew since this device read it. */
const isOtherLife = (cursor: Cursor, head: SignedHead): boolean =>
  cursor.relaySeq > 0 && head.inc !== cursor.inc;

/** Nothing of where this device stood in the log holds any more. */
function startAnew(pad: ClientPad, logId: LogId): void {
  pad.change(logId, { cursor: START, ahead: new Map() });
  pad.do({ type: 'relayReset', logId });
}

function absent(pad: ClientPad, logId: LogId, log: FollowedLog): void {
  pad.set({ failures: 0 });
  pad.logs.set(logId, nothingUnderWay(log));
  if (log.canSeed && isOpen(log)) return lost(pad, logId);
  if (log.canSeed) startSeed(pad, logId);
  else pad.pauseAbsent(logId);
  pad.do({ type: 'absent', logId });
}

/** Bringing the log again would not cure it: the relay still holds it. */
function unavailable(pad: ClientPad, logId: LogId, log: FollowedLog): void {
  pad.set({ failures: 0 });
  pad.logs.set(logId, nothingUnderWay(log));
  pad.pauseAbsent(logId);
  pad.do({ type: 'unavailable', logId });
}

/** It was served a moment ago: another device may have put another key in the place of ours. */
function lost(pad: ClientPad, logId: LogId): void {
  pad.change(logId, { stage: 'idle' });
  pad.do({ type: 'lost', logId });
}

function startSeed(pad: ClientPad, logId: LogId): void {
  pad.change(logId, { stage: 'seeding' });
  pad.do({ type: 'seed', logId });
}

/** In a new life of the log it is read from its beginning: what the relay kept of the seed is checked. */
function seeded(pad: ClientPad, log: FollowedLog, message: MessageOf<'seeded'>): void {
  const { logId, head, missingBlobs } = message;
  if (log.stage !== 'seeding' || !pad.headIsSigned(logId, head)) return;
  pad.change(logId, { fruitless: 0 });
  pad.do({ type: 'seeded', logId, missingBlobs });
  if (!isOtherLife(log.cursor, head)) return openWhereLeft(pad, logId, log.cursor, head);
  startAnew(pad, logId);
  pad.open(logId);
}

function seedRefused(pad: ClientPad, log: FollowedLog, message: MessageOf<'seedRefused'>): void {
  if (log.stage !== 'seeding') return;
  pad.pauseAbsent(message.logId);
  pad.do(message);
}

/** Live items bear no head: the `caughtUp` that follows them does. */
function items(pad: ClientPad, log: FollowedLog, message: MessageOf<'items'>): void {
  const { logId, head } = message;
  if (!isOpen(log) || (head !== undefined && !pad.headIsSigned(logId, head))) return;
  if (log.stage === 'catchingUp' && head === undefined) return pad.do({ type: 'disconnect' });
  const taken = takeItems(logId, log, message.items, head);
  if (!taken.ok) return pad.alarm(logId, taken.error);
  const { fresh, passed } = taken.value;
  pad.logs.set(logId, taken.value.log);
  const { cursor } = taken.value.log;
  if (fresh.length > 0) pad.do({ type: 'deliver', logId, items: fresh, cursor, passed });
}

function caughtUp(pad: ClientPad, logId: LogId, log: FollowedLog, head: SignedHead): void {
  if (!isOpen(log) || !pad.headIsSigned(logId, head)) return;
  const cursor = cursorToChainFrom(logId, log.cursor, head);
  if (disagrees(cursor, head)) return pad.alarm(logId, 'forked');
  // An ack that is still under way may leave the cursor behind; a place that was left out may not.
  const isBehind = cursor.relaySeq < head.relaySeq && log.inFlight.size === 0;
  if (isBehind) return pad.do({ type: 'disconnect' });
  pad.set({ failures: 0 });
  pad.change(logId, { stage: 'live', cursor, head });
  if (log.stage !== 'live') pad.do({ type: 'caughtUp', logId, cursor });
  pad.sendWaiting(logId);
}

function ack(pad: ClientPad, log: FollowedLog, message: MessageOf<'ack'>): void {
  if (log.stage !== 'live') return;
  const { logId, hash, relaySeq } = message;
  const taken = takeAck(log, message);
  pad.logs.set(logId, taken.log);
  const { cursor } = taken.log;
  pad.do({ type: 'accepted', logId, hash, relaySeq, cursor, passed: taken.passed });
  pad.sendWaiting(logId);
}

function refused(pad: ClientPad, log: FollowedLog, message: MessageOf<'refused'>): void {
  if (log.stage !== 'live') return;
  const { logId, hash, reason, held } = message;
  pad.logs.set(logId, takeRefusal(log, hash));
  pad.pause(logId);
  pad.do({ type: 'refused', logId, hash, reason, heldSeq: held.seq, heldHash: held.hash });
}

/** Whether items of this log are expected. */
const isOpen = (log: FollowedLog): boolean => log.stage === 'catchingUp' || log.stage === 'live';

/** Bytes read are bytes the relay may send again; told in large pieces. */
function payCredit(pad: ClientPad, bytes: number): void {
  const owedCredit = pad.state.owedCredit + bytes;
  if (owedCredit < limits.creditBytes / 4) return pad.set({ owedCredit });
  pad.set({ owedCredit: 0 });
  pad.send({ type: 'credit', bytes: owedCredit });
}
