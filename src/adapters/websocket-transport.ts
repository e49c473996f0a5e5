import type { Bytes } from '#base/bytes.ts';
import { limits } from '#protocol/limits.ts';
import type { Connect } from '#vault/ports.ts';

/** The part of the platform's `WebSocket` class that is used. */
export type WebSocketClass = new (url: string) => WebSocket;

/**
 * Bytes that may wait to be sent. More means a peer that reads nothing: the socket is given up,
 * like any other that breaks. Twice the credit that a session may have in flight.
 */
export const MAX_WAITING_BYTES = 2 * limits.creditBytes;

/** `WebSocket.CONNECTING`, which a class given in its place need not carry. */
const CONNECTING = 0;

/**
 * Sockets of the browser. Frames sent before `opened` wait for it. `closed` comes exactly once,
 * after a refusal, a break or `close()`, never inside a call; nothing comes after it. A text
 * frame, or one beyond the protocol's bound, breaks the socket.
 */
export function createWebSocketConnect(socketClass: WebSocketClass = WebSocket): Connect {
  return (url, events) => {
    const socket = new socketClass(url);
    socket.binaryType = 'arraybuffer';
    let isOver = false;
    let early: Bytes[] = [];
    let earlyBytes = 0;

    const giveUp = (): void => {
      if (isOver) return;
      isOver = true;
      early = [];
      queueMicrotask(events.closed);
      socket.close();
    };
    socket.onopen = () => {
      if (isOver) return;
      const waiting = early;
      early = [];
      events.opened();
      for (const frame of waiting) socket.send(frame);
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isOver) return;
      if (data instanceof ArrayBuffer && data.byteLength <= limits.frameBytes) {
        events.received(new Uint8Array(data));
      } else {
        giveUp();
      }
    };
    socket.onclose = giveUp;

    return {
      send(frame) {
        if (isOver) return;
        const isEarly = socket.readyState === CONNECTING;
        if (isEarly) {
          early.push(frame.slice());
          earlyBytes += frame.length;
        } else {
          socket.send(frame);
        }
        if ((isEarly ? earlyBytes : socket.bufferedAmount) > MAX_WAITING_BYTES) giveUp();
      },
      close: giveUp,
    };
  };
}
