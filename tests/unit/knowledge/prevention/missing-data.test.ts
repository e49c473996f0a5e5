import { describePeople, DTP, type Row } from './people.ts';

const missingData: readonly Row[] = [
  ['somebody whose birth date is unknown', {}, '2026-06-01', 'mmr', ['birthDateMissing']],
  ['somebody born tomorrow', { born: '2026-06-02' }, '2026-06-01', 'mmr', ['birthDateMissing']],
  [
    'born in a month, on the first day it can be six',
    { born: '2020-05' },
    '2026-05-01',
    'dtcap-6',
    ['dose-1 upcoming 2026-05-31..2027-05-30 ~'],
  ],
  [
    'born in a year, once surely fifty',
    { born: '1976', sex: 'female' },
    '2026-12-31',
    'breast-cancer',
    ['from-2026-12-31 due 2026-12-31..2051-12-30 ~'],
  ],
  [
    'with an act dated after today',
    { born: '1968-03-03', sex: 'female', done: [['2026-04-01', 'mammography']] },
    '2026-03-03',
    'breast-cancer',
    ['from-2018-03-03 due 2018-03-03..2043-03-02'],
  ],
  [
    'who set it aside',
    { born: '1981-03-03', setAside: ['dtp-45/dose-1'] },
    '2026-03-03',
    'dtp-45',
    ['dose-1 setAside 2026-03-03..2027-03-02'],
  ],
  [
    'who set aside what was then done',
    { born: '1981-03-03', setAside: ['dtp-45/dose-1'], done: [['2026-03-01', ...DTP]] },
    '2026-03-03',
    'dtp-45',
    ['dose-1 done 2026-03-03..2027-03-02'],
  ],
];

describePeople('missing data', missingData);
