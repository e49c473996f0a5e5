import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cryptoReady } from '#crypto/sodium.ts';
import { backUp } from '#relay/backup.ts';

/** `npm run relay:backup -- DIR`: copies the data of a relay, running or not, into DIR. */
const usage = `npm run relay:backup -- DIR
    copies the data folder of a relay (CARNET_DATA, otherwise ./data) into DIR while it runs.
    Run it again with the same DIR to bring the copy up to date.
    To restore, see src/relay/deploy/README.md.`;

const [target, ...rest] = process.argv.slice(2);
if (target === undefined || target.startsWith('-') || rest.length > 0) {
  console.error(usage);
  process.exit(2);
}
await cryptoReady();
const root = fileURLToPath(new URL('../..', import.meta.url));
const backup = await backUp(process.env['CARNET_DATA'] ?? join(root, 'data'), target);
if (!backup.ok) {
  console.error(backup.error);
  process.exit(1);
}
const { logs, files, incomplete } = backup.value;
console.log(`${String(logs)} logs and ${String(files)} files are in ${target}.`);
if (incomplete > 0) {
  console.log(`${String(incomplete)} of the files are not whole; their holders bring them again.`);
}
