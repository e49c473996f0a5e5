import { copy, type Bytes } from '#base/bytes.ts';
import type { Connect, Socket } from '#vault/ports.ts';

/** The relay's side of one socket: what it does with the client's frames. */
export type RelayEnd = {
  readonly received: (frame: Bytes) => void;
  readonly closed: () => void;
};

/**
 * A relay in this process: given the way to its new client, it answers with its own end;
 * undefined when nobody is at that address.
 */
export type AcceptClient = (client: Socket, url: string) => RelayEnd | undefined;

export type MemoryNetwork = {
  readonly connect: Connect;
  /** Cuts every open socket; both ends are told. */
  cut(): void;
  /** While false, sockets close instead of opening. Going offline cuts. */
  setOnline(online: boolean): void;
};

/**
 * Both ends of the relay's sockets in one process. Each frame is copied, and every event comes
 * in a later turn through `schedule`, in order.
 * @param schedule runs tasks one by one, in the order given; the microtask queue by default
 */
export function createMemoryNetwork(
  accept: AcceptClient,
  schedule: (task: () => void) => void = queueMicrotask,
): MemoryNetwork {
  const sockets = new Set<() => void>();
  let isOnline = true;

  const connect: Connect = (url, events) => {
    let relayEnd: RelayEnd | undefined;
    let reaches = { client: true, relay: true };
    let isClosing = false;
    /** Frames under way to `unheard` are lost; those to the other end still arrive, then the end. */
    const close = (unheard: { readonly client?: true; readonly relay?: true }): void => {
      reaches = {
        client: reaches.client && !unheard.client,
        relay: reaches.relay && !unheard.relay,
      };
      if (isClosing) return;
      isClosing = true;
      sockets.delete(cutSocket);
      schedule(() => {
        reaches = { client: false, relay: false };
        relayEnd?.closed();
        events.closed();
      });
    };
    const cutSocket = (): void => {
      close({ client: true, relay: true });
    };
    const socket = (to: 'client' | 'relay', deliver: (frame: Bytes) => void): Socket => ({
      send: (frame) => {
        const sent = copy(frame);
        if (isClosing) return;
        schedule(() => {
          if (reaches[to]) deliver(sent);
        });
      },
      close: () => {
        close(to === 'relay' ? { client: true } : { relay: true });
      },
    });
    sockets.add(cutSocket);
    schedule(() => {
      if (!isOnline) cutSocket();
      if (isClosing) return;
      relayEnd = accept(socket('client', events.received), url);
      if (relayEnd) events.opened();
      else cutSocket();
    });
    return socket('relay', (frame) => relayEnd?.received(frame));
  };

  const cut = (): void => {
    for (const cutSocket of [...sockets]) cutSocket();
  };
  return {
    connect,
    cut,
    setOnline: (online) => {
      isOnline = online;
      if (!online) cut();
    },
  };
}
