import type { Messages } from '../fr/index.ts';

export const values: Messages['values'] = {
  titled: (kind, value) => `${kind}: ${value}`,
  /** UCUM codes that are not written as people write them. */
  units: {
    'mm[Hg]': 'mmHg',
    Cel: '°C',
    'kg/m2': 'kg/m²',
    '{beats}/min': 'beats/min',
    '{breaths}/min': '/min',
    '{score}': '/ 10',
    '1/(24.h)': 'steps',
    '1': '/ 10',
    EUR: '€',
    '[degF]': '°F',
    '[lb_av]': 'lb',
  },
};
