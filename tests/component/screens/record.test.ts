import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { instant } from '#base/time.ts';
import AddEntryScreen from '#ui/record/AddEntryScreen.svelte';
import HomeScreen from '#ui/record/HomeScreen.svelte';
import SectionScreen from '#ui/record/SectionScreen.svelte';
import AddMeasureScreen from '#ui/sections/measurements/AddMeasureScreen.svelte';
import MeasuresScreen from '#ui/sections/measurements/MeasuresScreen.svelte';
import { toasts } from '#ui/state/toasts.svelte.ts';
import { NOW, entryOf, ScriptedVault } from '../scripted-vault.ts';
import { findFaults, speakFrench } from '../ui/sheet-of-paper.ts';
import InApp from './InApp.svelte';

beforeAll(speakFrench);
// As the app does on leaving a page.
afterEach(() => {
  for (const { id } of toasts.list) toasts.dismiss(id);
});

const pressure = (high: string, low: string, at: number) =>
  entryOf('measurements', {
    kind: 'bloodPressure',
    systolic: { value: high, unit: 'mm[Hg]' },
    diastolic: { value: low, unit: 'mm[Hg]' },
    takenAt: { at: instant(at), zone: 'Europe/Paris' },
  });

describe('the medical profile', () => {
  test('an empty section says what it is for, and takes "none" as the person’s own word', async () => {
    const vault = new ScriptedVault();
    const screen = await render(InApp, {
      vault,
      screen: SectionScreen,
      given: { code: 'allergies' },
    });
    await screen.getByRole('button', { name: 'Je n’ai pas d’allergie connue' }).click();
    await expect.element(screen.getByText(/^Dit par vous/)).toBeVisible();
    expect(vault.commands).toMatchObject([{ type: 'sayNone', section: 'allergies', none: true }]);
    expect(await findFaults(screen.container)).toEqual([]);
  });

  test('what is over stands apart from what goes on', async () => {
    const vault = new ScriptedVault({
      entries: [
        entryOf('treatments', { label: 'Amlodipine', dose: '5 mg' }),
        entryOf('treatments', { label: 'Amoxicilline', end: '2025-03' }),
      ],
    });
    const screen = await render(InApp, {
      vault,
      screen: SectionScreen,
      given: { code: 'treatments' },
    });
    const listed = (name: string) => screen.getByRole('list', { name }).getByRole('link');
    await expect.element(listed('En cours')).toHaveTextContent('Amlodipine 5 mg');
    await expect.element(listed('Passé')).toHaveTextContent('Amoxicilline');
  });

  test('a form without its required field says so, sends nothing and keeps what was typed', async () => {
    const vault = new ScriptedVault();
    const screen = await render(InApp, {
      vault,
      screen: AddEntryScreen,
      given: { code: 'allergies' },
    });
    await screen.getByLabelText(/^Réaction/).fill('plaques');
    await screen.getByRole('button', { name: 'Enregistrer' }).click();
    await expect.element(screen.getByText('Ce champ est nécessaire.')).toBeVisible();
    await expect.element(screen.getByLabelText('Substance')).toHaveFocus();
    await expect.element(screen.getByLabelText(/^Réaction/)).toHaveValue('plaques');
    expect(vault.commands.filter(({ type }) => type === 'addEntry')).toEqual([]);
  });

  test('a form that the vault refuses says what is safe, and can be sent again', async () => {
    let isFull = true;
    const vault = new ScriptedVault({
      run: ({ type }) =>
        type === 'addEntry' && isFull ? { ok: false, error: { type: 'DeviceFull' } } : undefined,
    });
    const went: string[] = [];
    const screen = await render(InApp, {
      vault,
      screen: AddEntryScreen,
      given: { code: 'allergies' },
      ongo: (address: string) => went.push(address),
    });
    await screen.getByLabelText('Substance').fill('Pénicilline');
    await screen.getByText('Grave', { exact: true }).click();
    await screen.getByRole('button', { name: 'Enregistrer' }).click();
    await expect
      .element(screen.getByRole('alert').getByText(/n’y a plus assez de place/))
      .toBeVisible();
    isFull = false;
    await screen.getByRole('button', { name: 'Enregistrer' }).click();
    await expect.poll(() => went).toEqual(['/profil/allergies']);
    expect(vault.commands.findLast(({ type }) => type === 'addEntry')).toMatchObject({
      fields: { substance: 'Pénicilline', severity: 'severe' },
    });
  });

  test('an entry is hidden from its first moment on when the person says so', async () => {
    const vault = new ScriptedVault();
    const screen = await render(InApp, {
      vault,
      screen: AddEntryScreen,
      given: { code: 'conditions' },
    });
    await screen.getByRole('textbox').first().fill('Asthme');
    await screen.getByRole('switch', { name: 'Cacher des fenêtres' }).click();
    expect(await findFaults(screen.container)).toEqual([]);
    await screen.getByRole('button', { name: 'Enregistrer' }).click();
    await expect
      .poll(() => vault.commands.find(({ type }) => type === 'addEntry'))
      .toMatchObject({ section: 'conditions', marks: { hidden: true } });
  });
});

