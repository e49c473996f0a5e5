import type { Bytes } from '#base/bytes.ts';
import { err } from '#base/result.ts';
import { decodeRelayMessage, encodeRelayMessage } from '#protocol/message-codec.ts';
import type { RelayMessage } from '#protocol/messages.ts';
import type { Connect, RelayHttp, Socket } from '#vault/ports.ts';

/** What a relay's message becomes on its way: itself, another, several, or nothing. */
export type Tamper = (message: RelayMessage) => RelayMessage | readonly RelayMessage[] | undefined;

/** A device's line to its relay: it can be cut, listened to, and lied upon. */
export class Wire {
  readonly #connect: Connect;
  readonly #http: RelayHttp;
  readonly #cuts = new Set<() => void>();
  /** Every frame and HTTP body, both ways, since `isRecording`. */
  readonly seen: Bytes[] = [];
  isRecording = false;
  isOnline = true;
  /** Frames get lost both ways, and nobody is told. */
  isDead = false;
  /** Connections tried so far. */
  dialled = 0;
  /** Frames sent by the device. */
  sent = 0;
  tamper: Tamper = (message) => message;

  constructor(connect: Connect, http: RelayHttp) {
    this.#connect = connect;
    this.#http = http;
  }

  /** Off: what is open breaks, and nothing opens until it is on again. */
  setOnline(isOnline: boolean): void {
    this.isOnline = isOnline;
    if (!isOnline) this.cut();
  }

  cut(): void {
    for (const cut of [...this.#cuts]) cut();
  }

  #note(bytes: Uint8Array): void {
    if (this.isRecording) this.seen.push(bytes.slice());
  }

  readonly connect: Connect = (url, events) => {
    this.dialled += 1;
    let isOver = false;
    const over = (): void => {
      if (isOver) return;
      isOver = true;
      this.#cuts.delete(cut);
      events.closed();
    };
    const cut = (): void => {
      socket?.close();
      queueMicrotask(over);
    };
    let socket: Socket | undefined;
    this.#cuts.add(cut);
    if (this.isOnline) {
      socket = this.#connect(url, {
        opened: () => {
          if (!isOver) events.opened();
        },
        received: (frame) => {
          this.#note(frame);
          if (!isOver && !this.isDead)
            for (const told of this.#tampered(frame)) events.received(told);
        },
        closed: over,
      });
    } else queueMicrotask(over);
    return {
      send: (frame) => {
        this.#note(frame);
        this.sent += 1;
        if (!isOver && !this.isDead) socket?.send(frame);
      },
      close: cut,
    };
  };

  #tampered(frame: Bytes): readonly Bytes[] {
    const message = decodeRelayMessage(frame);
    if (!message.ok) return [frame];
    const told = this.tamper(message.value);
    if (told === message.value) return [frame];
    const all = told === undefined ? [] : 'type' in told ? [told] : told;
    return all.map(encodeRelayMessage);
  }

  /** The relay's HTTP side as this line carries it. */
  get http(): RelayHttp {
    return new Proxy(this.#http, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          if (!this.isOnline) return err({ type: 'RelayUnreachable' });
          for (const arg of args) if (arg instanceof Uint8Array) this.#note(arg);
          const answer = (await method.apply(target, args)) as { value?: unknown };
          if (answer.value instanceof Uint8Array) this.#note(answer.value);
          return answer;
        };
      },
    });
  }
}
