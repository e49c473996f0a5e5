import { beforeAll, expect, test } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import { idFromBytes, ZERO_HASH, ZERO_INCARNATION } from '#base/ids.ts';
import { systemRandom } from '#crypto/random.ts';
import { signingKeyPairFromSeed } from '#crypto/sign.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { sealOp } from '#protocol/op-codec.ts';
import { inChainOrder } from '#vault/chain-order.ts';

beforeAll(cryptoReady);

/** The `seq`th op of the chain of a writer; what it links to and says does not matter here. */
function op(writer: number, seq: number): Bytes {
  const header = {
    kind: 'update',
    logId: idFromBytes('LogId', new Uint8Array(32)),
    epoch: 1,
    author: idFromBytes('AuthorId', new Uint8Array(16)),
    writer: idFromBytes('WriterId', new Uint8Array(8).fill(writer)),
    seq,
    prevHash: seq === 1 ? ZERO_HASH : idFromBytes('OpHash', new Uint8Array(32).fill(1)),
  } as const;
  const seen = { inc: ZERO_INCARNATION, relaySeq: 0, relayChain: ZERO_HASH };
  const { secretKey } = signingKeyPairFromSeed(new Uint8Array(32));
  const key = new Uint8Array(32);
  const nothing = new Uint8Array();
  return sealOp({ random: systemRandom }, header, nothing, seen, nothing, key, secretKey).bytes;
}

test('what would come too late comes right before the first of its chain that follows it', () => {
  const [a1, a2, a3, b1, b2] = [op(1, 1), op(1, 2), op(1, 3), op(2, 1), op(2, 2)];
  const unreadable = new Uint8Array(3);
  expect(inChainOrder([a1, b1, a3, unreadable, b2, a2])).toEqual([a1, b1, a2, a3, unreadable, b2]);
  expect(inChainOrder([b2, a1, b1])).toEqual([b1, b2, a1]);
  expect(inChainOrder([])).toEqual([]);
});
