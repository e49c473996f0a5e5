import { describe, expect, test } from 'vitest';
import { instant, type PartialDate } from '#base/time.ts';
import { formatsFor } from '#i18n/index.ts';

const fr = formatsFor('fr', 'Europe/Paris');
const en = formatsFor('en', 'Europe/Paris');
const date = (text: string): PartialDate => text as PartialDate;
const at = (text: string) => instant(Date.parse(text));
const NOW = at('2026-11-22T10:00:00+01:00');
/** Intl's own spaces vary (no-break, narrow); what is read does not. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('dates as people say them', () => {
  test('a day of this year has no year', () => {
    expect(fr.day(date('2026-11-18'), date('2026-11-22'))).toBe('18 nov.');
    expect(en.day(date('2026-11-18'), date('2026-11-22'))).toBe('18 Nov');
  });

  test('a day of another year, or of nobody knows when, has one', () => {
    expect(fr.day(date('2025-11-18'), date('2026-11-22'))).toBe('18 nov. 2025');
    expect(fr.day(date('2025-11-18'))).toBe('18 nov. 2025');
  });

  test('a date says no more than what is known', () => {
    expect(fr.day(date('2024-03'), date('2024-11-22'))).toBe('mars 2024');
    expect(fr.day(date('2023'), date('2023-11-22'))).toBe('2023');
    expect(fr.longDay(date('2026-11-18'))).toBe('mercredi 18 novembre 2026');
    expect(fr.longDay(date('2026-11'))).toBe('novembre 2026');
    expect(fr.longDay(date('1958'))).toBe('1958');
    expect(fr.dayAndMonth(date('2026-11'))).toBe('nov.');
    expect(fr.dayAndMonth(date('2026'))).toBe('2026');
  });

  test('a month begins its heading with a capital', () => {
    expect(fr.monthTitle(date('2026-11-18'))).toBe('Novembre 2026');
    expect(fr.sentence('écho')).toBe('Écho');
  });

  test('an hour is said as in the language, in the zone of the formats', () => {
    expect(plain(fr.moment(at('2026-11-26T14:30:00+01:00'), date('2026-11-22')))).toBe(
      'jeudi 26 nov., 14 h 30',
    );
    expect(plain(fr.moment(at('2027-01-05T09:05:00+01:00'), date('2026-11-22')))).toBe(
      'mardi 5 janv. 2027, 9 h 05',
    );
    expect(en.time(at('2026-11-26T14:30:00+01:00'))).toBe('14:30');
    expect(formatsFor('fr', 'America/Guadeloupe').dayOf(at('2026-11-22T01:00:00Z'))).toBe(
      '2026-11-21',
    );
  });

  test('boxes stand in the order of the language', () => {
    expect(fr.dateOrder).toEqual(['day', 'month', 'year']);
  });
});

describe('how long ago', () => {
  test.each([
    ['2026-11-22T09:59:40+01:00', 'maintenant'],
    ['2026-11-22T09:20:00+01:00', 'il y a 40 minutes'],
    ['2026-11-22T07:00:00+01:00', 'il y a 3 heures'],
    ['2026-11-21T23:00:00+01:00', 'hier'],
    ['2026-11-20T09:00:00+01:00', 'avant-hier'],
    ['2026-11-25T09:00:00+01:00', 'dans 3 jours'],
    ['2026-11-10T09:00:00+01:00', 'la semaine dernière'],
    ['2026-06-12T09:00:00+02:00', 'il y a 5 mois'],
    ['2023-11-21T09:00:00+01:00', 'il y a 3 ans'],
  ])('%s is said "%s"', (moment, words) => {
    expect(plain(fr.relative(at(moment), NOW))).toBe(words);
  });

  test('an age counts whole years, then months, then days', () => {
    expect(plain(fr.age(date('1980-03-03'), date('2026-11-22')))).toBe('46 ans');
    expect(plain(fr.age(date('1980-11-23'), date('2026-11-22')))).toBe('45 ans');
    expect(plain(fr.age(date('2025-12-01'), date('2026-11-22')))).toBe('11 mois');
    expect(plain(fr.age(date('2026-11-10'), date('2026-11-22')))).toBe('12 jours');
  });
});

describe('numbers', () => {
  test('a number, a quantity and a size are written as in the language', () => {
    expect(plain(fr.number(1234567.891))).toBe('1 234 567,891');
    expect(fr.quantity(1.62, 'g/L')).toBe('1,62\u00a0g/L');
    expect(en.quantity(1.62, 'g/L')).toBe('1.62\u00a0g/L');
    expect(plain(fr.fileSize(1_234_567))).toBe('1,2 Mo');
    expect(plain(fr.fileSize(38_400))).toBe('38 ko');
    expect(plain(fr.fileSize(1))).toBe('1 octet');
    expect(plain(fr.fileSize(0))).toBe('0 octet');
    expect(plain(fr.fileSize(2_147_483_648))).toBe('2,1 Go');
  });

  test('a list ends with "et"', () => {
    expect(fr.list(['a', 'b', 'c'])).toBe('a, b et c');
  });
});
