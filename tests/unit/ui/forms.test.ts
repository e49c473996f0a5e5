import { describe, expect, test } from 'vitest';
import { DAY_MS, instant } from '#base/time.ts';
import { passphraseStrength } from '#ui/entrance/passphrase-strength.ts';
import { chartShape, roundStep } from '#ui/components/chart-scale.ts';
import { emptyMeasure, readMeasure } from '#ui/sections/measurements/measure-draft.ts';
import { folded } from '#record/folded-text.ts';
import { categoryOfFile, titleOfFile } from '#ui/sections/documents/from-file-name.ts';
import { endOf } from '#ui/windows/durations.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 9));

describe('the strength of a phrase', () => {
  test.each([
    ['court', 'tooShort'],
    ['aaaaaaaaaaaa', 'weak'],
    ['abcdefghijkl', 'weak'],
    ['motdepasse', 'weak'],
    ['soleil soleil soleil', 'weak'],
    ['tulipe marteau nuage', 'fair'],
    ['tulipe marteau nuage vélo', 'strong'],
    ['gK7!pQ2#vX9$mZ4%wB1&', 'strong'],
  ])('"%s" is %s', (phrase, strength) => {
    expect(passphraseStrength(phrase)).toBe(strength);
  });
});

describe('a document named by its file', () => {
  test.each([
    ['bilan_lipidique-2026.pdf', 'Bilan lipidique 2026'],
    ['ORDONNANCE.PDF', 'ORDONNANCE'],
    ['.pdf', '.pdf'],
    ['écho   cardiaque.jpeg', 'Écho cardiaque'],
  ])('%s → %s', (name, title) => {
    expect(titleOfFile(name)).toBe(title);
  });

  test('falls in the category whose words its name holds, whole and without accents', () => {
    const words = { imaging: ['echo'], reports: ['cr', 'compte rendu'] };
    expect(categoryOfFile('Écho-cardiaque.pdf', words)).toBe('imaging');
    expect(categoryOfFile('compte_rendu.pdf', words)).toBe('reports');
    expect(categoryOfFile('sacre.pdf', words)).toBe('other');
  });

  test('is found without accents or capitals', () => {
    expect(folded(' Échographie : CŒUR ')).toBe('echographie cœur');
  });
});

describe('a measurement being written', () => {
  const pressure = {
    ...emptyMeasure('bloodPressure', 'Indian/Reunion'),
    systolic: '135',
    diastolic: '85',
  };

  test('now is the moment, in the zone where the person is', () => {
    expect(readMeasure(pressure, NOW, 'Indian/Reunion')).toEqual({
      ok: true,
      fields: {
        kind: 'bloodPressure',
        systolic: { value: '135', unit: 'mm[Hg]' },
        diastolic: { value: '85', unit: 'mm[Hg]' },
        takenAt: { at: NOW, zone: 'Indian/Reunion' },
      },
    });
  });

  test('says each thing that is missing', () => {
    const draft = { ...emptyMeasure('bloodPressure', 'Europe/Paris'), when: 'other' as const };
    expect(readMeasure(draft, NOW, 'Europe/Paris')).toEqual({
      ok: false,
      faults: ['systolic', 'diastolic', 'impossibleMoment'],
    });
  });

  test('refuses a moment that has not passed', () => {
    const moment = { local: '2999-01-01T00:00', zone: 'Europe/Paris' };
    const draft = { ...pressure, when: 'other' as const, moment };
    expect(readMeasure(draft, NOW, 'Europe/Paris')).toEqual({ ok: false, faults: ['future'] });
  });
});

describe('the scale of a chart', () => {
  test.each([
    [40, 10],
    [7, 2],
    [0.9, 0.25],
    [1000, 250],
  ])('a span of %d goes by %d', (span, step) => {
    expect(roundStep(span)).toBeCloseTo(step, 10);
  });

  test('keeps every point inside, the oldest at the left and the highest at the top', () => {
    const { lines, ticks } = chartShape(
      [
        [
          { at: 0, value: 142 },
          { at: 10, value: 121 },
        ],
      ],
      200,
      100,
    );
    const [first, last] = lines[0] ?? [];
    expect([first?.x, last?.x]).toEqual([0, 200]);
    expect(first?.y).toBeLessThan(last?.y ?? 0);
    expect(ticks.at(0)?.value).toBeLessThanOrEqual(121);
    expect(ticks.at(-1)?.value).toBeGreaterThanOrEqual(142);
  });

  test('one point alone, or equal ones, stand inside too', () => {
    const { lines } = chartShape([[{ at: 5, value: 0 }]], 200, 100);
    expect(lines[0]?.[0]?.x).toBe(100);
    expect(Number.isFinite(lines[0]?.[0]?.y)).toBe(true);
  });
});

describe('how long a window stays open', () => {
  test('a day is 24 hours, "no limit" has no end', () => {
    expect(endOf('day', NOW)).toBe(NOW + DAY_MS);
    expect(endOf('none', NOW)).toBeUndefined();
  });

  test('months are those of the calendar, and end on their last day when it is shorter', () => {
    const january = instant(new Date(2027, 0, 31, 12).getTime());
    expect(endOf('month', january)).toBe(new Date(2027, 1, 28, 12).getTime());
    expect(endOf('halfYear', january)).toBe(new Date(2027, 6, 31, 12).getTime());
  });
});
