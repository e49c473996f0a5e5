import { expect, it } from 'vitest';
import { aeadLabel, labels } from '#crypto/labels.ts';

const all = Object.values(labels);

it('labels are distinct and carry the version [C3]', () => {
  expect(new Set(all).size).toBe(all.length);
  expect(all.every((label) => /^carnet\/v1\/[a-z0-9-]+$/.test(label))).toBe(true);
});

it('keys of sealed bytes have labels of their own [C10]', () => {
  expect(aeadLabel(labels.op)).toBe('carnet/v1/aead/op');
  expect(all).not.toContain(aeadLabel(labels.op));
});
