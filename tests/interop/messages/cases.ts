import type { PlainMessage, Side } from './second-frames.ts';

const fill = (digits: string, bytes: number): string => digits.repeat(bytes);
const logId = fill('a1', 32);
const hash = fill('b2', 32);
const author = fill('c3', 16);
const writer = fill('d4', 8);
const head = {
  inc: fill('e5', 8),
  relaySeq: 300,
  chain: fill('f6', 32),
  signature: fill('07', 64),
};
const largest = Number.MAX_SAFE_INTEGER;

/** One of each message, with fields at their bounds. */
export const messages: readonly (readonly [Side, PlainMessage])[] = [
  ['client', { type: 'prove', logId, publicKey: fill('18', 32), signature: fill('29', 64) }],
  ['client', { type: 'open', logId, after: 0, whole: false }],
  ['client', { type: 'open', logId, after: largest, whole: true }],
  ['client', { type: 'leave', logId }],
  ['client', { type: 'append', op: '' }],
  ['client', { type: 'append', op: fill('3a', 200) }],
  ['client', { type: 'credit', bytes: 4_194_304 }],
  ['client', { type: 'seedBegin', logId }],
  ['client', { type: 'seedOp', logId, op: fill('4b', 127) }],
  ['client', { type: 'seedEnd', logId }],
  ['client', { type: 'blobToken', logId }],
  ['client', { type: 'reads', logId }],
  ['client', { type: 'ping', nonce: 128 }],
  [
    'relay',
    {
      type: 'welcome',
      version: 1,
      challenge: fill('5c', 32),
      relayPublicKey: fill('6d', 32),
      now: 1_700_000_000_000,
    },
  ],
  ['relay', { type: 'proven', logId, rights: 'rwa', head }],
  ['relay', { type: 'proven', logId, rights: 'rd', head: { ...head, relaySeq: 0 } }],
  ['relay', { type: 'absent', logId }],
  ['relay', { type: 'unavailable', logId }],
  ['relay', { type: 'items', logId, head: null, items: [] }],
  [
    'relay',
    {
      type: 'items',
      logId,
      head,
      items: [
        { relaySeq: 299, bytes: fill('7e', 130) },
        { relaySeq: 300, author, writer, seq: 16_384, hash },
      ],
    },
  ],
  ['relay', { type: 'caughtUp', logId, head }],
  ['relay', { type: 'ack', logId, author, writer, seq: 127, hash, relaySeq: 16_383 }],
  [
    'relay',
    { type: 'refused', logId, hash, reason: 'BUSY', held: { seq: 0, hash: fill('00', 32) } },
  ],
  ['relay', { type: 'refused', logId, hash, reason: 'NOT_FOUND', held: { seq: 5, hash } }],
  ['relay', { type: 'seeded', logId, head, missingBlobs: [fill('8f', 32), hash] }],
  ['relay', { type: 'seedRefused', logId, reason: 'GAP' }],
  ['relay', { type: 'seedRefused', logId, reason: 'UNAVAILABLE' }],
  ['relay', { type: 'blobToken', logId, token: Buffer.from('abc_-9').toString('hex'), expires: 1 }],
  ['relay', { type: 'erased', logId }],
  [
    'relay',
    {
      type: 'reads',
      logId,
      reads: [{ author, at: 3_600_000, fromSeq: 1, toSeq: 9, blobs: [hash] }],
    },
  ],
  ['relay', { type: 'error', reason: 'BAD_SIGNATURE' }],
  ['relay', { type: 'pong', nonce: largest }],
];

/** Frames that are no message, each with what is wrong. */
export const noise: readonly (readonly [Side, string, string])[] = [
  ['client', 'empty', ''],
  ['client', 'a number that no message has', '00'],
  ['client', 'a number beyond the last', `0c${logId}`],
  ['relay', 'a number that no message has', `10${logId}`],
  ['client', 'an id cut short', `03${logId.slice(2)}`],
  ['client', 'a byte too many', `03${logId}00`],
  ['client', 'an integer not in its shortest form', '0b8000'],
  ['client', 'an integer of 2⁵³', '0b8080808080808010'],
  ['client', 'an integer without end', '0bffffffffffffffffffff'],
  ['client', 'a credit beyond the bound', '0581808002'],
  ['client', 'a length beyond the frame', '04c801aa'],
  ['client', 'a flag of 2', `02${logId}0002`],
  [
    'relay',
    'a right that does not exist',
    `02${logId}10${fill('e5', 8)}00${hash}${fill('07', 64)}`,
  ],
  ['relay', 'a reason that does not exist', '0d10'],
  ['relay', 'a token with a space', `0a${logId}0120` + '01'],
  ['relay', 'an item that is neither op nor stub', `04${logId}00010200`],
  ['relay', 'more items than the frame has bytes', `04${logId}00ff1f`],
  ['relay', 'a head without its signature', `05${logId}${fill('e5', 8)}00${hash}`],
];
