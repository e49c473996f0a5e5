import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Result } from '#base/result.ts';
import { instant, type Instant } from '#base/time.ts';
import AddDeviceScreen from '#ui/devices/AddDeviceScreen.svelte';
import DevicesScreen from '#ui/devices/DevicesScreen.svelte';
import JoinScreen from '#ui/devices/JoinScreen.svelte';
import CreateScreen from '#ui/entrance/CreateScreen.svelte';
import type { Command, DeviceState, PairingId } from '#vault/api.ts';
import type { VaultError } from '#vault/errors.ts';
import { NOW, ScriptedVault } from '../scripted-vault.ts';
import {
  findFaults,
  findOverflowing,
  findSmallTargets,
  speakFrench,
  withPage,
} from '../ui/sheet-of-paper.ts';
import InApp from './InApp.svelte';

beforeAll(speakFrench);

const pairingOf = (index: number): PairingId => `pairing ${String(index)}` as PairingId;
const four = ['lune', 'tapis', 'orage', 'cèdre'];
const CODE = '7F3K9Q2MX4B8RT0WZ6YNEH5CPG';

/** A vault of a device with nothing on it, whose answers to waiting commands come when told. */
class Joining {
  readonly vault: ScriptedVault;
  #shown = 0;
  readonly #waiting = new Map<string, (outcome: Result<unknown, VaultError>) => void>();

