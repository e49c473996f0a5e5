import { toHex, type Bytes } from '#base/bytes.ts';
import { decodeOp } from '#protocol/op-codec.ts';
import { markerOf, type Life } from './life.ts';
import type { SimDevice } from './sim-device.ts';
import { Violation } from './violation.ts';

const MINUTE_MS = 60_000;

/** Alarms that no honest relay and line may ever cause. */
const ALARMS = ['relayForked', 'relayRolledBack', 'setAside', 'incomplete', 'snapshotLacked'];

/**
 * Heals everything, lets ten minutes pass, and looks whether all that must hold does:
 * I1, I2, I5, I7, I8, I10 of the brief's list of invariants.
 */
export async function judge(life: Life): Promise<void> {
  await heal(life);
  nothingInClear(life);
  noNonceTwice(life);
  // A relay that went back or forked was told apart, and nothing more is sent to it: what the
  // devices hold is all that is promised.
  if (life.isByzantine && (await isRelayUnmasked(life))) {
    for (const device of life.devices) await life.checkPresence(device);
    return;
  }
  await agreed(life);
  for (const device of life.devices) await life.checkPresence(device);
  await allEqual(life);
  if (!life.isByzantine) await noAlarm(life);
  await windowsShowWhatTheyMust(life);
}

/** I3: no marker of an entry stands anywhere but in what its people see. */
function nothingInClear(life: Life): void {
  const canary = Buffer.from('marker-');
  for (const { name, disk } of [...life.devices, ...life.practitioners]) {
    if (disk.image.everyValue().some((value) => Buffer.from(value).includes(canary))) {
      throw new Violation('I3', `the disk of ${name} holds an entry in clear`);
    }
  }
  if (life.relay.ops().some((op) => Buffer.from(op).includes(canary))) {
    throw new Violation('I3', 'the relay holds an entry in clear');
  }
}

/** I6: the nonces of everything sealed that the relay ever held, and of what devices keep. */
function noNonceTwice(life: Life): void {
  const bytesByNonce = new Map<string, string>();
  const note = (sealed: Bytes): void => {
    const nonce = toHex(sealed.slice(0, 24));
    const whole = toHex(sealed);
    const known = bytesByNonce.get(nonce);
    if (known !== undefined && known !== whole) throw new Violation('I6', 'a nonce stands twice');
    bytesByNonce.set(nonce, whole);
  };
  for (const bytes of life.relay.ops()) {
    const op = decodeOp(bytes);
    if (op.ok) note(op.value.sealedPart);
  }
}

async function heal(life: Life): Promise<void> {
  life.relay.isFull = false;
  life.relay.start();
  for (const device of [...life.devices, ...life.practitioners]) {
    device.isFull = false;
    device.clockOffsetMs = 0;
    device.tamper = (frame) => [frame];
    device.setOnline(true);
  }
  for (let minute = 0; minute < 10; minute++) {
    await life.world.pass(MINUTE_MS);
    // The person says yes to a relay that was made anew.
    for (const device of [...life.devices, ...life.practitioners]) {
      if (life.isByzantine) await life.run(device.vault.run({ type: 'acceptRelay' }));
    }
  }
}

async function isRelayUnmasked(life: Life): Promise<boolean> {
  for (const device of life.devices) {
    const notices = await noticesOf(life, device);
    if (notices.includes('relayRolledBack') || notices.includes('relayForked')) return true;
  }
  return false;
}

async function noticesOf(life: Life, device: SimDevice): Promise<readonly string[]> {
  const record = life.recordId;
  const safety = await life.world.settle(device.ask({ type: 'safety', record }), MINUTE_MS);
  return safety?.ok ? safety.value.notices : [];
}

/** I10: everything is acknowledged. */
async function agreed(life: Life): Promise<void> {
  const record = life.recordId;
  for (const device of life.devices) {
    const safety = await life.world.settle(device.ask({ type: 'safety', record }), MINUTE_MS);
    if (!safety?.ok) throw new Violation('I10', `${device.name} does not answer`);
    const { word, waiting, notices } = safety.value;
    if (word === 'stored' || waiting > 0) {
      const said = [word, `${String(waiting)} waiting`, ...notices].join(', ');
      throw new Violation('I10', `${device.name} is not in sync after ten minutes: ${said}`);
    }
  }
}

/** I2, I8: replicas with the same rights show the same. */
async function allEqual(life: Life): Promise<void> {
  for (const section of ['allergies', 'documents'] as const) {
    const texts = new Map<string, SimDevice>();
    for (const device of life.devices) {
      const entries = await life.entriesOf(device, section);
      const lines = entries?.map((entry) => JSON.stringify(entry)).sort();
      texts.set(lines?.join('\n') ?? '', device);
      const contradiction = life.ledger.contradiction(section, new Set(entries?.map(markerOf)));
      if (contradiction !== undefined)
        throw new Violation('I1', `${device.name}: ${contradiction}`);
    }
    if (texts.size > 1) {
      const names = [...texts.values()].map(({ name }) => name).join(' and ');
      throw new Violation('I2', `${names} differ in ${section}`);
    }
  }
}

async function noAlarm(life: Life): Promise<void> {
  for (const device of life.devices) {
    const alarm = (await noticesOf(life, device)).find((notice) => ALARMS.includes(notice));
    if (alarm !== undefined)
      throw new Violation('I7', `${device.name} says ${alarm}, and nobody did any harm`);
  }
}

/** I5: an open window shows what is not hidden, a closed one nothing any more. */
async function windowsShowWhatTheyMust(life: Life): Promise<void> {
  const [holder] = life.devices;
  const entries = holder && (await life.entriesOf(holder, 'allergies'));
  if (!entries) throw new Violation('I2', 'the first device shows nothing');
  const wanted = entries.filter(({ meta }) => !meta.hidden).map(markerOf);
  for (const { channel, practitioner, state } of life.windows) {
    const answer = await life.world.settle(
      practitioner.ask({ type: 'patient', channel }),
      MINUTE_MS,
    );
    const view = answer?.ok ? answer.value.view : undefined;
    const shown = view?.entries.filter(({ section }) => section === 'allergies').map(markerOf);
    if (state === 'closing') {
      if (shown !== undefined && shown.length > 0 && !life.isByzantine) {
        throw new Violation('I5', `${practitioner.name} still shows a closed window`);
      }
      continue;
    }
    const [is, must] = [shown?.sort().join(), wanted.sort().join()];
    if (is !== must && !life.isByzantine) {
      throw new Violation('I5', `${practitioner.name} shows ${String(is)} for ${must}`);
    }
    const strange = shown?.find((marker) => !wanted.includes(marker));
    if (strange !== undefined && !life.isByzantine) {
      throw new Violation('I5', `${practitioner.name} shows ${String(strange)}, which is hidden`);
    }
  }
}
