import './end-with-parent.ts';
import { join } from 'node:path';
import { startRelay } from '#relay/main.ts';

/** The relay as it is, with room for all the connections of one machine. */
const [folder = ''] = process.argv.slice(2);
const many = 1_000_000;
const relay = await startRelay(
  {
    host: 'localhost',
    port: 0,
    dataFolder: join(folder, 'data'),
    appFolder: join(folder, 'no-app'),
    relays: [],
    attesters: [],
    origins: [],
    isBehindProxy: false,
    tls: undefined,
    logLevel: 'silent',
    minFreeMiB: 0,
    maxLogMiB: 20_480,
  },
  { limits: { address: { connections: many, newLogsPerHour: many, mailboxesPerHour: many } } },
);
process.stdout.write(new URL(relay.url).port);
