import type { Bytes } from '#base/bytes.ts';
import type { Reader, Writer } from '#base/codec.ts';
import { idToBytes } from '#base/ids.ts';
import { SIGNATURE_BYTES, SIGNING_PUBLIC_KEY_BYTES } from '#crypto/sign.ts';
import type { SignedHead } from './messages.ts';
import { readFlag, readId } from './reading.ts';

/** A relay's key and its word on a log, as whoever is let in pins them. */
export type PinnedRelay = { readonly publicKey: Bytes; readonly head: SignedHead };

/** flag ‖ [relay pk 32 ‖ inc 8 ‖ relaySeq u64 ‖ chain 32 ‖ head sig 64] [P85]. */
export function writeRelay(writer: Writer, relay: PinnedRelay | undefined): Writer {
  writer.u8(relay ? 1 : 0);
  if (!relay) return writer;
  const { publicKey, head } = relay;
  writer.raw(publicKey).raw(idToBytes(head.inc)).u64(head.relaySeq);
  return writer.raw(idToBytes(head.chain)).raw(head.signature);
}

export const readRelay = (reader: Reader): PinnedRelay | undefined =>
  readFlag(reader, 'relay')
    ? {
        publicKey: reader.raw(SIGNING_PUBLIC_KEY_BYTES, 'relay: key'),
        head: {
          inc: readId(reader, 'Incarnation'),
          relaySeq: reader.u64('relay: head'),
          chain: readId(reader, 'OpHash'),
          signature: reader.raw(SIGNATURE_BYTES, 'relay: head'),
        },
      }
    : undefined;
