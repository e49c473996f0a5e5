import type { LogId } from '#base/ids.ts';
import { filterFromPreset } from '#record/presets.ts';
import type { Entry } from '#record/entry.ts';
import type { VaultError } from '#vault/errors.ts';
import type { Result } from '#base/result.ts';
import { Ledger, type Marked } from './ledger.ts';
import { befall, isMishap } from './mishaps.ts';
import type { Operation } from './operation.ts';
import { SimDevice } from './sim-device.ts';
import { SimRelay } from './sim-relay.ts';
import { Violation } from './violation.ts';
import { World } from './world.ts';

export type OpenedWindow = {
  readonly channel: LogId;
  readonly practitioner: SimDevice;
  /** `open`: its reader may still be fed; the others must not. */
  state: 'open' | 'closing';
};

const COMMAND_MS = 120_000;
const MINUTE_MS = 60_000;

/** A holder with one to four devices, up to three practitioners and their relay, in one world. */
export class Life {
  readonly world: World;
  readonly relay: SimRelay;
  readonly ledger = new Ledger();
  readonly devices: SimDevice[] = [];
  readonly practitioners: SimDevice[] = [];
  readonly windows: OpenedWindow[] = [];
  /** What was done to whom, counted: the table that the command prints. */
  readonly faults = new Map<string, number>();
  /** Somebody interfered with a line or with the relay: alarms may be right. */
  isByzantine = false;
  record: LogId | undefined;

  constructor(seed: bigint) {
    this.world = new World(seed);
    this.relay = new SimRelay(this.world);
  }

  get recordId(): LogId {
    if (!this.record) throw new Error('the life has begun');
    return this.record;
  }

  async begin(): Promise<void> {
    const device = new SimDevice('device-1', this.world, this.relay);
    const created = await this.run(
      device.vault.run({ type: 'createVault', passphrase: undefined }),
    );
    if (!created?.ok) throw new Violation('I1', 'a record cannot be made');
    this.record = created.value.record;
    this.devices.push(device);
  }

