import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDirectoryBlobs } from '#relay/blobs/directory.ts';
import { describeBlobs } from './relay-blobs.ts';

describeBlobs('directory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-blobs-'));
  return {
    open: () => createDirectoryBlobs(folder),
    lasts: true,
    clean: () => {
      rmSync(folder, { recursive: true });
    },
  };
});
