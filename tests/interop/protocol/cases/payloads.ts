import { hexOf } from '../../crypto/report.ts';
import * as formats from '../../second/protocol/formats.ts';
import { bytes, codecCases, hex, patched, versionCases, type Case, type CaseFile } from './case.ts';

const id = (last: number): string => `${'00'.repeat(15)}${String(last).padStart(2, '0')}`;
const blob = (last: number): string => `${'00'.repeat(31)}${String(last).padStart(2, '0')}`;

const update = { docId: 'measurements/2026', clientId: 4_294_967_295, update: hex('yjs', 50) };
const encodedUpdate = formats.updatePayload.write(update);

const change = { prevWindow: hex('previous window', 32), full: { keptBlobs: [blob(1), blob(2)] } };
const encodedChange = formats.windowChange.write(change);

const window = {
  rev: 7,
  about: '{"holder":"Zoé"}',
  puts: [
    { id: id(1), json: '{"section":"allergies"}' },
    { id: id(2), json: '{}' },
  ],
  removed: [id(3), id(4)],
};
const encodedWindow = formats.windowPayload.write(window);
const inBlob = { inBlob: { blob: hex('blob', 32), fileKey: hex('file key', 32) } };
const encodedInBlob = formats.windowPayload.write(inBlob);
const REMOVED = encodedWindow.length - 4 - 32;
const PUTS = encodedWindow.length - 36 - (16 + 4 + 2) - (16 + 4 + 23) - 4;

const blobs = { blobs: [blob(1), blob(2)] };
const encodedBlobs = formats.blobChange.write(blobs);
const deposit = { statement: hex('statement', 60) };
const encodedDeposit = formats.depositPayload.write(deposit);
const bare = formats.barePayload.write(null);

const manifest = {
  header: hex('header', 24),
  chunkHashes: [hex('chunk 1', 32), hex('chunk 2', 32)],
};
const encodedManifest = formats.blobManifest.write(manifest);
const manifestId = (about: string, encoded: string, expect = 'ok'): Case => ({
  about,
  function: 'manifestBlobId',
  input: { bytes: encoded },
  expect,
});
const windowBlob = (about: string, encoded: string, expect: string): Case => ({
  about,
  function: 'decodeWindowBlob',
  input: { bytes: encoded },
  expect,
});
const written = (about: string, called: string, value: Case['input'][string]): Case => ({
  about,
  function: called,
  input: { value },
});

export const payloadCases: CaseFile = {
  sentences: [
    'P1',
    'P2',
    'P5',
    'P6',
    'P30',
    'P31',
    'P32',
    'P33',
    'P34',
    'P35',
    'P36',
    'P60',
    'P61',
  ],
  cases: [
    ...codecCases('UpdatePayload', encodedUpdate, update, {
      'a doc of 129 bytes': patched(encodedUpdate, 4, 0, 0, 0, 129),
      'a doc that is not UTF-8': patched(encodedUpdate, 8, 0xff),
    }),
    ...versionCases('UpdatePayload', encodedUpdate),
    ...codecCases('WindowChange', encodedChange, change, {
      'a flag of 2': patched(encodedChange, 32, 2),
      'blobs out of order': patched(encodedChange, 33 + 4 + 31, 3),
      'a blob twice': patched(encodedChange, 33 + 4 + 31, 2),
      '8193 blobs': patched(encodedChange, 33, 0, 0, 32, 1),
    }),
    written('not full', 'encodeWindowChange', { ...change, full: null }),
    written('full, with no blob', 'encodeWindowChange', { ...change, full: { keptBlobs: [] } }),
    ...codecCases('WindowPayload', encodedWindow, window, {
      'rev 0': patched(encodedWindow, 5, 0, 0, 0, 0),
      'an unknown form': patched(encodedWindow, 4, 2),
      'entries out of order': patched(encodedWindow, PUTS + 4 + 15, 3),
      'an entry twice': patched(encodedWindow, PUTS + 4 + 15, 2),
      '4097 entries': patched(encodedWindow, PUTS, 0, 0, 16, 1),
      'removed entries out of order': patched(encodedWindow, REMOVED + 4 + 15, 5),
      'an entry put and removed': patched(encodedWindow, REMOVED + 4 + 15, 2),
    }),
    ...versionCases('WindowPayload', encodedWindow),
    ...codecCases('WindowPayload', encodedInBlob, inBlob),
    windowBlob('the content of a blob', hexOf(encodedWindow), 'ok'),
    windowBlob('a blob that points to another', hexOf(encodedInBlob), 'NotDecodable'),
    written('entries given in another order', 'encodeWindowPayload', {
      ...window,
      puts: window.puts.toReversed(),
      removed: window.removed.toReversed(),
    }),
    ...codecCases('BlobChange', encodedBlobs, blobs, {
      'no blob': '00000000',
      '257 blobs': patched(encodedBlobs, 0, 0, 0, 1, 1),
      'blobs out of order': patched(encodedBlobs, 4 + 31, 3),
      'a blob twice': patched(encodedBlobs, 4 + 31, 2),
    }),
    ...codecCases('DepositPayload', encodedDeposit, deposit, {
      'a statement of 262145 bytes': patched(encodedDeposit, 4, 0, 4, 0, 1),
    }),
    ...versionCases('DepositPayload', encodedDeposit),
    ...codecCases('BarePayload', bare, null),
    ...versionCases('BarePayload', bare),
    ...codecCases('BlobManifest', encodedManifest, manifest, {
      'no chunk': `${hexOf(bytes('header', 24))}00000000`,
      '4097 chunks': patched(encodedManifest, 24, 0, 0, 16, 1),
      'chunks without end': patched(encodedManifest, 24, 255, 255, 255, 255),
    }),
    manifestId('the id of a blob', hexOf(encodedManifest)),
    manifestId('no id without a chunk', `${hexOf(bytes('header', 24))}00000000`, 'NotDecodable'),
  ],
};
