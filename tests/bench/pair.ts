import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { DAY_MS } from '#base/time.ts';
import type { LogId } from '#base/ids.ts';
import type { Json } from '#record/entry.ts';
import { filterFromPreset } from '#record/presets.ts';
import { ask, run, type PageWithVault } from '../e2e/page-vault.ts';
import { AppInBrowser } from './in-browser/app-in-browser.ts';
import { barePairing, type PairingSizes } from './in-browser/bare-pairing.ts';
import { compare, type Bench } from './rounds.ts';

/**
 * From the practitioner's code decoded on the holder's phone to the summary painted on the
 * practitioner's screen: the mailbox is read, the channel made and filled, the grant sealed,
 * fetched and opened, the window read. Two browsers, both connected, both pages slowed four
 * times; the vaults' workers are not. What a person does between (choosing, touching) is done at
 * once. Against three round trips of the same bytes from a page (bundle, grant, window) and the
 * bare primitives that such a pairing cannot do without, of both sides, one after the other.
 */
const SLOWED = 4;
const HOLDER = 'Camille Durand';

export const bench: Bench = {
  name: 'pair',
  async run({ rounds, log }) {
    const practitioner = await AppInBrowser.start();
    const holder = await practitioner.another();
    const echo = await startEcho();
    try {
      const doctorPage = await openPractitioner(practitioner);
      const holderPage = await openHolder(holder);
      const job = async (): Promise<number> => {
        const ms = await pairOnce(holderPage, doctorPage);
        log(`pair: ${ms.toFixed(0)} ms`);
        return ms;
      };
      await pairOnce(holderPage, doctorPage);
      const sizes = await sizesOf(holderPage, doctorPage);
      const bare = await holder.open('/favicon.ico');
      await bare.goto(echo.url);
      const floor = async (): Promise<number> => {
        const trips = await roundTrips(bare, sizes);
        const crypto = await barePairing(sizes);
        log(`pair: ${trips.toFixed(1)} ms of round trips, ${crypto.toFixed(1)} ms of bare crypto`);
        return trips + crypto;
      };
      return [
        {
          name: 'pair',
          ...(await compare(job, floor, rounds)),
          unit: 'ms',
          goal: { max: 2 },
          beside: { 'bytes each way': sizes.bundle + sizes.grant + sizes.window },
        },
      ];
    } finally {
      echo.server.close();
      echo.server.closeAllConnections();
      await holder.stop();
      await practitioner.stop();
    }
  },
};

const recordOf = async (page: Page): Promise<LogId> => {
  const [first] = await ask(page, { type: 'records' });
  if (!first) throw new Error('the notebook has a record');
  return first.record;
};

async function untilSynced(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Synchronisé/ }).waitFor();
}

async function openPractitioner(app: AppInBrowser): Promise<Page> {
  await app.createNotebook();
  const page = await app.openNotebook();
  const professional = {
    name: 'Dr Nadia Martin',
    profession: 'Cardiologue',
    specialty: '',
    place: 'Nantes',
    rpps: '',
  };
  await run(page, { type: 'setProfessional', professional });
  await untilSynced(page);
  return page;
}

/** A record as somebody of 46 shows it: some sixty entries. */
async function openHolder(app: AppInBrowser): Promise<Page> {
  await app.createNotebook();
  const page = await app.openNotebook();
  const record = await recordOf(page);
  const add = (section: string, fields: Readonly<Record<string, Json>>): Promise<unknown> =>
    run(page, { type: 'addEntry', record, section, fields });
  const [usedGivenName = '', usedName = ''] = HOLDER.split(' ');
  await add('identity', { usedGivenName, usedName, birthDate: '1980-03-03', sex: 'female' });
  await add('allergies', { substance: 'Pénicilline', reaction: 'choc', severity: 'severe' });
  for (let i = 0; i < 8; i++) {
    await add('treatments', {
      label: `Traitement ${String(i)}`,
      dose: '5 mg',
      schedule: '1 le matin',
    });
    await add('conditions', { label: `Maladie ${String(i)}`, start: '2019' });
  }
  const now = await page.evaluate(() => Date.now());
  for (let i = 0; i < 40; i++) {
    await add('measurements', {
      kind: 'bloodPressure',
      systolic: { value: '135', unit: 'mm[Hg]' },
      diastolic: { value: '85', unit: 'mm[Hg]' },
      takenAt: { at: now - i * DAY_MS, zone: 'Europe/Paris' },
    });
  }
  await untilSynced(page);
  return page;
}

