import { describe, expect, it } from 'vitest';
import { instant } from '#base/time.ts';
import { sections } from '#record/registry.ts';
import { filterFromPreset, isBroad, presetCodes } from '#record/presets.ts';
import { isWindowFilter } from '#record/window-filter.ts';
import { windowRisk } from '#record/window.ts';
import { entry, idOf } from './entries.ts';
import { all, allergyOf, documentOf, filterOf, idsSeen, TODAY, treatmentOf } from './windows.ts';

describe('the risk of a window', () => {
  it('names the allergies and current treatments that it leaves out', () => {
    const entries = [
      allergyOf('1'),
      allergyOf('2', {}, { hidden: true }),
      allergyOf('3', { status: 'resolved' }),
      allergyOf('4', {}, { deletedAt: instant(1) }),
      treatmentOf('5'),
      treatmentOf('6', { end: '2020' }),
      documentOf('7'),
    ];
    const risk = windowRisk(
      entries,
      filterOf({ allergies: all, treatments: { shown: false } }),
      TODAY,
    );
    expect(risk.allergies.map(({ id }) => id)).toEqual([idOf('2')]);
    expect(risk.treatments.map(({ id }) => id)).toEqual([idOf('5')]);
  });

  it('is none where all of them are shown', () => {
    const entries = [allergyOf('1'), treatmentOf('2')];
    const risk = windowRisk(entries, filterFromPreset('emergency'), TODAY);
    expect(risk).toEqual({ allergies: [], treatments: [] });
  });
});

describe('presets', () => {
  it.each(presetCodes)('%s is a valid first filter that chooses nothing one by one', (code) => {
    const filter = filterFromPreset(code);
    expect(isWindowFilter(filter)).toBe(true);
    expect(isWindowFilter(JSON.parse(JSON.stringify(filter)))).toBe(true);
    expect(filter).toMatchObject({
      number: 1,
      projector: 1,
      preset: code,
      include: [],
      exclude: [],
    });
    for (const section of ['channels', 'journal', 'records', 'professional', 'correspondents']) {
      expect(filter.sections).not.toHaveProperty(section);
    }
  });

  it('shows the general practitioner all that is medical, and no administrative paper', () => {
    const entries = [
      documentOf('1'),
      documentOf('2', { category: 'administrative' }),
      allergyOf('3'),
      treatmentOf('4', { end: '2001' }),
    ];
    expect(idsSeen(entries, filterFromPreset('generalPractitioner')).sort()).toEqual([
      '1',
      '3',
      '4',
    ]);
  });

  it.each([
    ['specialist', ['1', '2', '3', '4', '5', '6', '7', '8', '9']],
    ['pharmacist', ['2', '3', '4', '5', '6']],
    ['nurse', ['1', '2', '3', '4', '6', '7']],
    ['dentist', ['3', '4', '6']],
    ['physiotherapist', ['1', '2', '3', '4', '6', '9']],
    ['laboratory', []],
    ['occupationalPhysician', []],
    ['custom', []],
  ] as const)('shows what each needs: %s', (preset, expected) => {
    const entries = [
      documentOf('1'),
      documentOf('2', { category: 'prescriptions' }),
      allergyOf('3'),
      treatmentOf('4'),
      treatmentOf('5', { end: '2001' }),
      entry('conditions', { id: '6', fields: { label: 'Asthme' } }),
      entry('measurements', {
        id: '7',
        fields: {
          kind: 'weight',
          value: { value: '72', unit: 'kg' },
          takenAt: { at: 0, zone: 'UTC' },
        },
      }),
      entry('conditions', { id: '8', fields: { label: 'Angine', status: 'resolved' } }),
      documentOf('9', { category: 'imaging' }),
    ];
    expect(idsSeen(entries, filterFromPreset(preset)).sort()).toEqual(expected);
  });

  it('never show by themselves what a person keeps until they choose it', () => {
    const kept = sections.filter(
      (section) => 'audience' in section && section.audience === 'chosen',
    );
    expect(kept.length).toBeGreaterThan(0);
    for (const code of presetCodes) {
      const { sections: shown } = filterFromPreset(code);
      expect(kept.filter((section) => shown[section.code]?.shown)).toEqual([]);
    }
  });

  it('show the general practitioner every section of care, and let any section be chosen', () => {
    const codes = (wanted: (audience: string) => boolean): string[] =>
      sections.flatMap((section) =>
        section.projectable && 'audience' in section && wanted(section.audience)
          ? [section.code]
          : [],
      );
    const { sections: shown } = filterFromPreset('generalPractitioner');
    const ofCare = codes((audience) => audience !== 'chosen');
    expect(Object.keys(shown).filter((code) => shown[code]?.shown)).toEqual(ofCare);
    const custom = filterFromPreset('custom').sections;
    expect(Object.keys(custom)).toEqual(codes(() => true));
    expect(Object.values(custom).some((section) => section.shown)).toBe(false);
  });

  it('are broad when they tell past illnesses and documents', () => {
    expect(presetCodes.filter((code) => isBroad(filterFromPreset(code)))).toEqual([
      'generalPractitioner',
      'specialist',
    ]);
  });

  it('shows a rescuer what matters now', () => {
    const entries = [
      documentOf('1'),
      documentOf('2', { category: 'directives' }),
      allergyOf('3'),
      treatmentOf('4'),
      treatmentOf('5', { end: '2001' }),
    ];
    expect(idsSeen(entries, filterFromPreset('emergency')).sort()).toEqual(['2', '3', '4']);
  });
});

describe('a filter', () => {
  const valid = filterFromPreset('emergency');

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['a number below one', { ...valid, number: 0 }],
    ['a projector that is no number', { ...valid, projector: '1' }],
    ['sections that are a list', { ...valid, sections: [] }],
    ['a section that is not said to be shown', { ...valid, sections: { documents: {} } }],
    [
      'a day that no calendar has',
      { ...valid, sections: { documents: { shown: true, since: '2025-02-30' } } },
    ],
    [
      'categories that are no texts',
      { ...valid, sections: { documents: { shown: true, categories: [1] } } },
    ],
    ['ids that are none', { ...valid, include: ['x'] }],
    ['no list of exceptions', { ...valid, exclude: undefined }],
    ['a mark of merging that is not true', { ...valid, merged: false }],
  ])('is not %s', (_what, value) => {
    expect(isWindowFilter(value)).toBe(false);
  });
});
