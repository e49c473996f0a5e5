import { describe, expect, it } from 'vitest';
import { idFromBytes } from '#base/ids.ts';
import { limits } from '#protocol/limits.ts';
import { encodeSnapshotDoc } from '#protocol/snapshot-codec.ts';
import type { SnapshotDoc } from '#protocol/snapshots.ts';
import { deflateDoc, inflateDoc } from '#vault/snapshot-docs.ts';

const doc: SnapshotDoc = {
  clients: [
    {
      clientId: 7,
      author: idFromBytes('AuthorId', new Uint8Array(16).fill(1)),
      writer: idFromBytes('WriterId', new Uint8Array(8).fill(2)),
    },
  ],
  state: new Uint8Array(5000).fill(9),
};

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

describe('the blob of a doc [P39]', () => {
  it('gives back what went in, and is smaller', async () => {
    const blob = await deflateDoc(doc);
    expect(blob.length).toBeLessThan(500);
    expect(await inflateDoc([blob.slice(0, 3), blob.slice(3)])).toEqual({ ok: true, value: doc });
  });

  it('is refused when it is cut short, altered, followed by something, or no doc', async () => {
    const blob = await deflateDoc(doc);
    const longer = new Uint8Array([...blob, 0]);
    const damaged = [blob.slice(0, -2), blob.with(2, 255), longer, new Uint8Array(0)];
    const noDoc = await deflated(new Uint8Array([0, 0, 0, 0]));
    for (const bytes of [...damaged, noDoc]) {
      expect(await inflateDoc([bytes])).toEqual({ ok: false, error: { type: 'FileDamaged' } });
    }
  });

  it('is kept for later when a later version wrote it', async () => {
    const later = encodeSnapshotDoc(doc);
    later.set([0, 0, 0, 2]);
    const answer = await inflateDoc([await deflated(later)]);
    expect(answer).toEqual({ ok: false, error: { type: 'NewerData' } });
  });

  it('never inflates beyond what a doc may have', async () => {
    const bomb = await deflated(new Uint8Array(limits.snapshotDocBytes + 1));
    expect(bomb.length).toBeLessThan(limits.snapshotDocBytes / 500);
    expect(await inflateDoc([bomb])).toEqual({ ok: false, error: { type: 'FileDamaged' } });
  });
});
