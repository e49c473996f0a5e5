import type { Result } from '#base/result.ts';
import type { VaultError } from '#vault/errors.ts';
import type { Mishap, Operation } from './operation.ts';
import type { SimDevice } from './sim-device.ts';
import type { SimRelay } from './sim-relay.ts';
import { tampers } from './tampers.ts';
import { Violation } from './violation.ts';
import type { World } from './world.ts';

/** What of a life mishaps reach. */
type Befallen = {
  readonly world: World;
  readonly relay: SimRelay;
  isByzantine: boolean;
  device(number: number): SimDevice;
  run<T>(command: Promise<Result<T, VaultError>>): Promise<Result<T, VaultError> | undefined>;
  checkPresence(device: SimDevice): Promise<void>;
  cutAll(): void;
};

const MINUTE_MS = 60_000;

const mishaps: Readonly<Record<Mishap['do'], true>> = {
  crash: true,
  lockAndOpen: true,
  offline: true,
  online: true,
  cut: true,
  fill: true,
  clock: true,
  restartRelay: true,
  wipeRelay: true,
  rollBackRelay: true,
  tamper: true,
};

export const isMishap = (operation: Operation): operation is Mishap =>
  Object.hasOwn(mishaps, operation.do);

/** Does to the world of a life what a mishap says. */
export async function befall(life: Befallen, mishap: Mishap): Promise<void> {
  switch (mishap.do) {
    case 'crash':
      return crash(life, mishap.device);
    case 'lockAndOpen':
      return lockAndOpen(life, mishap.device);
    case 'offline':
    case 'online':
      life.device(mishap.device).setOnline(mishap.do === 'online');
      return;
    case 'cut':
      life.device(mishap.device).cut();
      return;
    case 'fill':
      fill(life, mishap.device, mishap.forMs);
      return;
    case 'clock':
      life.device(mishap.device).clockOffsetMs = mishap.offsetMs;
      return;
    case 'tamper':
      tamper(life, mishap);
      return;
    case 'restartRelay':
    case 'wipeRelay':
    case 'rollBackRelay':
      return befallRelay(life, mishap);
  }
}

type OfRelay = Extract<Mishap, { do: 'restartRelay' | 'wipeRelay' | 'rollBackRelay' }>;

async function befallRelay(life: Befallen, mishap: OfRelay): Promise<void> {
  const { relay, world } = life;
  if (mishap.do === 'restartRelay') {
    relay.stop();
    world.after(mishap.downMs, () => {
      relay.start();
    });
  } else {
    life.isByzantine = true;
    if (mishap.do === 'wipeRelay') relay.wipe();
    else await relay.rollBack(Math.max(0, relay.commits.length - mishap.commits));
  }
  life.cutAll();
}

async function crash(life: Befallen, number: number): Promise<void> {
  const device = life.device(number);
  const opened = await life.run(device.crash());
  if (!opened?.ok) throw new Violation('I1', `${device.name} does not open after a crash`);
  await life.checkPresence(device);
}

async function lockAndOpen(life: Befallen, number: number): Promise<void> {
  const { vault } = life.device(number);
  await life.world.settle(vault.lock(), MINUTE_MS);
  const opened = await life.run(vault.unlock(''));
  if (!opened?.ok) throw new Violation('I1', 'a locked device does not open');
}

function fill(life: Befallen, number: number, forMs: number): void {
  const device = life.device(number);
  device.isFull = true;
  life.world.after(forMs, () => {
    device.isFull = false;
  });
}

function tamper(life: Befallen, { device, how, forMs }: Extract<Mishap, { do: 'tamper' }>): void {
  const victim = life.device(device);
  life.isByzantine = true;
  victim.tamper = tampers[how](life.world.random.branch());
  life.world.after(forMs, () => {
    victim.tamper = (frame) => [frame];
  });
}
