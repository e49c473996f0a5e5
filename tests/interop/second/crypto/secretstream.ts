/** [C31]: libsodium's secretstream from ChaCha20 and Poly1305 alone, with @noble/ciphers. */
import { poly1305 } from '@noble/ciphers/_poly1305.js';
import { chacha20, hchacha } from '@noble/ciphers/chacha.js';
import { join, same, u64, xor, type Octets } from './bytes.ts';

export const FINAL = 3;
export const MESSAGE = 0;

type State = { key: Octets; inonce: Octets; counter: number };

const u32le = (value: number): Octets =>
  Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
const u64le = (value: number): Octets => u64(value).toReversed();
const nonceOf = (state: State): Octets => join(u32le(state.counter), state.inonce);
const words = (bytes: Uint8Array): Uint32Array => new Uint32Array(new Uint8Array(bytes).buffer);

/** HChaCha20 of RFC draft-irtf-cfrg-xchacha, for little-endian machines. */
function hchacha20(key: Uint8Array, input: Uint8Array): Octets {
  const sigma = words(new TextEncoder().encode('expand 32-byte k'));
  const out = new Uint32Array(8);
  hchacha(sigma, words(key), words(input), out);
  return new Uint8Array(out.buffer);
}

const cipher = (state: State, bytes: Uint8Array, block: number): Octets =>
  new Uint8Array(chacha20(state.key, nonceOf(state), bytes, undefined, block));

export const start = (fileKey: Uint8Array, header: Uint8Array): State => ({
  key: hchacha20(fileKey, header.subarray(0, 16)),
  inonce: new Uint8Array(header.subarray(16)),
  counter: 1,
});

function macOf(state: State, tagBlock: Uint8Array, c: Uint8Array): Octets {
  const macKey = cipher(state, new Uint8Array(32), 0);
  const padding = new Uint8Array((((16 - 64 + c.length) % 16) + 16) % 16);
  const lengths = join(u64le(0), u64le(64 + c.length));
  return new Uint8Array(poly1305(join(tagBlock, c, padding, lengths), macKey));
}

function advance(state: State, mac: Uint8Array, tag: number): void {
  state.inonce = xor(state.inonce, mac.subarray(0, 8));
  state.counter = (state.counter + 1) >>> 0;
  if ((tag & 2) === 0 && state.counter !== 0) return;
  const next = cipher(state, join(state.key, state.inonce), 0);
  state.key = next.slice(0, 32);
  state.inonce = next.slice(32);
  state.counter = 1;
}

export function push(state: State, message: Uint8Array, tag: number): Octets {
  const tagBlock = cipher(state, join(Uint8Array.of(tag), new Uint8Array(63)), 1);
  const c = cipher(state, message, 2);
  const mac = macOf(state, tagBlock, c);
  advance(state, mac, tag);
  return join(tagBlock.subarray(0, 1), c, mac);
}

export function pull(
  state: State,
  sealed: Uint8Array,
): { message: Octets; tag: number } | undefined {
  if (sealed.length < 17) return undefined;
  const c = sealed.subarray(1, sealed.length - 16);
  const tagStream = cipher(state, new Uint8Array(64), 1);
  const tagBlock = join(sealed.subarray(0, 1), tagStream.subarray(1));
  const mac = macOf(state, tagBlock, c);
  if (!same(mac, sealed.subarray(sealed.length - 16))) return undefined;
  const tag = (sealed[0] ?? 0) ^ (tagStream[0] ?? 0);
  const message = cipher(state, c, 2);
  advance(state, mac, tag);
  return { message, tag };
}
