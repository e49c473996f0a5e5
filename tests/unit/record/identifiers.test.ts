import { describe, expect, it } from 'vitest';
import { checkInsKey, insKey, isRpps } from '#record/identifiers.ts';

describe('the key of an INS number', () => {
  it.each([
    ['2550699999999', 34],
    ['1840675999999', undefined],
    ['2870275999999', undefined],
  ])('of %s is 97 less the remainder of the number by 97', (number, known) => {
    const expected = 97 - Number(BigInt(number) % 97n);
    expect(insKey(number)).toBe(String(expected).padStart(2, '0'));
    if (known !== undefined) expect(expected).toBe(known);
  });

  it('counts Corsica as 19 and 18', () => {
    expect(insKey('184062A999999')).toBe(insKey('1840619999999'));
    expect(insKey('184062B999999')).toBe(insKey('1840618999999'));
  });

  it('has two digits, from 01 to 97', () => {
    expect(insKey(String(97n * 20_000_000_000n).padStart(13, '1'))).toBe('97');
    const small = Array.from({ length: 200 }, (_, i) => insKey(String(1_840_675_999_000 + i)));
    expect(small.every((key) => /^\d\d$/.test(key ?? '') && key !== '00')).toBe(true);
    expect(new Set(small).size).toBe(97);
  });

  it('is none for what has not the form of a number', () => {
    const wrong = ['', '123', '18406759999990', '184062C999999', '2A40675999999', ' 840675999999'];
    expect(wrong.map(insKey)).toEqual(wrong.map(() => undefined));
  });

  it('is said to be wrong, and the number is still a number', () => {
    const number = '2550699999999';
    expect(checkInsKey(number, '34')).toBe('right');
    expect(checkInsKey(number, '35')).toBe('wrong');
    expect(checkInsKey('x', '34')).toBe('notAnIns');
  });
});

describe('an RPPS number', () => {
  it('has 11 digits and a right last one', () => {
    const body = '1000000001';
    const right = Array.from('0123456789').filter((digit) => isRpps(body + digit));
    expect(right).toHaveLength(1);
    // Luhn's own example, padded: the check digit of 7992739871 is 3.
    expect(isRpps('79927398713')).toBe(true);
    expect(isRpps('79927398714')).toBe(false);
  });

  it('is nothing else', () => {
    expect(['', '7992739871', '799273987130', '7992739871a'].filter(isRpps)).toEqual([]);
  });
});
