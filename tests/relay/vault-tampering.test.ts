import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mustGet } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import type { LogId } from '#base/ids.ts';
import { blobChunkHash } from '#crypto/blob-stream.ts';
import { decodeBlobManifest, manifestBlobId } from '#protocol/blob-manifest.ts';
import { decodeBundle, fingerprintOf } from '#protocol/bundle.ts';
import { openGrant } from '#protocol/grant.ts';
import { authorIdOf } from '#crypto/keys.ts';
import { decodeOp, openOp, verifyOpSignature } from '#protocol/op-codec.ts';
import type { Op, OpKind } from '#protocol/op.ts';
import { mailboxOf, parsePairingQr } from '#protocol/pairing.ts';
import { filterFromPreset } from '#record/presets.ts';
import { hexBytes } from '#vault/hex-bytes.ts';
import { memberKeysOf } from '#vault/open-log.ts';
import { must } from './devices.ts';
import { MemoryRelay } from './memory-relay.ts';
import {
  addPdf,
  allergy,
  newHolder,
  newPractitioner,
  patientOf,
  untilWord,
  type Holder,
} from './people.ts';
import { blobsIn, opensBlob, opsIn } from './relay-dump.ts';
import { logsOf, openDisk } from './vault-keys.ts';

/** The same bytes with one of them changed, for every `step`th place. */
function* flipped(bytes: Uint8Array, step = 1): Generator<Bytes> {
  for (let place = 0; place < bytes.length; place += step) {
    const copy = new Uint8Array(bytes);
    copy[place] = (copy[place] ?? 0) ^ (1 << (place % 8));
    yield copy;
  }
}

/** Signing keys of everybody in the logs of a device, by author. */
async function keysOf(holder: Holder): Promise<Map<string, Uint8Array>> {
  const keys = new Map<string, Uint8Array>();
  for (const { state } of await logsOf(holder.disk)) {
    keys.set(state.owner, state.ownerPublicKey);
    for (const [author, member] of state.members) keys.set(author, member.signingPublicKey);
  }
  return keys;
}

