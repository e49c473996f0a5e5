import { describePeople, DTP, type Row } from './people.ts';

const elders: readonly Row[] = [
  [
    'sixty-four, in the campaign',
    { born: '1961-12-01' },
    '2026-10-15',
    'influenza-65',
    ['2026 upcoming 2026-12-01..2027-01-31'],
  ],
  [
    'sixty-five, in the campaign',
    { born: '1961-03-03' },
    '2026-11-22',
    'influenza-65',
    ['2026 due 2026-10-01..2027-01-31'],
  ],
  [
    'vaccinated in September',
    { born: '1961-03-03', done: [['2026-09-20', 'influenza']] },
    '2026-11-22',
    'influenza-65',
    ['2026 done 2026-10-01..2027-01-31', '2027 upcoming 2027-10-01..2028-01-31'],
  ],
  [
    'on the last day of the campaign',
    { born: '1950-03-03' },
    '2027-01-31',
    'influenza-65',
    ['2026 due 2026-10-01..2027-01-31'],
  ],
  [
    'after the campaign',
    { born: '1950-03-03' },
    '2027-02-01',
    'influenza-65',
    ['2027 upcoming 2027-10-01..2028-01-31'],
  ],
  [
    'vaccinated last year',
    { born: '1950-03-03', done: [['2025-10-20', 'covid19']] },
    '2026-11-22',
    'covid-65',
    ['2026 due 2026-10-01..2027-01-31'],
  ],
  [
    'eighty-one in spring',
    { born: '1945-03-03' },
    '2026-05-01',
    'covid-80-spring',
    ['2026 due 2026-04-01..2026-06-30'],
  ],
  [
    'sixty-five for tetanus',
    { born: '1961-03-03' },
    '2026-03-03',
    'dtp-65',
    ['from-2026-03-03 due 2026-03-03..'],
  ],
  [
    'eighty, boosted at 66',
    { born: '1946-03-03', done: [['2012-05-01', ...DTP]] },
    '2026-03-03',
    'dtp-65',
    [
      'done-2012-05-01 done 2012-05-01..2022-04-30',
      'from-2022-05-01 overdue 2022-05-01..2023-04-30',
    ],
  ],
  [
    'sixty-five for shingles',
    { born: '1961-03-03', done: [['2026-03-10', 'zoster']] },
    '2026-05-10',
    'zoster-65',
    ['dose-1 done 2026-03-03..', 'dose-2 due 2026-05-10..2026-09-09'],
  ],
  [
    'seventy with a heart disease',
    { born: '1956-03-03', circumstances: ['heartOrLungDisease'] },
    '2026-03-03',
    'rsv-65-heart-lung',
    ['dose-1 due 2021-03-03..'],
  ],
  [
    'seventy who declared nothing',
    { born: '1956-03-03' },
    '2026-03-03',
    'rsv-65-heart-lung',
    ['notDeclared'],
  ],
  ['seventy-five', { born: '1951-03-03' }, '2026-03-03', 'rsv-75', ['dose-1 due 2026-03-03..']],
  [
    'a hundred and ten',
    { born: '1916-03-03' },
    '2026-03-03',
    'pneumococcal-65',
    ['dose-1 due 1981-03-03..'],
  ],
];

describePeople('elders', elders);
