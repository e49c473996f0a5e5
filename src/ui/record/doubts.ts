import type { PartialDate } from '#base/time.ts';
import { lastDay } from '#record/civil.ts';
import type { Json } from '#record/entry.ts';
import { checkInsKey, isGtin, isRpps } from '#record/identifiers.ts';
import type { Section } from '#record/section.ts';

/** What looks wrong in an entry and may be right all the same: said, and never refused. */
export type Doubt =
  'insKey' | 'insTraits' | 'rpps' | 'cip13' | 'order' | 'future' | 'expired' | 'range';

type Fields = Readonly<Record<string, Json>>;

export function doubtsOf(section: Section, fields: Fields, today: PartialDate): readonly Doubt[] {
  const text = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
  const found: Record<Doubt, boolean> = {
    insKey:
      text('insNumber') !== '' &&
      text('insKey') !== '' &&
      checkInsKey(text('insNumber'), text('insKey')) !== 'right',
    insTraits:
      text('insNumber') !== '' &&
      (text('birthName') === '' || text('birthDate') === '' || !fields['givenNames']),
    rpps: text('rpps') !== '' && !isRpps(text('rpps')),
    cip13: text('cip13') !== '' && !isGtin(text('cip13')),
    order: isAfter(text('start') || text('since'), text('end')),
    future: section.date !== undefined && isPast(section) && isAfter(text(section.date), today),
    expired: text('expiry') !== '' && lastDay(text('expiry') as PartialDate) < today,
    range: isAbove(text('low'), text('high')),
  };
  return (Object.keys(found) as Doubt[]).filter((doubt) => found[doubt]);
}

/** Whether the section's date is that of what has happened already. */
const isPast = ({ code }: Section): boolean => code !== 'administrative' && code !== 'appointments';

/** As far as both are known: 2024 is not after 2024-03. */
function isAfter(first: string, second: string): boolean {
  if (!isDate(first) || !isDate(second)) return false;
  const known = Math.min(first.length, second.length);
  return first.slice(0, known) > second.slice(0, known);
}

const isDate = (text: string): boolean => /^\d{4}(-\d{2}){0,2}$/.test(text);

const isAbove = (low: string, high: string): boolean =>
  low !== '' && high !== '' && Number(low) > Number(high);
