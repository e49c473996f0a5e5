import { mkdir, readFile, statfs } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { idFromBytes } from '#base/ids.ts';
import { HOUR_MS, instant, type Clock } from '#base/time.ts';
import { systemRandom } from '#crypto/random.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { createDirectoryBlobs } from './blobs/directory.ts';
import { readConfig, type RelayConfig } from './config.ts';
import { DiskWatch } from './disk-watch.ts';
import { createLocalFanout } from './fanout/local.ts';
import { RequestOrigin } from './http/origin.ts';
import { createHttpServer } from './http/server.ts';
import { StaticFiles } from './http/static-files.ts';
import { assembleRelay, defaultLimits, type Relay, type RelayLimits } from './relay.ts';
import { loadRelayKey } from './relay-key.ts';
import { Sockets } from './socket/sockets.ts';
import { openSqliteStorage } from './storage/sqlite.ts';
import { reviveCopy } from './storage/sqlite-copy.ts';

const SWEEP_MS = HOUR_MS;
const READS_MS = 5_000;
const GOODBYE_MS = 2_000;
const DISK_MS = 5_000;
const MIB = 1024 * 1024;

export type RunningRelay = {
  /** Where the app is reached, e.g. `http://localhost:4173`. */
  readonly url: string;
  /** Takes nothing more, finishes what was taken, closes the database. */
  readonly stop: () => Promise<void>;
};

export type RelayOptions = {
  readonly clock?: Clock;
  readonly limits?: Partial<RelayLimits>;
  readonly log?: Logger;
  /** What to do when the disk fails; by default the process ends. */
  readonly fatal?: (failure: unknown) => void;
};

const systemClock: Clock = { now: () => instant(Date.now()) };

const every = (ms: number, act: () => void): (() => void) => {
  const timer = setInterval(act, ms);
  return () => {
    clearInterval(timer);
  };
};

const after = (ms: number, act: () => void): (() => void) => {
  const timer = setTimeout(act, ms);
  return () => {
    clearTimeout(timer);
  };
};

/** Opens the data folder and listens. Rejects with a sentence when that cannot be. */
export async function startRelay(
  config: RelayConfig,
  options: RelayOptions = {},
): Promise<RunningRelay> {
  const log = options.log ?? pino({ level: config.logLevel, base: null });
  await cryptoReady();
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  const database = join(config.dataFolder, 'relay.sqlite');
  const revived = reviveCopy(database, () => idFromBytes('Incarnation', systemRandom.bytes(8)));
  if (revived > 0) log.info({ logs: revived }, 'a backup was restored');
  const storage = openSqliteStorage(database);
  const disk = await watchDisk(config, log);
  const relay = assembleRelay({
    storage,
    blobs: createDirectoryBlobs(join(config.dataFolder, 'blobs')),
    fanout: createLocalFanout(),
    key: await loadRelayKey(config.dataFolder, systemRandom.bytes),
    clock: options.clock ?? systemClock,
    randomBytes: systemRandom.bytes,
    after,
    defer: setImmediate,
    limits: { ...defaultLimits, maxLogBytes: config.maxLogMiB * MIB, ...options.limits },
    hasRoom: () => disk.hasRoom,
    fatal: options.fatal ?? endProcess(log),
    report: reporter(log),
  });
  const origin = new RequestOrigin(config);
  const sockets = new Sockets({ deps: relay.sockets, origin, every });
  const server = await createServer(config, relay, sockets, origin, log);
  sockets.listenTo(server);
  await listen(server, config);
  const stopSweeping = keepClean(relay, disk, reporter(log));
  const url = urlOf(server, config);
  log.info({ app: config.appFolder }, 'relay started');
  return {
    url,
    async stop() {
      stopSweeping();
      await close(server, sockets);
      await relay.flush();
      await storage.close();
      log.info('relay stopped');
    },
  };
}

/** A failed commit or sync: what the disk holds is unknown, so nobody may be told anything more. */
const endProcess =
  (log: Logger) =>
  (failure: unknown): void => {
    log.fatal(describe(failure), 'the relay ends');
    process.exit(1);
  };

const reporter =
  (log: Logger) =>
  (failure: unknown): void => {
    log.error(describe(failure), 'something failed');
  };

/** Names and places of a failure, never its message: that may quote what a client sent. */
const describe = (failure: unknown): Record<string, unknown> => {
  const error = failure instanceof Error ? failure : new Error('not an error');
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { failure: error.name, code, errcode, at: frames.slice(0, 8).map((line) => line.trim()) };
};

async function watchDisk(config: RelayConfig, log: Logger): Promise<DiskWatch> {
  const freeBytes = async (): Promise<number> => {
    const { bavail, bsize } = await statfs(config.dataFolder);
    return bavail * bsize;
  };
  const disk = new DiskWatch(freeBytes, config.minFreeMiB * MIB, (hasRoom) => {
    if (hasRoom) log.info('there is room on the disk again');
    else
      log.warn({ minFreeMiB: config.minFreeMiB }, 'the disk is nearly full: nothing new is taken');
  });
  await disk.look();
  return disk;
}

async function createServer(
  config: RelayConfig,
  relay: Relay,
  sockets: Sockets,
  origin: RequestOrigin,
  log: Logger,
): Promise<Server> {
  const { blobs, mailboxes, boxes, tokens, addressLimits } = relay;
  return createHttpServer({
    blobs,
    mailboxes,
    boxes,
    tokens,
    addressLimits,
    origin,
    attesters: config.attesters,
    files: await StaticFiles.open(config.appFolder, config.relays),
    health: () => ({
      status: relay.hasRoom() ? 'ok' : 'full',
      connections: sockets.size,
      openLogs: relay.sockets.table.size,
    }),
    report: (route, failure) => {
      log.error({ route, ...describe(failure) }, 'a request failed');
    },
    tls: config.tls && {
      cert: await readFile(config.tls.cert),
      key: await readFile(config.tls.key),
    },
  });
}

function keepClean(relay: Relay, disk: DiskWatch, report: (failure: unknown) => void): () => void {
  const stops = [
    every(DISK_MS, () => {
      disk.look().catch(report);
    }),
    every(SWEEP_MS, () => {
      relay.sweep().catch(report);
    }),
    every(READS_MS, () => {
      relay.sockets.reads.flush().catch(report);
    }),
  ];
  relay.sweep().catch(report);
  return () => {
    for (const stop of stops) stop();
  };
}

const listen = (server: Server, { host, port }: RelayConfig): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

function urlOf(server: Server, config: RelayConfig): string {
  const { port } = server.address() as AddressInfo;
  const scheme = config.tls ? 'https' : 'http';
  const isAnywhere = config.host === '0.0.0.0' || config.host === '::';
  return `${scheme}://${isAnywhere ? 'localhost' : config.host}:${port}`;
}

async function close(server: Server, sockets: Sockets): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  sockets.close();
  server.closeIdleConnections();
  const cancel = after(GOODBYE_MS, () => {
    sockets.terminate();
    server.closeAllConnections();
  });
  await closed;
  cancel();
}

/**
 * Runs as a process: configuration from the environment, clean end on SIGTERM and SIGINT.
 * @param say gets the address once the relay answers there
 */
export async function runRelay(say: (url: string) => void): Promise<void> {
  const config = readConfig(process.env);
  if (!config.ok) {
    process.stderr.write(`${config.error}\n`);
    process.exit(2);
  }
  const relay = await startRelay(config.value);
  say(relay.url);
  const stop = (): void => {
    relay.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (import.meta.main) await runRelay((url) => process.stdout.write(`${url}\n`));
