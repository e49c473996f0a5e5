import { mustGet } from '#base/assert.ts';
import { hash } from '#crypto/hash.ts';
import { decodeRelayMessage, encodeClientMessage } from '#protocol/message-codec.ts';
import type { ClientMessage, RelayMessage } from '#protocol/messages.ts';
import { signProof } from '#protocol/relay-chain.ts';
import {
  createTestLog,
  fullRights,
  keysOf,
  TestWriter,
  type TestLog,
} from '../../relay/test-log.ts';
import { LoadSocket, toFrame } from './load-socket.ts';
import type { Peer, Told } from './load.ts';
import { startServer } from './server-process.ts';

/** First byte of the two messages that are counted; protocol/message-codec.ts. */
const ITEMS = 4;
const ACK = 6;
const AFTER_LOG_AND_HEAD_FLAG = 1 + 32 + 1;
/** Seen head 48 and length 4 stand before the payload in a body. */
const BODY_OVERHEAD_BYTES = 52;

/** Places in the header of an op [P10]. */
const SEQ_AT = 66;
const PREV_HASH_AT = 74;

export type RoomOps = { readonly log: TestLog; readonly frames: readonly Buffer[] };

/**
 * What one writer of one log will send, once for all rounds: one op sealed, and its bytes again at
 * each place of its chain. A relay opens no op, and looks at no signature of an update whose author
 * proved the key [P42].
 */
export async function sealRoom(count: number, bodyBytes: number): Promise<RoomOps> {
  const log = await createTestLog('record', [fullRights, fullRights]);
  const payload = new Uint8Array(bodyBytes - BODY_OVERHEAD_BYTES).fill(7);
  const { bytes } = new TestWriter(log, keysOf(log, 0)).write('update', new Uint8Array(), payload);
  const frames: Buffer[] = [];
  for (let seq = 1; seq <= count; seq++) {
    frames.push(toFrame(encodeClientMessage({ type: 'append', op: bytes })));
    const prevHash = hash(bytes);
    new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(SEQ_AT, BigInt(seq + 1));
    bytes.set(prevHash, PREV_HASH_AT);
  }
  return { log, frames };
}

const NOTHING: Told = { acked: 0, delivered: 0 };

/** An ack is one op; an `items` message says how many it bears. */
function readTold(payload: Buffer): Told {
  if (payload[0] === ACK) return { acked: 1, delivered: 0 };
  if (payload[0] !== ITEMS) return NOTHING;
  const low = payload.readUInt8(AFTER_LOG_AND_HEAD_FLAG);
  const high = low < 128 ? 0 : payload.readUInt8(AFTER_LOG_AND_HEAD_FLAG + 1);
  return { acked: 0, delivered: (low & 127) + 128 * high };
}

/** Each connection proves its key; the writer seeds the log; both follow it. */
export function carnetPeer(rooms: readonly RoomOps[]): Peer {
  const at = (room: number): RoomOps => mustGet(rooms[room], 'each room has its ops');
  return {
    start: () => startServer('carnet'),
    frames: (room) => at(room).frames,
    async join(port, room, role, load) {
      const { log } = at(room);
      const { logId } = log;
      const inbox = new Inbox();
      let isCounting = false;
      const socket = await LoadSocket.open(
        port,
        '/relay/socket',
        (payload) => {
          if (isCounting) load.told(readTold(payload));
          else inbox.put(payload);
        },
        () => {
          if (isCounting) load.read();
        },
      );
      const send = (...messages: ClientMessage[]): void => {
        socket.write(messages.map((message) => toFrame(encodeClientMessage(message))));
      };
      const keys = keysOf(log, role === 'writer' ? 0 : 1);
      const { challenge } = await inbox.next('welcome');
      const origin = `http://localhost:${String(port)}`;
      const signature = signProof(keys.secretKey, origin, challenge, logId);
      send({ type: 'prove', logId, publicKey: keys.publicKey, signature });
      if (role === 'writer') {
        await inbox.next('absent');
        send({ type: 'seedBegin', logId });
        send({ type: 'seedOp', logId, op: log.genesis.bytes }, { type: 'seedEnd', logId });
        await inbox.next('seeded');
      } else await inbox.next('proven');
      send({ type: 'open', logId, after: 1 });
      await inbox.next('caughtUp');
      isCounting = true;
      return socket;
    },
  };
}

/** Messages of the handshake, until the counting begins. */
class Inbox {
  readonly #messages: RelayMessage[] = [];
  #wake: () => void = () => undefined;

  put(payload: Buffer): void {
    const message = decodeRelayMessage(new Uint8Array(payload));
    if (!message.ok) throw new Error('the relay sent what cannot be read');
    this.#messages.push(message.value);
    this.#wake();
  }

  async next<T extends RelayMessage['type']>(type: T): Promise<Extract<RelayMessage, { type: T }>> {
    for (;;) {
      const message = this.#messages.shift();
      if (message?.type === type) return message as Extract<RelayMessage, { type: T }>;
      if (message) throw new Error(`expected ${type}, got ${message.type}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
