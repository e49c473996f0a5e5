import type { PartialDate } from '#base/time.ts';
import type { Entry, Json } from '#record/entry.ts';
import type { Quantity } from '#record/fields.ts';
import type { MeasureKind } from '#record/measure-kinds.ts';
import { readDecimal } from '../../components/decimal-text.ts';
import { plainText, valueOf } from '../../record/entry-values.ts';
import { unitsOf } from './kinds.ts';

/** A target being written; numbers as they are typed, all in one unit. */
export type TargetDraft = {
  low: string | undefined;
  high: string | undefined;
  diastolicLow: string | undefined;
  diastolicHigh: string | undefined;
  unit: string;
  agreedWith: string;
  start: PartialDate | undefined;
  note: string;
};

export type Bound = 'low' | 'high' | 'diastolicLow' | 'diastolicHigh';

/** The bounds that a kind has. */
export const boundsOfKind = (kind: MeasureKind): readonly Bound[] =>
  kind === 'bloodPressure' ? ['low', 'high', 'diastolicLow', 'diastolicHigh'] : ['low', 'high'];

export function targetDraft(kind: MeasureKind, target: Entry | undefined): TargetDraft {
  const quantity = (name: Bound): Quantity | undefined =>
    target && (valueOf(target, name) as Quantity | undefined);
  const units = boundsOfKind(kind).flatMap((name) => quantity(name)?.unit ?? []);
  return {
    low: quantity('low')?.value,
    high: quantity('high')?.value,
    diastolicLow: quantity('diastolicLow')?.value,
    diastolicHigh: quantity('diastolicHigh')?.value,
    unit: units[0] ?? unitsOf[kind][0],
    agreedWith: target ? plainText(target, 'agreedWith') : '',
    start: target && (valueOf(target, 'start') as PartialDate | undefined),
    note: target ? plainText(target, 'note') : '',
  };
}

/** The entry that a draft says, null for what it says nothing of; or the bounds that are wrong. */
export function readTarget(
  draft: TargetDraft,
  kind: MeasureKind,
):
  | { readonly ok: true; readonly fields: Readonly<Record<string, Json>> }
  | { readonly ok: false; readonly wrong: readonly Bound[] } {
  const bounds = boundsOfKind(kind).map((name) => [name, draft[name]] as const);
  const given = bounds.filter(([, typed]) => (typed ?? '') !== '');
  if (given.length === 0) return { ok: false, wrong: ['high'] };
  const wrong = given.filter(([, typed]) => readDecimal(typed ?? '') === undefined);
  if (wrong.length > 0) return { ok: false, wrong: wrong.map(([name]) => name) };
  const quantities = bounds.map(([name, typed]) => {
    const value = readDecimal(typed ?? '');
    return [name, value === undefined ? null : { value, unit: draft.unit }] as const;
  });
  const texts = { agreedWith: draft.agreedWith, start: draft.start ?? '', note: draft.note };
  return {
    ok: true,
    fields: {
      kind,
      ...Object.fromEntries(quantities),
      ...Object.fromEntries(
        Object.entries(texts).map(([name, text]) => [
          name,
          text.trim() === '' ? null : text.trim(),
        ]),
      ),
    },
  };
}
