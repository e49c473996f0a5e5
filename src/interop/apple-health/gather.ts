import type { PartialDate } from '#base/time.ts';
import type { InstantWithZone, Quantity } from '#record/fields.ts';
import type { MeasureKind } from '#record/sections/measurements.ts';
import type { Collector } from '../collector.ts';
import { middayOf, parseIso } from '../moments.ts';
import { appleKindOf, appleQuantity } from './quantities.ts';
import { attributeIn } from './scan-records.ts';

type Value = {
  readonly value: Quantity;
  readonly takenAt: InstantWithZone;
  readonly device: string;
};

/** Of a kind, the latest are kept: a watch measures the pulse every few minutes for years. */
const MAX_PER_KIND = 20_000;

/** Gathers the records of an export: one value a moment and a device, steps by the day. */
export class AppleRecords {
  readonly #zone: string;
  readonly #collector: Collector;
  readonly #byKind = new Map<MeasureKind, Map<string, Value>>();
  readonly #truncated = new Set<MeasureKind>();
  readonly #halves = new Map<string, Partial<Record<'systolic' | 'diastolic', Value>>>();
  /** Day → device → steps: a phone and a watch count the same ones. */
  readonly #steps = new Map<PartialDate, Map<string, number>>();

  constructor(zone: string, collector: Collector) {
    this.#zone = zone;
    this.#collector = collector;
  }

  addRecord(tag: string): void {
    const kind = appleKindOf(attributeIn(tag, 'type') ?? '');
    if (kind === undefined) return;
    const moment = parseIso(attributeIn(tag, 'startDate') ?? '', this.#zone);
    if (moment?.type !== 'instant') return this.#collector.warn('dateInvalid', kind);
    const [text, unit] = [attributeIn(tag, 'value') ?? '', attributeIn(tag, 'unit') ?? ''];
    const device = attributeIn(tag, 'sourceName') ?? '';
    if (kind === 'stepsByDay') return this.#addSteps(moment.date, device, Number(text));
    const value = appleQuantity(kind, text, unit);
    if (!value) return this.#collector.warn('unitUnexpected', kind);
    const key = `${String(moment.moment.at)}|${device}`;
    const one = { value, takenAt: moment.moment, device };
    if (kind === 'systolic' || kind === 'diastolic') {
      this.#halves.set(key, { ...this.#halves.get(key), [kind]: one });
    } else this.#addValue(kind, `${key}|${value.value}`, one);
  }

  #addSteps(day: PartialDate, device: string, steps: number): void {
    if (!Number.isFinite(steps) || steps < 0) return;
    const byDevice = this.#steps.get(day) ?? new Map<string, number>();
    byDevice.set(device, (byDevice.get(device) ?? 0) + steps);
    this.#steps.set(day, byDevice);
  }

  #addValue(kind: MeasureKind, key: string, value: Value): void {
    const values = this.#byKind.get(kind) ?? new Map<string, Value>();
    this.#byKind.set(kind, values);
    if (values.has(key)) return this.#collector.warn('duplicate', kind);
    values.set(key, value);
    if (values.size < 2 * MAX_PER_KIND) return;
    this.#truncated.add(kind);
    this.#byKind.set(kind, latestOf(values));
  }

  /** Birth date, sex and blood group, where the person gave them to their phone. */
  addPerson(tag: string): void {
    const of = (name: string): string =>
      attributeIn(tag, `HKCharacteristicTypeIdentifier${name}`) ?? '';
    const sex = /^HKBiologicalSex(Female|Male|Other)$/
      .exec(of('BiologicalSex'))?.[1]
      ?.toLowerCase();
    const blood = /^HKBloodType(A|B|AB|O)(Positive|Negative)$/.exec(of('BloodType'));
    const birth = parseIso(of('DateOfBirth'), this.#zone);
    if (sex === undefined && !blood && !birth) return;
    this.#collector.add('identity', {
      sex,
      birthDate: birth?.date,
      bloodGroup: blood
        ? `${(blood[1] ?? '').toLowerCase()}${blood[2] === 'Positive' ? 'Pos' : 'Neg'}`
        : undefined,
    });
  }

  /** Writes what was gathered, in the order of kinds. */
  done(): void {
    for (const [kind, values] of this.#byKind) {
      if (values.size > MAX_PER_KIND) this.#truncated.add(kind);
      for (const { value, takenAt, device } of latestOf(values).values()) {
        this.#collector.add('measurements', { kind, value, takenAt, device });
      }
    }
    for (const { systolic, diastolic } of this.#halves.values()) {
      if (!systolic || !diastolic) this.#collector.warn('incomplete', 'bloodPressure');
      else {
        const { takenAt, device } = systolic;
        const pair = { systolic: systolic.value, diastolic: diastolic.value };
        this.#collector.add('measurements', { kind: 'bloodPressure', ...pair, takenAt, device });
      }
    }
    for (const kind of this.#truncated) this.#collector.warn('truncated', kind);
    this.#writeSteps();
  }

  #writeSteps(): void {
    for (const [day, byDevice] of this.#steps) {
      const [device = '', steps = 0] = [...byDevice].sort(([, a], [, b]) => b - a)[0] ?? [];
      this.#collector.add('measurements', {
        kind: 'stepsByDay',
        value: { value: String(Math.round(steps)), unit: '1/(24.h)' },
        takenAt: middayOf(day, this.#zone),
        device,
      });
    }
  }
}

/** The last ones of an export, which goes from the oldest to the newest. */
const latestOf = (values: ReadonlyMap<string, Value>): Map<string, Value> =>
  new Map([...values].slice(-MAX_PER_KIND));
