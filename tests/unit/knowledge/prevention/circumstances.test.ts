import { describePeople, DTCAP, type Row } from './people.ts';

const circumstances: readonly Row[] = [
  [
    'pregnant at 19 weeks',
    { born: '1995-03-03', sex: 'female', circumstances: ['pregnancy'], lastPeriod: '2026-01-01' },
    '2026-05-20',
    'pertussis-pregnancy',
    ['pregnancy-2026-01-01 upcoming 2026-05-21..2026-09-16'],
  ],
  [
    'pregnant at 20 weeks',
    { born: '1995-03-03', circumstances: ['pregnancy'], lastPeriod: '2026-01-01' },
    '2026-05-21',
    'pertussis-pregnancy',
    ['pregnancy-2026-01-01 due 2026-05-21..2026-09-16'],
  ],
  [
    'pregnant at 37 weeks',
    { born: '1995-03-03', circumstances: ['pregnancy'], lastPeriod: '2026-01-01' },
    '2026-09-17',
    'pertussis-pregnancy',
    ['over'],
  ],
  [
    'pregnant, vaccinated in the former pregnancy',
    {
      born: '1995-03-03',
      circumstances: ['pregnancy'],
      lastPeriod: '2026-01-01',
      done: [['2023-05-01', ...DTCAP]],
    },
    '2026-06-01',
    'pertussis-pregnancy',
    ['pregnancy-2026-01-01 due 2026-05-21..2026-09-16'],
  ],
  [
    'pregnant since an unknown day',
    { born: '1995-03-03', circumstances: ['pregnancy'] },
    '2026-06-01',
    'rsv-pregnancy',
    ['lastPeriodMissing'],
  ],
  [
    'in the fourth month of pregnancy',
    { born: '1995-03-03', circumstances: ['pregnancy'], lastPeriod: '2026-01-01' },
    '2026-04-18',
    'dental-check-pregnancy',
    ['pregnancy-2026-01-01 due 2026-04-18..2027-04-15'],
  ],
  [
    'living in French Guiana',
    { born: '1990-03-03', circumstances: ['guiana'] },
    '2026-06-01',
    'yellow-fever-guiana',
    ['dose-1 due 1990-12-03..'],
  ],
  [
    'living elsewhere',
    { born: '1990-03-03' },
    '2026-06-01',
    'yellow-fever-guiana',
    ['notDeclared'],
  ],
];

describePeople('circumstances', circumstances);
