import { createMemoryStorage } from '#relay/storage/memory.ts';
import { describeStorage } from './relay-storage.ts';

describeStorage('memory', () => ({
  open: (limited) => createMemoryStorage(limited && 1024 * 1024),
  clean: () => undefined,
}));
