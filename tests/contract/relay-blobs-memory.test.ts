import { createMemoryBlobs } from '#relay/blobs/memory.ts';
import { describeBlobs } from './relay-blobs.ts';

describeBlobs('memory', () => ({
  open: () => createMemoryBlobs(),
  lasts: false,
  clean: () => undefined,
}));