  async do(operation: Operation): Promise<void> {
    if (isMishap(operation)) {
      this.count(operation.do);
      return befall(this, operation);
    }
    switch (operation.do) {
      case 'pass':
        return this.world.pass(operation.ms);
      case 'add':
        return this.#add(this.device(operation.device), operation.marker);
      case 'addDocument':
        return this.#addDocument(
          this.device(operation.device),
          operation.marker,
          operation.sizeBytes,
        );
      case 'change':
        return this.#change(this.device(operation.device), operation.entry, operation.to);
      case 'hide':
      case 'show':
        return this.#mark(this.device(operation.device), operation.entry, operation.do === 'hide');
      case 'remove':
      case 'restore':
        return this.#move(this.device(operation.device), operation.entry, operation.do);
      case 'addDevice':
        return this.#addDevice(this.device(operation.device));
      case 'addPractitioner':
        return this.#addPractitioner();
      case 'openWindow':
        return this.#openWindow(this.device(operation.device), operation.practitioner);
      case 'closeWindow':
        return this.#closeWindow(this.device(operation.device), operation.window);
      case 'probe':
        return this.#probe(this.device(operation.device));
    }
  }

  device(number: number): SimDevice {
    const device = this.devices[number % this.devices.length];
    if (!device) throw new Error('a life has a device');
    return device;
  }

  async run<T>(
    command: Promise<Result<T, VaultError>>,
  ): Promise<Result<T, VaultError> | undefined> {
    return this.world.settle(command, COMMAND_MS);
  }

  async #add(device: SimDevice, marker: number): Promise<void> {
    this.ledger.attempt(marker, 'allergies', device.name);
    const fields = { substance: markerText(marker), severity: 'mild' };
    const added = await this.run(
      device.vault.run({ type: 'addEntry', record: this.recordId, section: 'allergies', fields }),
    );
    if (added?.ok) this.ledger.confirm(marker, added.value.entry);
  }

  async #addDocument(device: SimDevice, marker: number, sizeBytes: number): Promise<void> {
    this.ledger.attempt(marker, 'documents', device.name);
    const file = new File([new Uint8Array(sizeBytes).fill(97)], 'page.txt');
    const fields = { title: markerText(marker), category: 'laboratory' };
    const added = await this.run(
      device.vault.run({ type: 'addDocument', record: this.recordId, file, fields }),
    );
    if (added?.ok) this.ledger.confirm(marker, added.value.entry);
  }

  #chosen(number: number): Marked | undefined {
    const { confirmed } = this.ledger;
    return confirmed[number % Math.max(1, confirmed.length)];
  }

  async #change(device: SimDevice, number: number, to: number): Promise<void> {
    const marked = this.#chosen(number);
    if (marked?.entry === undefined || marked.section !== 'allergies') return;
    const fields = { reaction: `reaction ${String(to)}` };
    await this.run(
      device.vault.run({
        type: 'changeEntry',
        record: this.recordId,
        entry: marked.entry as never,
        fields,
      }),
    );
  }

  async #mark(device: SimDevice, number: number, hidden: boolean): Promise<void> {
    const marked = this.#chosen(number);
    if (marked?.entry === undefined) return;
    await this.run(
      device.vault.run({
        type: 'markEntry',
        record: this.recordId,
        entry: marked.entry as never,
        hidden,
      }),
    );
  }

  async #move(device: SimDevice, number: number, how: 'remove' | 'restore'): Promise<void> {
    const marked = this.#chosen(number);
    if (marked?.entry === undefined) return;
    const type = how === 'remove' ? 'removeEntry' : 'restoreEntry';
    const moved = await this.run(
      device.vault.run({ type, record: this.recordId, entry: marked.entry as never }),
    );
    const isUnknown = moved && !moved.ok && moved.error.type === 'UnknownEntry';
    if (isUnknown) return;
    const to = how === 'remove' ? 'gone' : 'present';
    this.ledger.move(marked, moved?.ok ? to : undefined, device.name);
  }

  async #addDevice(host: SimDevice): Promise<void> {
    if (this.devices.length >= 4) return;
    const name = `device-${String(this.devices.length + 1)}`;
    const guest = new SimDevice(name, this.world, this.relay);
    const shown = await this.run(guest.vault.run({ type: 'showDeviceCode', name }));
    if (!shown?.ok) return;
    const { pairing, qrText } = shown.value;
    const read = await this.run(host.vault.run({ type: 'readDeviceCode', text: qrText }));
    if (!read?.ok) return;
    const words = await this.run(guest.vault.run({ type: 'awaitDeviceWords', pairing }));
    if (!words?.ok) return;
    const joining = guest.vault.run({ type: 'joinNotebook', pairing, lock: undefined });
    await this.run(
      host.vault.run({ type: 'admitDevice', pairing: read.value.pairing, same: true }),
    );
    const joined = await this.run(joining);
    if (!joined?.ok) return;
    guest.record = joined.value.record;
    this.devices.push(guest);
    this.count('devices added');
  }

  async #addPractitioner(): Promise<void> {
    if (this.practitioners.length >= 3) return;
    const name = `practitioner-${String(this.practitioners.length + 1)}`;
    const practitioner = new SimDevice(name, this.world, this.relay);
    const made = await this.run(
      practitioner.vault.run({ type: 'createVault', passphrase: undefined }),
    );
    if (!made?.ok) return;
    const professional = { name, profession: '', specialty: '', place: '', rpps: '' };
    await this.run(practitioner.vault.run({ type: 'setProfessional', professional }));
    this.practitioners.push(practitioner);
  }

  async #openWindow(holder: SimDevice, number: number): Promise<void> {
    const practitioner = this.practitioners[number % Math.max(1, this.practitioners.length)];
    if (!practitioner) return;
    const shown = await this.run(practitioner.vault.run({ type: 'showPairingCode' }));
    if (!shown?.ok) return;
    const read = await this.run(
      holder.vault.run({ type: 'readPairingCode', text: shown.value.qrText }),
    );
    if (!read?.ok) return;
    const opened = await this.run(
      holder.vault.run({
        type: 'openWindow',
        pairing: read.value.pairing,
        record: this.recordId,
        filter: filterFromPreset('generalPractitioner'),
        until: undefined,
      }),
    );
    if (!opened?.ok) return;
    this.windows.push({ channel: opened.value.channel, practitioner, state: 'open' });
    this.count('windows opened');
  }

  async #closeWindow(holder: SimDevice, number: number): Promise<void> {
    const window = this.windows[number % Math.max(1, this.windows.length)];
    if (window?.state !== 'open') return;
    const { channel } = window;
    const closed = await this.run(holder.vault.run({ type: 'closeChannel', channel }));
    if (closed?.ok) window.state = 'closing';
  }

  async #probe(device: SimDevice): Promise<void> {
    await this.checkPresence(device);
    const record = this.recordId;
    const safety = await this.world.settle(device.ask({ type: 'safety', record }), MINUTE_MS);
    // Ops of the device that the relay lacks contradict *Synchronisé*, unless the relay lied.
    if (!safety?.ok || safety.value.word === 'stored' || this.isByzantine) return;
    const lacking = device.opsOf(record).filter((op) => !this.relay.holds(op));
    if (lacking.length > 0) {
      throw new Violation(
        'I12',
        `${device.name} says synced, the relay lacks ${String(lacking.length)} ops`,
      );
    }
  }

  /** What a device confirmed itself is there, whatever befell it (I1, I8). */
  async checkPresence(device: SimDevice): Promise<void> {
    for (const section of ['allergies', 'documents'] as const) {
      const shown = await this.shownBy(device, section);
      const own = (marked: Marked): boolean => marked.by === device.name;
      const contradiction = shown && this.ledger.contradiction(section, shown, own);
      if (contradiction !== undefined)
        throw new Violation('I1', `${device.name}: ${contradiction}`);
    }
  }

  async entriesOf(
    device: SimDevice,
    section: Marked['section'],
  ): Promise<readonly Entry[] | undefined> {
    const record = this.recordId;
    const answer = await this.world.settle(
      device.ask({ type: 'entries', record, section }),
      MINUTE_MS,
    );
    return answer?.ok ? answer.value.entries : undefined;
  }

  async shownBy(
    device: SimDevice,
    section: Marked['section'],
  ): Promise<ReadonlySet<number> | undefined> {
    const entries = await this.entriesOf(device, section);
    return entries && new Set(entries.map(markerOf));
  }

  cutAll(): void {
    for (const device of [...this.devices, ...this.practitioners]) device.cut();
  }

  count(what: string): void {
    this.faults.set(what, (this.faults.get(what) ?? 0) + 1);
  }
}

const markerText = (marker: number): string => `marker-${String(marker)}`;

/** The number that an entry of this life carries. */
export function markerOf({ fields }: Entry): number {
  const text = fields['substance'] ?? fields['title'];
  return typeof text === 'string' ? Number(text.replace('marker-', '')) : Number.NaN;
}