describe('home', () => {
  test('the grave allergy comes before everything else', async () => {
    const vault = new ScriptedVault({
      entries: [
        entryOf('allergies', { substance: 'Pollen', severity: 'mild' }),
        entryOf('allergies', { substance: 'Pénicilline', severity: 'severe' }),
        entryOf('allergies', { substance: 'Latex', certainty: 'refuted' }),
      ],
    });
    const screen = await render(InApp, { vault, screen: HomeScreen });
    await expect.element(screen.getByText('Allergie grave : Pénicilline')).toBeVisible();
    await expect.element(screen.getByText('Autres : Pollen')).toBeVisible();
    expect(screen.container.textContent).not.toContain('Latex :');
    expect(await findFaults(screen.container)).toEqual([]);
  });

  test('a device without a lock says it, one with a lock does not', async () => {
    const status = { state: 'open', slots: [], passkeys: [] } as const;
    const open = await render(InApp, { vault: new ScriptedVault({ status }), screen: HomeScreen });
    await expect.element(open.getByText('Cet appareil n’est pas protégé')).toBeVisible();
    await open.unmount();
    const locked = await render(InApp, { vault: new ScriptedVault(), screen: HomeScreen });
    await expect.element(locked.getByText('Votre carnet est prêt.')).toBeVisible();
    expect(locked.container.textContent).not.toContain('n’est pas protégé');
  });
});

describe('measurements', () => {
  test('the last value stands with the one before, in words', async () => {
    const vault = new ScriptedVault({
      entries: [pressure('142', '92', NOW - 10 * 86_400_000), pressure('135', '85', NOW - 60_000)],
    });
    const screen = await render(InApp, { vault, screen: MeasuresScreen });
    await expect.element(screen.getByText(/135\/85\smmHg/).first()).toBeVisible();
    await expect.element(screen.getByText(/^Avant\s: 142\/92\smmHg, 12 nov\.$/)).toBeVisible();
  });

  test('blood pressure asks its two values, and is written with the unit and the moment', async () => {
    const vault = new ScriptedVault();
    const screen = await render(InApp, { vault, screen: AddMeasureScreen });
    await screen.getByRole('button', { name: 'Enregistrer' }).click();
    expect(screen.getByText('Écrivez un nombre.').elements()).toHaveLength(2);
    await screen.getByLabelText(/systolique/).fill('135');
    await screen.getByLabelText(/diastolique/).fill('85');
    await screen.getByRole('button', { name: 'Enregistrer' }).click();
    await expect
      .poll(() => vault.commands.find(({ type }) => type === 'addEntry'))
      .toMatchObject({
        section: 'measurements',
        fields: {
          kind: 'bloodPressure',
          systolic: { value: '135', unit: 'mm[Hg]' },
          diastolic: { value: '85', unit: 'mm[Hg]' },
          takenAt: { at: NOW },
        },
      });
  });
});
