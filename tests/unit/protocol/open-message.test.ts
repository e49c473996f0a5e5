import { describe, expect, it } from 'vitest';
import { idFromBytes } from '#base/ids.ts';
import { decodeClientMessage, encodeClientMessage } from '#protocol/message-codec.ts';
import type { ClientMessage } from '#protocol/messages.ts';

const logId = idFromBytes('LogId', new Uint8Array(32).fill(7));
const opened: readonly ClientMessage[] = [
  { type: 'open', logId, after: 0 },
  { type: 'open', logId, after: 300, whole: true },
];

describe('a log is opened', () => {
  it.each(opened)('$type after $after: what is read is what was written', (message) => {
    const frame = encodeClientMessage(message);
    expect(decodeClientMessage(frame)).toEqual({ ok: true, value: message });
    expect(decodeClientMessage(frame.subarray(0, -1))).toMatchObject({ ok: false });
  });

  it('with stubs or whole, and in no third way', () => {
    const frame = encodeClientMessage({ type: 'open', logId, after: 0 });
    frame[frame.length - 1] = 2;
    expect(decodeClientMessage(frame)).toMatchObject({ ok: false });
  });
});
