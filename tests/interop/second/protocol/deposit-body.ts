/** [P92] to [P95]. */
import { Refusal, refuse, type Json } from './format.ts';

type Members = ReadonlyMap<string, unknown>;

const BANNED = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

function line(value: unknown, units: number): string {
  if (typeof value !== 'string' || value.length > units || !value.isWellFormed()) return refuse();
  return BANNED.test(value) ? refuse() : value;
}

function text(value: unknown, units: number): string {
  if (typeof value !== 'string' || value.length > units) return refuse();
  line(value.split(/[\t\n]/).join(''), units);
  return value;
}

const filled = (value: string): string => (value.trim() === '' ? refuse() : value);

const like = (value: unknown, shape: RegExp): string =>
  typeof value === 'string' && shape.test(value) ? value : refuse();

const maybe = <T>(value: unknown, read: (value: unknown) => T): T | null =>
  value === undefined || value === null ? null : read(value);

const code = (value: unknown): string => like(value, /^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$/);
const hex = (digits: number) => (value: unknown) =>
  like(value, new RegExp(`^[0-9a-f]{${String(digits)}}$`));

function date(value: unknown): string {
  const given = like(value, /^(1[89]|2[0-9])[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?$/);
  const [year, month = '01', day = '01'] = given.split('-');
  const whole = `${String(year)}-${month}-${day}`;
  const moment = new Date(`${whole}T00:00:00Z`);
  const isDay = !Number.isNaN(moment.getTime()) && moment.toISOString().slice(0, 10) === whole;
  return isDay ? given : refuse();
}

function integer(value: unknown, least: number, most: number): number {
  const isIt = typeof value === 'number' && Number.isInteger(value) && value >= least;
  return isIt && value <= most ? value : refuse();
}

function members(value: unknown): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse();
  return new Map(Object.entries(value));
}

function file(value: unknown): Json {
  const of = members(value);
  const name = line(of.get('name'), 255);
  return {
    blob: hex(64)(of.get('blob')),
    key: hex(64)(of.get('key')),
    sizeBytes: integer(of.get('sizeBytes'), 1, 2 ** 31),
    mediaType: like(of.get('mediaType'), /^[a-z]{1,32}\/[a-z0-9.+-]{1,96}$/),
    name: name === '' ? refuse() : name,
  };
}

const kinds: Readonly<Record<string, (of: Members) => Json>> = {
  document: (of) => ({
    kind: 'document',
    title: filled(line(of.get('title'), 300)),
    category: code(of.get('category')),
    type: maybe(of.get('type'), code),
    date: maybe(of.get('date'), date),
    note: maybe(of.get('note'), (value) => text(value, 2000)),
    file: file(of.get('file')),
    supersedes: maybe(of.get('supersedes'), hex(64)),
  }),
  note: (of) => ({
    kind: 'note',
    title: filled(line(of.get('title'), 300)),
    text: filled(text(of.get('text'), 20_000)),
    date: maybe(of.get('date'), date),
    supersedes: maybe(of.get('supersedes'), hex(64)),
  }),
  'reading-receipt': (of) => {
    const read = of.get('read');
    if (!Array.isArray(read) || read.length === 0 || read.length > 64) return refuse();
    const items = read.map((item: unknown) => {
      const its = members(item);
      return {
        entry: maybe(its.get('entry'), hex(32)),
        at: integer(its.get('at'), 0, Number.MAX_SAFE_INTEGER),
      };
    });
    return { kind: 'reading-receipt', read: items };
  },
};

export function decodeDepositBody(kind: string, body: string): Json {
  const read = new Map(Object.entries(kinds)).get(kind);
  if (!read) throw new Refusal('UnknownKind');
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return refuse();
  }
  return read(members(json));
}
