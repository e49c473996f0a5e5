import { describe, expect, it } from 'vitest';
import { askToPersist, estimateRoom } from '#adapters/persist.ts';

const answering =
  <T>(value: T) =>
  () =>
    Promise.resolve(value);

describe('persistent storage', () => {
  it('says persistent when it was already, without asking again', async () => {
    const storage = {
      persisted: answering(true),
      persist: () => Promise.reject(new Error('asked again')),
    };
    expect(await askToPersist({ storage })).toBe('persistent');
  });

  it('says what the browser answers', async () => {
    const persisted = answering(false);
    expect(await askToPersist({ storage: { persisted, persist: answering(true) } })).toBe(
      'persistent',
    );
    expect(await askToPersist({ storage: { persisted, persist: answering(false) } })).toBe(
      'temporary',
    );
  });

  it('says unknown where the browser cannot be asked', async () => {
    expect(await askToPersist({})).toBe('unknown');
    expect(await askToPersist({ storage: {} })).toBe('unknown');
  });
});

describe('the estimate of room', () => {
  it('is the browser’s, or nothing', async () => {
    const estimate = answering({ usage: 5, quota: 100 });
    expect(await estimateRoom({ storage: { estimate } })).toEqual({
      usedBytes: 5,
      quotaBytes: 100,
    });
    expect(await estimateRoom({ storage: { estimate: answering({}) } })).toBeUndefined();
    expect(await estimateRoom({})).toBeUndefined();
  });
});