describe('One flipped byte never passes', () => {
  let relay: MemoryRelay;
  let holder: Holder;
  let practitioner: Holder;
  let channel: LogId;
  let qrText: string;
  let publicKeys: Map<string, Uint8Array>;

  beforeAll(async () => {
    relay = await MemoryRelay.start();
    holder = await newHolder(relay.url);
    practitioner = await newPractitioner(relay.url);
    await allergy(holder, 'Latex');
    await addPdf(holder, 'Bilan');
    await untilWord(holder, 'synced');
    const code = must(await practitioner.vault.run({ type: 'showPairingCode' }));
    ({ qrText } = code);
    const read = must(await holder.vault.run({ type: 'readPairingCode', text: qrText }));
    const opened = must(
      await holder.vault.run({
        type: 'openWindow',
        pairing: read.pairing,
        record: holder.record,
        filter: filterFromPreset('generalPractitioner'),
        until: undefined,
      }),
    );
    ({ channel } = opened);
    const patient = await patientOf(practitioner, channel);
    await patient.until(({ view }) => view?.entries.length === 2);
    publicKeys = await keysOf(holder);
  });
  afterAll(async () => {
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await relay.stop();
  });

  const opOf = (kind: OpKind, logId: LogId): Op =>
    mustGet(
      opsIn(relay, logId).find((op) => op.kind === kind),
      'the relay holds one',
    );

  test.each(['access', 'update', 'attach'] as const)('in an op of a record: %s', (kind) => {
    expectNonePasses(opOf(kind, holder.record));
  });

  test.each(['access', 'window', 'attach'] as const)('in an op of a window: %s', (kind) => {
    expectNonePasses(opOf(kind, channel));
  });

  function expectNonePasses(op: Op): void {
    const isAuthentic = (candidate: Op): boolean => {
      const key = publicKeys.get(candidate.author);
      return key !== undefined && verifyOpSignature(candidate, key);
    };
    expect(isAuthentic(op)).toBe(true);
    let tried = 0;
    for (const bytes of flipped(op.bytes)) {
      const decoded = decodeOp(bytes);
      expect(decoded.ok && isAuthentic(decoded.value)).toBe(false);
      tried += 1;
    }
    expect(tried).toBe(op.bytes.length);
  }

  test('in what an op seals: none opens, even to who holds the key and does not look at the signature', async () => {
    const log = (await logsOf(holder.disk)).find(({ logId }) => logId === holder.record);
    const op = opOf('update', holder.record);
    const key = mustGet(log?.keyOf(op.epoch), 'its holder has the key');
    expect(openOp(op, key).ok).toBe(true);
    for (const bytes of flipped(op.bytes.subarray(0, -64))) {
      const whole = new Uint8Array([...bytes, ...op.signature]);
      const decoded = decodeOp(whole);
      expect(decoded.ok && openOp(decoded.value, key).ok).toBe(false);
    }
  });

  test('in the grant that answers a pairing code', async () => {
    const qr = parsePairingQr(qrText);
    if (!qr.ok) throw new Error('our own code');
    const { code } = qr.value;
    const slots = relay.commits
      .flat()
      .flatMap((change) =>
        change.type === 'putSlot' &&
        change.slot.mailbox === mailboxOf(code) &&
        change.slot.slot === 1
          ? [change.slot.bytes]
          : [],
      );
    const answer = mustGet(slots[0], 'the answer was put');
    const parts = await openDisk(practitioner.disk);
    const keyring = must(await parts.rows.getJson<LogId>('logs', 'keyring'));
    const [entry] = must(
      await parts.views.section(mustGet(keyring, 'a keyring'), 'professional'),
    ).entries;
    const { memberSeeds, bundle: bundleHex } = mustGet(entry, 'an identity').fields;
    if (typeof memberSeeds !== 'string' || typeof bundleHex !== 'string')
      throw new Error('no keys');
    const keys = memberKeysOf(memberSeeds);
    const bundle = decodeBundle(hexBytes(bundleHex));
    if (!bundle.ok) throw new Error('our own bundle');
    const fingerprint = fingerprintOf(bundle.value);
    expect((await openGrant(code, fingerprint, keys.kemSeed, answer)).ok).toBe(true);
    for (const bytes of flipped(answer, 5)) {
      expect((await openGrant(code, fingerprint, keys.kemSeed, bytes)).ok).toBe(false);
    }
    expect(publicKeys.has(authorIdOf(keys.signing.publicKey))).toBe(false);
  });

  test('in the manifest or a chunk of a file', async () => {
    const [blob] = await blobsIn(relay);
    if (!blob) throw new Error('the relay holds a file');
    const manifest = mustGet(await relay.blobs.manifest(blob.blob), 'it has a manifest');
    for (const bytes of flipped(manifest)) {
      const decoded = decodeBlobManifest(bytes);
      expect(decoded.ok && manifestBlobId(decoded.value)).not.toBe(blob.blob);
    }
    const whole = decodeBlobManifest(manifest);
    const [hash] = whole.ok ? whole.value.chunkHashes : [];
    const [chunk] = blob.chunks;
    if (!chunk || !hash) throw new Error('a file has a chunk');
    for (const bytes of flipped(chunk, 997)) expect(blobChunkHash(bytes)).not.toEqual(hash);
  });

  test('in a chunk whose hash nobody looks at: the seal itself refuses it', async () => {
    const parts = await openDisk(holder.disk);
    const [entry] = must(await parts.views.section(holder.record, 'documents')).entries;
    const file = entry?.fields['file'] as { readonly key: string };
    const [blob] = await blobsIn(relay);
    const [chunk] = blob?.chunks ?? [];
    if (!blob || !chunk) throw new Error('the relay holds a file');
    const key = hexBytes(file.key);
    expect(await opensBlob(key, blob)).toBe(true);
    for (const bytes of flipped(chunk, 1009)) {
      expect(await opensBlob(key, { ...blob, chunks: [bytes] })).toBe(false);
    }
    for (const header of flipped(blob.header))
      expect(await opensBlob(key, { ...blob, header })).toBe(false);
  });
});
