import { existsSync, writeFileSync } from 'node:fs';
import { GOLDEN, readSample, samples } from './golden-files.ts';

for (const path of samples()) {
  if (existsSync(path + GOLDEN)) continue;
  writeFileSync(path + GOLDEN, `${JSON.stringify(await readSample(path), null, 2)}\n`);
  console.log(`wrote ${path}${GOLDEN}: read it before you commit it`);
}
