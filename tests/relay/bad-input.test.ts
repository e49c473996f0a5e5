import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS } from '#base/time.ts';
import { systemRandom } from '#crypto/random.ts';
import { pairingQrText } from '#protocol/pairing.ts';
import { limits } from '#protocol/limits.ts';
import { filterFromPreset } from '#record/presets.ts';
import type { Command, VaultApi } from '#vault/api.ts';
import type { VaultErrorType } from '#vault/errors.ts';
import { must } from './devices.ts';
import { FastTime } from './fast-time.ts';
import { MemoryRelay } from './memory-relay.ts';
import {
  deviceOn,
  namesIn,
  newHolder,
  newPractitioner,
  pair,
  pdfFile,
  untilWord,
  type Holder,
} from './people.ts';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13);

/** The error of a command that must be refused. */
async function refusalOf(vault: VaultApi, command: Command): Promise<VaultErrorType> {
  const done = await vault.run(command);
  if (done.ok) throw new Error('it was not refused');
  return done.error.type;
}

describe('a wrong passphrase', () => {
  test('opens nothing, changes nothing, and the right one opens after it', async () => {
    const relay = await MemoryRelay.start();
    const holder = await newHolder(relay.url);
    const passphrase = 'correct horse battery staple';
    must(await holder.vault.run({ type: 'setPassphrase', passphrase }));
    await holder.vault.lock();
    const before = holder.disk.everyValue().map((value) => Buffer.from(value).toString('hex'));
    for (const wrong of ['', 'correct horse battery stapl', `${passphrase} `, 'Correct horse']) {
      const opened = await holder.vault.unlock(wrong);
      expect(opened).toEqual({ ok: false, error: { type: 'WrongPassphrase' } });
    }
    const after = holder.disk.everyValue().map((value) => Buffer.from(value).toString('hex'));
    expect(after).toEqual(before);
    must(await holder.vault.unlock(passphrase));
    await holder.vault.lock();
    await relay.stop();
  });

  test('shorter than 8 characters is refused when it is chosen', async () => {
    const relay = await MemoryRelay.start();
    const { vault } = await newHolder(relay.url);
    expect(await refusalOf(vault, { type: 'setPassphrase', passphrase: '1234567' })).toBe(
      'PassphraseTooShort',
    );
    expect(await vault.status()).toMatchObject({ state: 'open', slots: [] });
    await vault.lock();
    await relay.stop();
  });
});

describe('a file that cannot be kept', () => {
  let relay: MemoryRelay;
  let holder: Holder;
  beforeAll(async () => {
    relay = await MemoryRelay.start();
    holder = await newHolder(relay.url);
    await untilWord(holder, 'synced');
  });
  afterAll(async () => {
    await holder.vault.lock();
    await relay.stop();
  });

  /** Vanishes, or shrinks, after its first bytes were read. */
  class LostFile extends File {
    override slice(start?: number, end?: number, type?: string): Blob {
      if ((start ?? 0) > 0 || (end ?? 0) > 4096) throw new DOMException('gone', 'NotFoundError');
      return super.slice(start, end, type);
    }
  }
  class HugeFile extends File {
    override readonly size = limits.blobBytes + 1;
  }
  const text = 'a'.repeat(20_000);

  test.each<readonly [string, VaultErrorType, () => File | Promise<File>]>([
    ['an empty file', 'FileEmpty', () => new File([], 'vide.pdf')],
    ['a PNG named .pdf', 'FileTypeMismatch', () => new File([PNG], 'scan.pdf')],
    [
      'bytes of no known type',
      'FileTypeUnknown',
      () => new File([new Uint8Array(64).fill(1)], 'x'),
    ],
    ['a file of more than 2 GiB', 'FileTooLarge', () => new HugeFile([PNG], 'film.png')],
    [
      'a file that vanishes while it is read',
      'FileUnreadable',
      () => new LostFile([text], 'n.txt'),
    ],
  ])('%s is refused, and leaves nothing behind', async (_name, error, make) => {
    const { vault, record, disk, files } = holder;
    const before = disk.table('ops').entries().length;
    const fields = { title: 'Bilan', category: 'laboratory' };
    const file = await make();
    expect(await refusalOf(vault, { type: 'addDocument', record, file, fields })).toBe(error);
    expect(await namesIn(holder, 'documents', 'title')).toEqual([]);
    expect(disk.table('ops').entries()).toHaveLength(before);
    expect(await files.names()).toEqual({ ok: true, value: [] });
  });

  test('what is refused can be tried again with the right file', async () => {
    const { vault, record } = holder;
    const fields = { title: 'Bilan', category: 'laboratory' };
    must(await vault.run({ type: 'addDocument', record, file: await pdfFile(), fields }));
    expect(await namesIn(holder, 'documents', 'title')).toEqual(['"Bilan"']);
  });
});

