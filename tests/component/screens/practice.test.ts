import { beforeAll, describe, expect, test } from 'vitest';
import type { Locator } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { LogId } from '#base/ids.ts';
import { DAY_MS, HOUR_MS, instant } from '#base/time.ts';
import JournalScreen from '#ui/journal/JournalScreen.svelte';
import ReadingsSheet from '#ui/journal/ReadingsSheet.svelte';
import PatientList from '#ui/practice/PatientList.svelte';
import PatientScreen from '#ui/practice/PatientScreen.svelte';
import PatientSummary from '#ui/practice/PatientSummary.svelte';
import type { PatientSummary as Patient, Query, WindowView } from '#vault/api.ts';
import { NOW, RECORD, entryOf, ScriptedVault } from '../scripted-vault.ts';
import { findFaults, speakFrench } from '../ui/sheet-of-paper.ts';
import InApp from './InApp.svelte';

beforeAll(speakFrench);

const CHANNEL = 'c'.repeat(64) as LogId;
const file = {
  blob: 'b'.repeat(64),
  key: 'd'.repeat(64),
  sizeBytes: 12,
  mediaType: 'application/pdf',
  name: 'bilan.pdf',
};
const weight = (value: string, daysAgo: number) =>
  entryOf('measurements', {
    kind: 'weight',
    value: { value, unit: 'kg' },
    takenAt: { at: NOW - daysAgo * DAY_MS, zone: 'Europe/Paris' },
  });
const viewOf = (entries: WindowView['entries']): WindowView => ({
  about: { holder: 'Camille Durand', preset: 'generalPractitioner', until: undefined },
  entries,
  nones: [],
});
const patientOf = (over: Partial<Patient>): Patient => ({
  channel: CHANNEL,
  name: 'Camille Durand',
  birthDate: '1980-03-03',
  state: 'open',
  until: undefined,
  wordsCompared: true,
  changedAt: NOW,
  ...over,
});

/** What is read, whatever the spaces: French puts some that do not break. */
const plainText = (of: Locator): string => of.element().textContent.replaceAll(/\s+/g, ' ');

describe('the practitioner’s first look', () => {
  const shown = (view: WindowView, given: object = {}) =>
    render(InApp, {
      vault: new ScriptedVault(),
      screen: PatientSummary,
      given: { view, ...given },
    });

  test('tells first what is otherwise since the last visit, and marks it in its place', async () => {
    const added = entryOf('treatments', { label: 'Périndopril', dose: '4 mg' });
    const changed = entryOf('conditions', { label: 'Asthme' });
    const old = entryOf('treatments', { label: 'Amlodipine' });
    const measures = [weight('72.0', 1), weight('73.0', 2)];
    const since = {
      at: instant(NOW - 163 * DAY_MS),
      added: [added.id, ...measures.map(({ id }) => id)],
      changed: [changed.id],
      removed: 1,
    };
    const screen = await shown(viewOf([old, changed, added, ...measures]), { since });
    const band = screen.getByText(/^Depuis votre dernière consultation \(12 juin\) — /);
    await expect.element(band).toBeVisible();
    expect(plainText(band)).toContain(
      'Périndopril 4 mg : nouveau · Asthme : modifié · 2 mesures : Poids · un élément n’est plus montré',
    );
    await expect.element(screen.getByRole('row', { name: /^Périndopril nouveau/ })).toBeVisible();
    await expect.element(screen.getByText('vu il y a 5 mois')).toBeVisible();
    expect(await findFaults(screen.container)).toEqual([]);
  });

  test('says that nothing changed, and nothing at all at the first visit', async () => {
    const since = { at: NOW, added: [], changed: [], removed: 0 };
    const again = await shown(viewOf([weight('72.0', 1)]), { since });
    await expect.element(again.getByText(/rien n’a changé dans cette fenêtre/)).toBeVisible();
    const first = await shown(viewOf([weight('72.0', 1)]));
    expect(first.container.textContent).not.toContain('Depuis votre dernière');
  });

  test('holds a measure against the one before, by the newest', async () => {
    const screen = await shown(viewOf([weight('72.5', 3), weight('74.0', 30)]));
    await expect
      .element(screen.getByRole('row', { name: /Poids 72,5\skg.*avant\s: 74,0/ }))
      .toBeVisible();
  });

  test('tells what is over after what goes on', async () => {
    const screen = await shown(
      viewOf([
        entryOf('treatments', { label: 'Ramipril', end: '2024' }),
        entryOf('conditions', { label: 'Angine', status: 'resolved' }),
      ]),
    );
    await expect.element(screen.getByRole('table', { name: 'Traitements passés' })).toBeVisible();
    await expect.element(screen.getByRole('table', { name: 'Maladies passées' })).toBeVisible();
    expect(screen.container.textContent).not.toContain('Traitements en cours');
  });

  test('asks for the documents beyond the newest', async () => {
    const documents = ['Un', 'Deux', 'Trois', 'Quatre'].map((title) =>
      entryOf('documents', { title, category: 'reports', file }),
    );
    const screen = await shown(viewOf(documents));
    await screen.getByRole('button', { name: 'Un autre document' }).click();
    await expect.element(screen.getByText('Quatre')).toBeVisible();
  });
});

