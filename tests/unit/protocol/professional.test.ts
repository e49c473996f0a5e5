import { describe, expect, it } from 'vitest';
import { decodeProfessional, encodeProfessional } from '#protocol/professional.ts';

const identity = {
  name: 'Dr Zoé Martin',
  profession: 'Médecin',
  specialty: '',
  place: 'Lyon',
  rpps: '10001234567',
};
const answerTo = (fields: Record<string, unknown>): string => {
  const decoded = decodeProfessional(JSON.stringify({ ...identity, ...fields }));
  return decoded.ok ? 'ok' : decoded.error.what;
};

describe('a professional identity', () => {
  it('comes back as it was encoded', () => {
    expect(decodeProfessional(encodeProfessional(identity))).toEqual({ ok: true, value: identity });
  });

  it('leaves what later versions add', () => {
    const later = JSON.stringify({ ...identity, languages: ['fr'] });
    expect(decodeProfessional(later)).toEqual({ ok: true, value: identity });
  });

  it('is refused when it is no JSON object, or a field is missing or no text', () => {
    for (const text of ['', '{', '[]', 'null', '"x"', '{}']) {
      expect(decodeProfessional(text).ok).toBe(false);
    }
    expect(answerTo({ place: 1 })).toBe('professional');
    expect(answerTo({ place: undefined })).toBe('professional');
    expect(answerTo({ name: ' ' })).toBe('professional');
    expect(answerTo({ name: 'x'.repeat(201) })).toBe('professional');
    const inherited =
      '{"__proto__":{"name":"x","profession":"","specialty":"","place":"","rpps":""}}';
    expect(decodeProfessional(inherited).ok).toBe(false);
  });

  it('is refused when it could be shown as another: control and direction characters', () => {
    for (const character of ['\n', '\u0000', '\u202e', '\u2066', '\u200f', '\u2028']) {
      expect(answerTo({ name: `Dr${character}Zoé` })).toBe('professional');
    }
  });

  it('has an RPPS number of 11 digits, or none', () => {
    expect(answerTo({ rpps: '' })).toBe('ok');
    for (const rpps of ['1000123456', '100012345678', '1000123456a', '１２３４５６７８９０１']) {
      expect(answerTo({ rpps })).toBe('professional: rpps');
    }
  });
});
