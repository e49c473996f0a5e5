import * as formats from '../../second/protocol/formats.ts';
import { codecCases, hex, patched, versionCases, type Case, type CaseFile } from './case.ts';

const author = (last: number): string => `${'00'.repeat(15)}0${String(last)}`;
const writer = (last: number): string => `${'00'.repeat(7)}0${String(last)}`;
const blob = (last: number): string => `${'00'.repeat(31)}0${String(last)}`;

const HEAD = 16 + 8 + 8 + 32;
const change = {
  heads: [
    { author: author(1), writer: writer(1), seq: 3, hash: hex('head 1', 32) },
    { author: author(1), writer: writer(2), seq: 2 ** 40, hash: hex('head 2', 32) },
    { author: author(2), writer: writer(1), seq: 1, hash: hex('head 3', 32) },
  ],
  attached: [
    { blob: blob(1), by: author(2) },
    { blob: blob(2), by: author(1) },
  ],
};
const encodedChange = formats.snapshotChange.write(change);
const BLOBS = 4 + 3 * HEAD;

const payload = {
  docs: [
    { docId: 'allergies', blob: blob(4), fileKey: hex('key 1', 32) },
    { docId: 'measurements/2026', blob: blob(3), fileKey: hex('key 2', 32) },
  ],
};
const encodedPayload = formats.snapshotPayload.write(payload);

const doc = {
  clients: [
    { clientId: 7, author: author(2), writer: writer(1) },
    { clientId: 4_294_967_295, author: author(1), writer: writer(1) },
  ],
  state: hex('state', 70),
};
const encodedDoc = formats.snapshotDoc.write(doc);

const given = (about: string, called: string, value: Case['input'][string]): Case => ({
  about,
  function: called,
  input: { value },
});

export const snapshotCases: CaseFile = {
  sentences: ['P1', 'P2', 'P6', 'P37', 'P38', 'P39'],
  cases: [
    ...codecCases('SnapshotChange', encodedChange, change, {
      'seq 0': patched(encodedChange, 4 + 24, 0, 0, 0, 0, 0, 0, 0, 0),
      'heads out of order': patched(encodedChange, 4 + 23, 3),
      'a chain twice': patched(encodedChange, 4 + 23, 2),
      '4097 heads': patched(encodedChange, 0, 0, 0, 16, 1),
      'blobs out of order': patched(encodedChange, BLOBS + 4 + 31, 3),
      'a blob twice': patched(encodedChange, BLOBS + 4 + 31, 2),
      '8193 blobs': patched(encodedChange, BLOBS, 0, 0, 32, 1),
    }),
    given('heads and blobs given in another order', 'encodeSnapshotChange', {
      heads: change.heads.toReversed(),
      attached: change.attached.toReversed(),
    }),
    given('nothing attached', 'encodeSnapshotChange', { ...change, attached: [] }),
    ...codecCases('SnapshotPayload', encodedPayload, payload, {
      'docs out of order': patched(encodedPayload, 12, 'z'.charCodeAt(0)),
      'a doc of 129 bytes': patched(encodedPayload, 8, 0, 0, 0, 129),
      '2049 docs': patched(encodedPayload, 4, 0, 0, 8, 1),
    }),
    ...versionCases('SnapshotPayload', encodedPayload),
    given('docs in the order of their bytes', 'encodeSnapshotPayload', {
      docs: ['\u{10000}', '\uffff', 'é', 'a'].map((docId) => ({
        docId,
        blob: blob(1),
        fileKey: hex('key', 32),
      })),
    }),
    ...codecCases('SnapshotDoc', encodedDoc, doc, {
      'clients out of order': patched(encodedDoc, 8, 255, 255, 255, 255),
      '65537 clients': patched(encodedDoc, 4, 0, 1, 0, 1),
      'a state longer than there is': patched(encodedDoc, 8 + 2 * 28, 0, 0, 0, 71),
    }),
    ...versionCases('SnapshotDoc', encodedDoc),
  ],
};
