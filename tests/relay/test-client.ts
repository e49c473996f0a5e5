import { WebSocket } from 'ws';
import type { Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import type { SigningKeyPair } from '#crypto/sign.ts';
import { decodeRelayMessage, encodeClientMessage } from '#protocol/message-codec.ts';
import type { ClientMessage, RelayMessage } from '#protocol/messages.ts';
import { signProof } from '#protocol/relay-chain.ts';

type MessageOf<T extends RelayMessage['type']> = Extract<RelayMessage, { type: T }>;

/** One raw connection to a relay: sends what it is told, keeps what comes until it is asked for. */
export class TestClient {
  readonly webSocket: WebSocket;
  readonly origin: string;
  readonly received: RelayMessage[] = [];
  #waiting: (() => void)[] = [];
  #closed = false;

  private constructor(url: string, headers: Record<string, string>) {
    this.origin = new URL(url).origin;
    this.webSocket = new WebSocket(`${url.replace(/^http/, 'ws')}/relay/socket`, {
      perMessageDeflate: false,
      headers,
    });
    this.webSocket.on('message', (data: Buffer<ArrayBuffer>) => {
      const message = decodeRelayMessage(data);
      if (!message.ok) throw new Error(`the relay sent what cannot be read: ${message.error.what}`);
      this.received.push(message.value);
      this.#wake();
    });
    this.webSocket.on('error', () => undefined);
    this.webSocket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  static async connect(url: string, headers: Record<string, string> = {}): Promise<TestClient> {
    const client = new TestClient(url, headers);
    await new Promise<void>((resolve, reject) => {
      client.webSocket.once('open', resolve);
      client.webSocket.once('error', reject);
    });
    return client;
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  send(message: ClientMessage): void {
    this.webSocket.send(encodeClientMessage(message));
  }

  sendRaw(frame: Uint8Array): void {
    this.webSocket.send(frame);
  }

  /** The first message of this type that passes, taken out of `received`. */
  async next<T extends RelayMessage['type']>(
    type: T,
    passes: (message: MessageOf<T>) => boolean = () => true,
  ): Promise<MessageOf<T>> {
    for (;;) {
      const index = this.received.findIndex(
        (message) => message.type === type && passes(message as MessageOf<T>),
      );
      const [found] = index < 0 ? [] : this.received.splice(index, 1);
      if (found) return found as MessageOf<T>;
      if (this.#closed) throw new Error(`closed while waiting for ${type}`);
      await this.#change();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async prove(logId: LogId, keys: SigningKeyPair, origin = this.origin): Promise<void> {
    const welcome = await this.welcome();
    const signature = signProof(keys.secretKey, origin, welcome.challenge, logId);
    this.send({ type: 'prove', logId, publicKey: keys.publicKey, signature });
  }

  #welcome: MessageOf<'welcome'> | undefined;
  async welcome(): Promise<MessageOf<'welcome'>> {
    this.#welcome ??= await this.next('welcome');
    return this.#welcome;
  }

  seed(logId: LogId, ops: readonly Bytes[]): void {
    this.send({ type: 'seedBegin', logId });
    for (const op of ops) this.send({ type: 'seedOp', logId, op });
    this.send({ type: 'seedEnd', logId });
  }

  /** Resolves once the connection is gone, whoever closed it. */
  async closed(): Promise<void> {
    while (!this.#closed) await this.#change();
  }

  async close(): Promise<void> {
    this.webSocket.close();
    await this.closed();
  }
}
