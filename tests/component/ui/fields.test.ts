import { beforeAll, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { PartialDate } from '#base/time.ts';
import Checkbox from '#ui/components/Checkbox.svelte';
import Choice from '#ui/components/Choice.svelte';
import DatePartial from '#ui/components/DatePartial.svelte';
import NumberInput from '#ui/components/NumberInput.svelte';
import PassphraseInput from '#ui/components/PassphraseInput.svelte';
import Select from '#ui/components/Select.svelte';
import Switch from '#ui/components/Switch.svelte';
import TextArea from '#ui/components/TextArea.svelte';
import TextInput from '#ui/components/TextInput.svelte';
import Held from './Held.svelte';
import { speakFrench } from './sheet-of-paper.ts';

beforeAll(speakFrench);

describe('a field', () => {
  test('is named by its label and described by its hint and its error', async () => {
    const screen = await render(TextInput, {
      label: 'Téléphone',
      value: '',
      hint: 'Dix chiffres',
      error: 'Il en manque un.',
    });
    const input = screen.getByRole('textbox', { name: 'Téléphone' });
    await expect.element(input).toHaveAccessibleDescription('Dix chiffres Il en manque un.');
    await expect.element(input).toBeInvalid();
  });

  test('says that it is optional, else is required', async () => {
    const optional = await render(TextArea, { label: 'Note', value: '', optional: true });
    await expect
      .element(optional.getByRole('textbox', { name: 'Note (facultatif)' }))
      .not.toBeRequired();
    const required = await render(TextInput, { label: 'Nom', value: '' });
    await expect.element(required.getByRole('textbox', { name: 'Nom' })).toBeRequired();
  });

  test('has no error to hear when there is none', async () => {
    const screen = await render(TextInput, { label: 'Nom', value: '' });
    await expect.element(screen.getByRole('textbox')).not.toHaveAttribute('aria-describedby');
  });

  test('tells what is typed', async () => {
    const oninput = vi.fn();
    const screen = await render(TextInput, { label: 'Nom', value: '', oninput });
    await screen.getByRole('textbox').fill('Camille');
    expect(oninput).toHaveBeenLastCalledWith('Camille');
  });
});

describe('a number', () => {
  test.each([
    ['64,50', '64.50'],
    ['64.5', '64.5'],
    ['1 234', '1234'],
    ['-2', '-2'],
    [',5', '0.5'],
    ['12a', '12a'],
    ['', undefined],
  ])('typed "%s" is %s, digit for digit', async (typed, value) => {
    const written: unknown[] = [];
    const more = { unit: 'kg' };
    const screen = await render(Held, {
      kind: NumberInput,
      label: 'Poids',
      more,
      first: '1',
      written,
    });
    const input = screen.getByRole('textbox', { name: 'Poids' });
    await expect.element(input).toHaveAccessibleDescription('kg');
    await input.fill(typed);
    expect(written.at(-1)).toBe(value);
    await expect.element(input).toHaveValue(typed);
  });

  test('is shown as the language writes it', async () => {
    const screen = await render(NumberInput, { label: 'Poids', value: '64.50' });
    await expect.element(screen.getByRole('textbox')).toHaveValue('64,50');
  });
});

describe('a date', () => {
  const draw = async (value?: PartialDate) => {
    const written: unknown[] = [];
    const screen = await render(Held, {
      kind: DatePartial,
      label: 'Depuis',
      first: value,
      written,
    });
    const box = (name: string) => screen.getByRole('textbox', { name });
    return { screen, written, box };
  };

  test('is a group of three boxes, in the order of the language', async () => {
    const { screen } = await draw();
    await expect.element(screen.getByRole('group', { name: 'Depuis' })).toBeVisible();
    const names = screen
      .getByRole('textbox')
      .elements()
      .map((box) => box.closest('label'));
    expect(names.map((label) => label?.innerText.trim())).toEqual(['Jour', 'Mois', 'Année']);
  });

  test('is known as soon as the year is, then more precisely', async () => {
    const { written, box, screen } = await draw();
    await box('Année').fill('2026');
    expect(written.at(-1)).toBe('2026');
    await box('Mois').fill('11');
    expect(written.at(-1)).toBe('2026-11');
    await box('Jour').fill('8');
    expect(written.at(-1)).toBe('2026-11-08');
    await expect.element(screen.getByText('dimanche 8 novembre 2026')).toBeVisible();
  });

  test('keeps what is typed while it is not yet a date, and corrects only once left', async () => {
    const { written, box, screen } = await draw();
    await box('Jour').fill('31');
    await box('Mois').fill('02');
    await box('Année').fill('2026');
    expect(written.at(-1)).toBeUndefined();
    await expect.element(box('Jour')).toHaveValue('31');
    expect(screen.getByText(/Cette date n’existe pas/).elements()).toEqual([]);
    await userEvent.tab();
    await expect.element(screen.getByText(/Cette date n’existe pas/)).toBeVisible();
    await expect.element(box('Année')).toBeInvalid();
  });

  test('shows a date that comes from elsewhere', async () => {
    const { box } = await draw('1980-03' as PartialDate);
    await expect.element(box('Année')).toHaveValue('1980');
    await expect.element(box('Mois')).toHaveValue('03');
    await expect.element(box('Jour')).toHaveValue('');
  });
});

describe('choices', () => {
  const options = [
    { value: 'soir', label: 'Ce soir' },
    { value: 'mois', label: '6 mois' },
    { value: 'toujours', label: 'Sans limite' },
  ];

  test('the arrows go from one to the next, and only the chosen one is in the way of Tab', async () => {
    const onchange = vi.fn();
    const screen = await render(Choice, { legend: 'Jusqu’à', options, value: 'soir', onchange });
    await expect
      .element(screen.getByRole('radiogroup').or(screen.getByRole('group')))
      .toBeVisible();
    await userEvent.tab();
    await expect.element(screen.getByRole('radio', { name: 'Ce soir' })).toHaveFocus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(screen.getByRole('radio', { name: '6 mois' })).toBeChecked();
    expect(onchange).toHaveBeenLastCalledWith('mois');
    await userEvent.tab();
    expect(screen.getByRole('radio').elements()).not.toContain(document.activeElement);
  });

  test('a switch is a switch, turned by the space bar', async () => {
    const onchange = vi.fn();
    const screen = await render(Switch, {
      label: 'Tout le reste',
      facts: 'Elle ne saura pas que cela existe.',
      checked: false,
      onchange,
    });
    const control = screen.getByRole('switch', { name: 'Tout le reste' });
    await expect.element(control).toHaveAccessibleDescription('Elle ne saura pas que cela existe.');
    await userEvent.tab();
    await userEvent.keyboard(' ');
    await expect.element(control).toBeChecked();
    expect(onchange).toHaveBeenCalledExactlyOnceWith(true);
  });

  test('a box may be half checked, and a touch on its words checks it', async () => {
    const screen = await render(Checkbox, { label: 'Documents', checked: false, partly: true });
    const box = screen.getByRole('checkbox', { name: 'Documents' });
    await expect.element(box).toBePartiallyChecked();
    await screen.getByText('Documents').click();
    await expect.element(box).toBeChecked();
  });

  test('a list starts with its question and takes the one chosen', async () => {
    const written: unknown[] = [];
    const more = { options, placeholder: 'Choisir' };
    const screen = await render(Held, {
      kind: Select,
      label: 'Type',
      more,
      first: undefined,
      written,
    });
    const list = screen.getByRole('combobox', { name: 'Type' });
    await expect.element(list).toHaveDisplayValue('Choisir');
    await userEvent.selectOptions(list, '6 mois');
    expect(written.at(-1)).toBe('mois');
  });
});

describe('a passphrase', () => {
  test('is hidden until asked, and hidden again', async () => {
    const screen = await render(PassphraseInput, {
      label: 'Phrase',
      value: 'orage',
      autocomplete: 'current-password',
    });
    const input = screen.getByLabelText('Phrase', { exact: true });
    await expect.element(input).toHaveAttribute('type', 'password');
    await screen.getByRole('button', { name: 'Montrer la phrase' }).click();
    await expect.element(input).toHaveAttribute('type', 'text');
    await screen.getByRole('button', { name: 'Cacher la phrase' }).click();
    await expect.element(input).toHaveAttribute('type', 'password');
  });
});