  constructor() {
    this.vault = new ScriptedVault({ status: { state: 'empty' } });
    const { run } = this.vault;
    this.vault.run = (command) => {
      if (command.type === 'awaitDeviceWords' || command.type === 'joinNotebook') {
        this.vault.commands.push(command);
        return new Promise((resolve) => {
          this.#waiting.set(command.type, resolve as never);
        });
      }
      const done = run(command);
      if (command.type !== 'showDeviceCode') return done;
      const value = { pairing: pairingOf(++this.#shown), qrText: 'https://a/e#1.x', code: CODE };
      return Promise.resolve({ ok: true, value } as never);
    };
  }

  answer(type: Command['type'], outcome: Result<unknown, VaultError>): void {
    this.#waiting.get(type)?.(outcome);
  }

  count = (type: Command['type']): number =>
    this.vault.commands.filter((command) => command.type === type).length;
}

async function showCode(joining: Joining, now: () => Instant = () => NOW) {
  const screen = await render(InApp, { vault: joining.vault, screen: JoinScreen, now });
  await screen.getByLabelText('Le nom de cet appareil').fill('  Tablette  ');
  await screen.getByRole('button', { name: 'Afficher le code' }).click();
  await expect.element(screen.getByRole('img', { name: /^Code à scanner/ })).toBeVisible();
  return screen;
}

const NOTHING_SAID = { since: undefined, seenAt: undefined, isLeaving: false };

describe('a device with nothing on it', () => {
  test('says its name, shows a code in groups that are spelt out, and fits a narrow page', async () => {
    const joining = new Joining();
    const screen = await showCode(joining);
    expect(joining.vault.commands[0]).toEqual({ type: 'showDeviceCode', name: 'Tablette' });
    const groups = screen.getByRole('list', { name: /^Le code/ }).getByRole('listitem');
    expect(groups.elements()).toHaveLength(7);
    expect(groups.first().element().textContent.replace(/\s+/g, ' ')).toContain('7F3K 7 F 3 K');
    expect(await findFaults(screen.container)).toEqual([]);
    expect(findSmallTargets(screen.container)).toEqual([]);
    for (const letters of ['100%', '200%'] as const) {
      await withPage({ widthPx: 320, letters }, () => {
        expect(findOverflowing(screen.container)).toEqual([]);
      });
    }
  });

  test('shows the words once the code is read, takes a lock, and waits for the notebook', async () => {
    const joining = new Joining();
    const screen = await showCode(joining);
    joining.answer('awaitDeviceWords', { ok: true, value: { words: four } });
    await expect.element(screen.getByText('Comparez-les sur l’autre appareil')).toBeVisible();
    expect(await findFaults(screen.container)).toEqual([]);
    await screen.getByLabelText('Votre phrase secrète').fill('court');
    await screen.getByRole('button', { name: 'Recevoir mon carnet' }).click();
    expect(joining.count('joinNotebook')).toBe(0);
    await screen.getByLabelText('Votre phrase secrète').fill('tulipe marteau');
    await screen.getByRole('button', { name: 'Recevoir mon carnet' }).click();
    await expect.element(screen.getByText('Votre carnet arrive…')).toBeVisible();
    expect(joining.vault.commands.at(-1)).toEqual({
      type: 'joinNotebook',
      pairing: pairingOf(1),
      lock: { passphrase: 'tulipe marteau' },
    });
  });

  test('says what went wrong, keeps the phrase that was typed, and can begin again', async () => {
    const joining = new Joining();
    const screen = await showCode(joining);
    joining.answer('awaitDeviceWords', { ok: true, value: { words: four } });
    await screen.getByLabelText('Votre phrase secrète').fill('tulipe marteau');
    await screen.getByRole('button', { name: 'Recevoir mon carnet' }).click();
    joining.answer('joinNotebook', { ok: false, error: { type: 'RelayUnreachable' } });
    await expect.element(screen.getByText('Rien n’a été écrit sur cet appareil.')).toBeVisible();
    await expect
      .element(screen.getByLabelText('Votre phrase secrète'))
      .toHaveValue('tulipe marteau');
    await screen.getByRole('button', { name: 'Afficher un autre code' }).click();
    await expect
      .element(screen.getByText('Faites lire ce code par l’autre appareil'))
      .toBeVisible();
    expect(joining.count('showDeviceCode')).toBe(2);
    expect(joining.vault.commands).toContainEqual({
      type: 'stopDeviceCode',
      pairing: pairingOf(1),
    });
  });

  test('words that differ on the other screen end that code, and another is shown', async () => {
    const joining = new Joining();
    const screen = await showCode(joining);
    joining.answer('awaitDeviceWords', { ok: true, value: { words: four } });
    await screen.getByRole('button', { name: 'Ce ne sont pas les mêmes' }).click();
    await expect.element(screen.getByText(/l’ancien code ne sert plus/)).toBeVisible();
    expect(joining.count('stopDeviceCode')).toBe(1);
    expect(joining.count('showDeviceCode')).toBe(2);
  });

  test('a code refused before its time is an error, and does not start again by itself', async () => {
    const joining = new Joining();
    const screen = await showCode(joining);
    joining.answer('awaitDeviceWords', { ok: false, error: { type: 'PairingExpired' } });
    await expect
      .element(screen.getByText('Le code de cet appareil n’est plus valable.'))
      .toBeVisible();
    expect(joining.count('showDeviceCode')).toBe(1);
  });

  test('after its fifteen minutes another code takes its place, and this is said', async () => {
    const joining = new Joining();
    let time = NOW;
    const screen = await showCode(joining, () => time);
    time = instant(NOW + 15 * 60_000);
    joining.answer('awaitDeviceWords', { ok: false, error: { type: 'PairingExpired' } });
    await expect
      .element(screen.getByText('Les 15 minutes sont passées : voici un autre code.'))
      .toBeVisible();
    expect(joining.count('showDeviceCode')).toBe(2);
    expect(joining.count('awaitDeviceWords')).toBe(2);
  });

  test('leaving the page takes the code back', async () => {
    const joining = new Joining();
    const screen = await showCode(joining);
    await screen.unmount();
    expect(joining.vault.commands.at(-1)).toEqual({
      type: 'stopDeviceCode',
      pairing: pairingOf(1),
    });
  });
});

describe('the first opening', () => {
  const onPhone = (standalone: boolean): void => {
    vi.stubGlobal('navigator', {
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Mobile/15E148',
      maxTouchPoints: 5,
      standalone,
    });
  };
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('offers to join after creating, and before it in an app just installed on iOS', async () => {
    const empty = () => new ScriptedVault({ status: { state: 'empty' } });
    const before = async (link: string): Promise<boolean> => {
      const screen = await render(InApp, { vault: empty(), screen: CreateScreen });
      const create = screen.getByRole('button', { name: 'Créer mon carnet' });
      await expect.element(create).toBeVisible();
      const place = screen
        .getByRole('link', { name: link })
        .element()
        .compareDocumentPosition(create.element());
      await screen.unmount();
      return (place & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    };
    onPhone(false);
    expect(await before('J’ai déjà un carnet sur un autre appareil')).toBe(false);
    onPhone(true);
    expect(await before('Reprendre depuis Safari')).toBe(true);
  });
});

describe('a device that has the notebook', () => {
  const vaultWith = (outcomes: Partial<Record<Command['type'], Result<unknown, VaultError>>>) =>
    new ScriptedVault({ run: ({ type }) => outcomes[type] });

  const found = (name: string): Result<unknown, VaultError> => ({
    ok: true,
    value: { pairing: pairingOf(1), name, words: four },
  });

  async function read(vault: ScriptedVault) {
    const screen = await render(InApp, { vault, screen: AddDeviceScreen });
    await screen.getByLabelText(/^Ou le code, tapé/).fill('7f3k 9q2m');
    await screen.getByRole('button', { name: 'Lire ce code' }).click();
    return screen;
  }

  test('says the claimed name and the words, and gives nothing when they differ', async () => {
    const vault = vaultWith({ readDeviceCode: found('Tablette') });
    const screen = await read(vault);
    await expect.element(screen.getByText(/«\sTablette\s»/)).toBeVisible();
    await expect.element(screen.getByText('orage')).toBeVisible();
    expect(await findFaults(screen.container)).toEqual([]);
    await screen.getByRole('button', { name: 'Ce ne sont pas les mêmes' }).click();
    await expect.element(screen.getByText('Rien n’a été donné à cet appareil.')).toBeVisible();
    expect(vault.commands.at(-1)).toEqual({
      type: 'admitDevice',
      pairing: pairingOf(1),
      same: false,
    });
  });

  test('admits it when they are the same, and says so', async () => {
    const vault = vaultWith({ readDeviceCode: found('') });
    const screen = await read(vault);
    await expect.element(screen.getByText('Cet appareil n’a pas dit son nom.')).toBeVisible();
    await screen.getByRole('button', { name: 'Ce sont les mêmes' }).click();
    await expect.element(screen.getByText(/fait maintenant partie/)).toBeVisible();
    expect(vault.commands.at(-1)).toMatchObject({ type: 'admitDevice', same: true });
  });

  test('an admission that could not be sent can be tried again', async () => {
    const vault = vaultWith({
      readDeviceCode: found('Tablette'),
      admitDevice: { ok: false, error: { type: 'RelayUnreachable' } },
    });
    const screen = await read(vault);
    await screen.getByRole('button', { name: 'Ce sont les mêmes' }).click();
    await expect.element(screen.getByText('Le relais ne répond pas.')).toBeVisible();
    await screen.getByRole('button', { name: 'Ce sont les mêmes' }).click();
    expect(vault.commands.filter(({ type }) => type === 'admitDevice')).toHaveLength(2);
  });

  test.each([
    ['NotAPairingCode', /n’est pas le code d’un appareil/],
    ['PairingCodeOfOtherSort', /sert à autre chose/],
    ['PairingExpired', /n’est plus valable/],
    ['PairingAlreadyUsed', /déjà été lu/],
    ['PairingFromOtherRelay', /autre adresse/],
  ] as const)(
    '%s is said in words of devices, and another code can be read',
    async (type, said) => {
      const screen = await read(vaultWith({ readDeviceCode: { ok: false, error: { type } } }));
      await expect.element(screen.getByRole('alert').getByText(said)).toBeVisible();
      await expect.element(screen.getByText('Rien n’a été donné à personne.')).toBeVisible();
      await expect.element(screen.getByRole('button', { name: 'Lire ce code' })).toBeVisible();
    },
  );

  test('lists its devices, this one first', async () => {
    const devices: readonly DeviceState[] = [
      { ...NOTHING_SAID, device: 'a', name: '', isThis: false },
      { ...NOTHING_SAID, device: 'b', name: 'Tablette', isThis: true },
    ];
    const vault = new ScriptedVault({
      answer: ({ type }) => (type === 'devices' ? devices : undefined),
    });
    const screen = await render(InApp, { vault, screen: DevicesScreen });
    const rows = screen.getByRole('list', { name: 'Vos appareils' }).getByRole('listitem');
    await expect.element(rows.first()).toHaveTextContent('Tablette Cet appareil');
    await expect.element(rows.last()).toHaveTextContent('Appareil sans nom');
    expect(await findFaults(screen.container)).toEqual([]);
    expect(findSmallTargets(screen.container)).toEqual([]);
  });
});