describe('a patient’s page', () => {
  const page = (summary: Patient, view?: WindowView) => {
    const vault = new ScriptedVault({
      answer: (query: Query) =>
        query.type === 'patient' ? { summary, words: [], view, since: undefined } : undefined,
    });
    return {
      vault,
      screen: render(InApp, { vault, screen: PatientScreen, given: { channel: CHANNEL } }),
    };
  };

  test('puts no name in the tab, and notes that it was looked at', async () => {
    const { vault, screen } = page(patientOf({}), viewOf([]));
    await expect.element((await screen).getByRole('heading', { level: 1 })).toBeVisible();
    expect(document.title).toBe('Dossier d’un patient · Carnet');
    await expect
      .poll(() => vault.commands)
      .toContainEqual({ type: 'lookAtPatient', channel: CHANNEL });
  });

  test.each([
    ['closed', 'Cette fenêtre est fermée.'],
    ['expired', 'Cette fenêtre est arrivée à sa fin.'],
    ['waiting', 'La fenêtre arrive…'],
    ['away', 'Cette fenêtre n’est pas encore revenue.'],
  ] as const)('says of a window that is %s what it is', async (state, said) => {
    const { screen } = page(patientOf({ state, name: '' }));
    await expect.element((await screen).getByText(said)).toBeVisible();
  });
});

describe('the list of patients', () => {
  test('tells where each window stands, and finds one by a name without its accents', async () => {
    const patients = [
      patientOf({ channel: '1'.repeat(64) as LogId, name: 'Hélène Noël', wordsCompared: false }),
      patientOf({
        channel: '2'.repeat(64) as LogId,
        name: 'Jeanne',
        until: instant(NOW + 3 * DAY_MS),
      }),
      patientOf({
        channel: '3'.repeat(64) as LogId,
        name: 'Paul',
        until: instant(NOW + 60 * DAY_MS),
      }),
      patientOf({ channel: '4'.repeat(64) as LogId, name: '', state: 'closed' }),
      patientOf({ channel: '5'.repeat(64) as LogId, name: 'Ali', state: 'away' }),
      patientOf({ channel: '6'.repeat(64) as LogId, name: 'Yasmina' }),
    ];
    const vault = new ScriptedVault({
      answer: ({ type }) => (type === 'patients' ? patients : undefined),
    });
    const screen = await render(InApp, { vault, screen: PatientList });
    for (const said of [
      'ouverte, sans limite · mots non comparés',
      'se ferme dans 3 jours',
      'ouverte jusqu’au 21 janv. 2027',
      'fermée',
      'attend que la personne se connecte',
    ]) {
      await expect.element(screen.getByText(said, { exact: true })).toBeVisible();
    }
    await screen.getByLabelText(/^Chercher un patient/).fill('helene');
    await expect.element(screen.getByText('Hélène Noël')).toBeVisible();
    expect(screen.container.textContent).not.toContain('Paul');
    await screen.getByLabelText(/^Chercher un patient/).fill('personne');
    await screen.getByRole('button', { name: 'Revoir tous les patients' }).click();
    await expect.element(screen.getByText('Paul')).toBeVisible();
    expect(await findFaults(screen.container)).toEqual([]);
  });
});

describe('what was read', () => {
  const bilan = entryOf('documents', { title: 'Bilan lipidique', category: 'laboratory', file });
  const hour = instant(NOW - (NOW % HOUR_MS));
  const vault = new ScriptedVault({
    entries: [
      bilan,
      entryOf('journal', { act: 'windowOpened', who: 'Dr Nadia Martin', about: CHANNEL }),
      entryOf('journal', {
        act: 'windowRead',
        who: 'Dr Nadia Martin',
        about: CHANNEL,
        details: {
          read: [
            { what: 'summary', at: NOW },
            { what: 'entry', at: NOW, entry: bilan.id },
          ],
        },
      }),
    ],
    answer: ({ type }) =>
      type === 'reads'
        ? {
            toldAt: NOW,
            lines: [
              {
                by: 'correspondent',
                at: hour,
                hasWindow: true,
                documents: [bilan.id],
                otherFiles: 1,
              },
              { by: 'holder', at: hour, hasWindow: true, documents: [], otherFiles: 0 },
            ],
          }
        : type === 'channels'
          ? [
              {
                channel: CHANNEL,
                state: 'open',
                correspondent: { professional: { name: 'Dr Nadia Martin' } },
              },
            ]
          : undefined,
  });

  test('stands as the relay says it, beside what the reader says', async () => {
    const screen = await render(InApp, {
      vault,
      screen: ReadingsSheet,
      given: { record: RECORD, channel: CHANNEL },
    });
    const relay = screen.getByRole('list', { name: 'Consultations passées par le relais' });
    await expect
      .poll(() => plainText(relay))
      .toContain('La fenêtre, Bilan lipidique, un autre fichier');
    expect(relay.element().children).toHaveLength(1);
    const reader = screen.getByRole('list', { name: 'Ce que cette personne dit avoir lu' });
    await expect.poll(() => plainText(reader)).toContain('Bilan lipidique');
    expect(reader.element().children).toHaveLength(2);
    expect(await findFaults(screen.container)).toEqual([]);
  });

  test('is in the journal with who says it', async () => {
    const screen = await render(InApp, { vault, screen: JournalScreen });
    await expect
      .element(screen.getByText('Consultation passée par le relais · Dr Nadia Martin'))
      .toBeVisible();
    expect(screen.getByText('Lu, dit cette personne · Dr Nadia Martin').elements()).toHaveLength(2);
    await expect.element(screen.getByText('Fenêtre ouverte · Dr Nadia Martin')).toBeVisible();
  });
});
