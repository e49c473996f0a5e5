/** Values with their units, wherever an entry is named. */
export const values = {
  titled: (kind: string, value: string) => `${kind} : ${value}`,
  /** UCUM codes that are not written as people write them. */
  units: {
    'mm[Hg]': 'mmHg',
    Cel: '°C',
    'kg/m2': 'kg/m²',
    '{beats}/min': 'battements/min',
    '{breaths}/min': '/min',
    '{score}': '/ 10',
    '1/(24.h)': 'pas',
    '1': '/ 10',
    EUR: '€',
    '[degF]': '°F',
    '[lb_av]': 'lb',
  } as Readonly<Record<string, string>>,
};
