import { beforeAll, describe, expect, it } from 'vitest';
import { cryptoReady } from '#crypto/sodium.ts';
import { refusalCases } from './refusal-cases.ts';
import { specTable } from './spec-tables.ts';

const table = specTable('answer', 'case');

beforeAll(cryptoReady);

describe('the table of answers', () => {
  it('has one row for each situation tried here', () => {
    expect(table.map((row) => row['case'])).toEqual(Object.keys(refusalCases));
  });

  it.each(table)('$case: $answer', async (row) => {
    expect(await refusalCases[row['case'] ?? '']?.()).toBe(row['answer']);
  });
});
