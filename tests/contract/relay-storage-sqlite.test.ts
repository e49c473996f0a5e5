import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStorage } from '#relay/storage/sqlite.ts';
import { describeStorage } from './relay-storage.ts';

describeStorage('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-storage-'));
  const files = (): string[] => readdirSync(folder).map((name) => join(folder, name));
  return {
    open: (limited) => openSqliteStorage(join(folder, 'relay.sqlite'), limited && 256),
    disk: () => new Uint8Array(Buffer.concat(files().map((path) => readFileSync(path)))),
    clean: () => {
      for (const path of files()) rmSync(path);
    },
  };
});
