import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { DAY_MS, instant } from '#base/time.ts';
import type { LogId } from '#base/ids.ts';
import type { Json } from '#record/entry.ts';
import { filterFromPreset } from '#record/presets.ts';
import { ask, reachVault, run, type PageWithVault } from './page-vault.ts';

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };
const PRESSURES = [
  ['142', '92', 40],
  ['138', '88', 12],
] as const;

export async function newPage(
  browser: Browser,
  viewport: typeof PHONE,
  more: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport, ...more });
  await reachVault(context);
  return context.newPage();
}

export const recordOf = async (page: Page): Promise<LogId> => {
  const [first] = await ask(page, { type: 'records' });
  if (!first) throw new Error('the notebook has a record');
  return first.record;
};

export async function add(page: Page, section: string, fields: Readonly<Record<string, Json>>) {
  const record = await recordOf(page);
  return run(page, { type: 'addEntry', record, section, fields });
}

/** A record as somebody of 46 has it. */
export async function fillRecord(page: Page): Promise<void> {
  const record = await recordOf(page);
  await add(page, 'identity', {
    usedGivenName: 'Camille',
    usedName: 'Durand',
    birthDate: '1980-03-03',
    sex: 'female',
    bloodGroup: 'aPos',
  });
  await add(page, 'allergies', {
    substance: 'Pénicilline',
    reaction: 'choc anaphylactique',
    severity: 'severe',
    since: '2009',
  });
  await add(page, 'allergies', { substance: 'Latex', severity: 'mild' });
  for (const [label, dose, schedule, start] of [
    ['Amlodipine', '5 mg', '1 le matin', '2026-11-12'],
    ['Atorvastatine', '20 mg', '1 le soir', '2024-03'],
    ['Vitamine D', '1 ampoule', 'tous les 3 mois', '2023'],
  ] as const) {
    await add(page, 'treatments', { label, dose, schedule, start });
  }
  await add(page, 'treatments', { label: 'Ramipril', end: '2024' });
  await add(page, 'conditions', { label: 'Hypertension artérielle', start: '2019' });
  await add(page, 'conditions', { label: 'Hypercholestérolémie', start: '2023' });
  await add(page, 'conditions', { label: 'Appendicite', start: '1994', status: 'resolved' });
  const zone = 'Europe/Paris';
  for (const [systolic, diastolic, daysAgo] of PRESSURES) {
    await add(page, 'measurements', {
      kind: 'bloodPressure',
      systolic: { value: systolic, unit: 'mm[Hg]' },
      diastolic: { value: diastolic, unit: 'mm[Hg]' },
      takenAt: { at: Date.now() - daysAgo * DAY_MS, zone },
    });
  }
  await add(page, 'measurements', {
    kind: 'weight',
    value: { value: '72.5', unit: 'kg' },
    takenAt: { at: Date.now() - 5 * DAY_MS, zone },
  });
  for (const [title, name, category] of [
    ['Bilan lipidique', 'bilan-lipidique.pdf', 'laboratory'],
    ['Ordonnance de novembre', 'ordonnance.pdf', 'prescriptions'],
  ] as const) {
    await addDocument(page, record, title, name, category);
  }
}

/** A real file, handed to the page's vault as the picker hands it. */
async function addDocument(
  page: Page,
  record: LogId,
  title: string,
  name: string,
  category: string,
): Promise<void> {
  const path = fileURLToPath(new URL(`../fixtures/files/${name}`, import.meta.url));
  const bytes = (await readFile(path)).toString('base64');
  await page.evaluate(
    async ([base64, fileName, into, fields]) => {
      const { testedVault } = globalThis as unknown as PageWithVault;
      const { vault } = await testedVault;
      const file = new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], fileName, {
        type: 'application/pdf',
      });
      const added = await vault.run({ type: 'addDocument', record: into, file, fields });
      if (!added.ok) throw new Error(added.error.type);
    },
    [bytes, name, record, { title, category }] as const,
  );
}

/** Opens a window that ends soon, past the screens, which offer no such end. */
export async function openWindowUntil(holder: Page, doctor: Page, ms: number): Promise<LogId> {
  const { qrText } = await run(doctor, { type: 'showPairingCode' });
  const { pairing } = await run(holder, { type: 'readPairingCode', text: qrText });
  const { channel } = await run(holder, {
    type: 'openWindow',
    pairing,
    record: await recordOf(holder),
    filter: filterFromPreset('generalPractitioner'),
    until: instant(Date.now() + ms),
  });
  return channel;
}