describe('a code that is not the right one', () => {
  let relay: MemoryRelay;
  let holder: Holder;
  let practitioner: Holder;
  const time = new FastTime(1);
  beforeAll(async () => {
    relay = await MemoryRelay.start({ clock: time.clock });
    holder = await newHolder(relay.url, time);
    practitioner = await newPractitioner(relay.url, time);
    await untilWord(holder, 'synced');
  });
  afterAll(async () => {
    await Promise.all([holder.vault.lock(), practitioner.vault.lock()]);
    await relay.stop();
  });

  const shown = async (): Promise<string> =>
    must(await practitioner.vault.run({ type: 'showPairingCode' })).qrText;
  const refused = (text: string): Promise<VaultErrorType> =>
    refusalOf(holder.vault, { type: 'readPairingCode', text });

  test.each([
    ['a train ticket', 'M1DURAND/CAMILLE      EABC123 NTEPARAF 0012 326'],
    ['an address of the web', 'https://example.org/p#1.AAAA'],
    ['nothing', ''],
    ['a code with one character lost', 'https://localhost/p#1.abcdef'],
  ])('%s is no pairing code', async (_name, text) => {
    expect(await refused(text)).toBe('NotAPairingCode');
  });

  test('a code of another relay is said to be one', async () => {
    const text = pairingQrText(
      'https://ailleurs.example',
      new Uint8Array(32),
      systemRandom.bytes(16),
    );
    expect(await refused(text)).toBe('PairingFromOtherRelay');
  });

  test('a code of another sort is said to be one', async () => {
    const text = (await shown()).replace('/p#', '/h#');
    expect(await refused(text)).toBe('PairingCodeOfOtherSort');
  });

  test('a code that nobody shows is over', async () => {
    const text = pairingQrText(relay.url, systemRandom.bytes(32), systemRandom.bytes(16));
    expect(await refused(text)).toBe('PairingExpired');
  });

  test('a code whose fingerprint is not that of what the relay serves is not authentic', async () => {
    const [one, other] = [await shown(), await shown()];
    const payload = (text: string): Buffer => Buffer.from(text.split('#1.')[1] ?? '', 'base64url');
    const fingerprint = payload(one)
      .subarray(0, 32)
      .map((byte) => byte ^ 1);
    const code = payload(other).subarray(32);
    const mixed = pairingQrText(relay.url, new Uint8Array(fingerprint), new Uint8Array(code));
    expect(await refused(mixed)).toBe('PairingNotAuthentic');
  });

  test('a code that was answered is used', async () => {
    const code = must(await practitioner.vault.run({ type: 'showPairingCode' }));
    const read = must(await holder.vault.run({ type: 'readPairingCode', text: code.qrText }));
    const again = must(await holder.vault.run({ type: 'readPairingCode', text: code.qrText }));
    expect(again.bearer).toEqual(read.bearer);
    const { record } = holder;
    const filter = filterFromPreset('emergency');
    const open = { type: 'openWindow', pairing: read.pairing, record, filter } as const;
    must(await holder.vault.run({ ...open, until: undefined }));
    for (
      let tries = 0;
      tries < 100 && relay.commits.flat().every((c) => c.type !== 'putSlot' || c.slot.slot !== 1);
      tries++
    ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await refused(code.qrText)).toBe('PairingAlreadyUsed');
    expect(await refusalOf(holder.vault, { ...open, until: undefined })).toBe('PairingExpired');
  });

  test('one’s own code is said to be one’s own', async () => {
    const text = await shown();
    expect(await refusalOf(practitioner.vault, { type: 'readPairingCode', text })).toBe(
      'OwnPairingCode',
    );
  });

  test('a code is over after seven days, for who shows it and for who reads it', async () => {
    const text = await shown();
    time.jump(7 * DAY_MS + 60_000);
    expect(await refused(text)).toBe('PairingExpired');
  });

  test('after all that a good code still opens a window', async () => {
    await untilWord(practitioner, 'synced');
    const opened = await pair(holder, practitioner);
    expect(opened.words).toHaveLength(4);
  });

  test('without a practitioner’s identity no code is shown', async () => {
    const nobody = await newHolder(relay.url, time);
    expect(await refusalOf(nobody.vault, { type: 'showPairingCode' })).toBe(
      'NoProfessionalIdentity',
    );
    await nobody.vault.lock();
    const again = await deviceOn(relay.url, nobody.disk, time);
    expect(await again.vault.status()).toMatchObject({ state: 'locked' });
  });
});