const goTo = async (page: Page, address: string): Promise<void> => {
  // By a link of the app itself: the notebook stays open.
  await page.evaluate((href) => {
    const link = document.createElement('a');
    link.href = href;
    document.body.append(link);
    link.click();
    link.remove();
  }, address);
  await page.waitForURL(`**${address}`);
};

/** The text of the code on the screen, as the holder's camera would decode it. */
async function shownCode(page: Page): Promise<string> {
  await page.evaluate(() => {
    const copied = { text: '' };
    Object.assign(globalThis, { copied });
    navigator.clipboard.writeText = (text) => {
      copied.text = text;
      return Promise.resolve();
    };
  });
  await page.getByRole('button', { name: 'Copier le lien' }).click();
  return page.evaluate(() => (globalThis as unknown as { copied: { text: string } }).copied.text);
}

async function slow(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
  await session.detach();
}

/** Milliseconds of one pairing, by the one clock of this computer. */
async function pairOnce(holder: Page, doctor: Page): Promise<number> {
  await goTo(doctor, '/praticien/recevoir');
  const text = await shownCode(doctor);
  const record = await recordOf(holder);
  await Promise.all([slow(holder, SLOWED), slow(doctor, SLOWED)]);
  const painted = untilPainted(doctor);
  const scanned = await scanAndOpen(holder, text, record);
  const ms = (await painted) - scanned.at;
  await Promise.all([slow(holder, 1), slow(doctor, 1)]);
  await run(holder, { type: 'closeChannel', channel: scanned.channel });
  return ms;
}

function scanAndOpen(
  page: Page,
  text: string,
  record: LogId,
): Promise<{ at: number; channel: LogId }> {
  const filter = filterFromPreset('generalPractitioner');
  return page.evaluate(
    async (asked) => {
      const { vault } = await (globalThis as unknown as PageWithVault).testedVault;
      const at = performance.timeOrigin + performance.now();
      const read = await vault.run({ type: 'readPairingCode', text: asked.text });
      if (!read.ok) throw new Error(read.error.type);
      const { pairing } = read.value as { pairing: never };
      const { record: into, filter: shown } = asked;
      const until = undefined;
      const opened = await vault.run({
        type: 'openWindow',
        pairing,
        record: into,
        filter: shown,
        until,
      });
      if (!opened.ok) throw new Error(opened.error.type);
      return { at, channel: (opened.value as { channel: LogId }).channel };
    },
    { text, record, filter },
  );
}

/** The moment of the frame after the one that has the summary. */
function untilPainted(page: Page): Promise<number> {
  return page.evaluate(async (name) => {
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const link = (): HTMLAnchorElement | undefined =>
      [...document.querySelectorAll<HTMLAnchorElement>('main a[href^="/praticien/"]')].find(
        ({ pathname }) => /^\/praticien\/[0-9a-f]{64}$/.test(pathname),
      );
    const isThere = (): boolean =>
      document.querySelector('main h1')?.textContent.trim() === name &&
      document.querySelector('main table') !== null;
    while (!link()) await frame();
    link()?.click();
    while (!isThere()) await frame();
    await frame();
    return performance.timeOrigin + performance.now();
  }, HOLDER);
}

async function sizesOf(holder: Page, doctor: Page): Promise<PairingSizes> {
  const own = await ask(doctor, { type: 'ownIdentity' });
  const record = await recordOf(holder);
  const filter = filterFromPreset('generalPractitioner');
  const view = await ask(holder, { type: 'preview', record, filter });
  const bundle = Math.ceil(((own?.request.length ?? 0) * 3) / 4);
  return { bundle, grant: 2048, window: JSON.stringify(view).length };
}

async function startEcho(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
      request.pipe(response);
    } else response.end('<!doctype html><title>echo</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return { server, url: `http://localhost:${String((server.address() as AddressInfo).port)}` };
}

/** Three requests, one after the other, each answered with what it brought. */
const roundTrips = (page: Page, { bundle, grant, window }: PairingSizes): Promise<number> =>
  page.evaluate(
    async (sizes) => {
      const bodies = sizes.map((size) => new Uint8Array(size));
      const startedAt = performance.now();
      for (const body of bodies) {
        const answer = await fetch('/', { method: 'POST', body });
        await answer.arrayBuffer();
      }
      return performance.now() - startedAt;
    },
    [bundle, grant, window],
  );
