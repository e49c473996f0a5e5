import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/relay/main.ts', import.meta.url));

/** The relay as an operator runs it: its own process, real SQLite, real sockets. */
export class RelayProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;
  readonly url: string;
  readonly pid: number | undefined;
  /** Everything it wrote: its log, and its address. */
  readonly output: () => string;

  private constructor(
    child: ChildProcess,
    exited: Promise<number | null>,
    url: string,
    output: () => string,
  ) {
    this.#child = child;
    this.#exited = exited;
    this.url = url;
    this.pid = child.pid;
    this.output = output;
  }

  static async start(
    dataFolder: string,
    environment: Record<string, string> = {},
  ): Promise<RelayProcess> {
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        CARNET_DATA: dataFolder,
        CARNET_APP: join(dataFolder, 'no-app'),
        CARNET_LOG: 'debug',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let written = '';
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const url = await new Promise<string>((resolve, reject) => {
      const read = (data: Buffer): void => {
        written += data.toString();
        const address = /^(https?:\/\/\S+)$/m.exec(written)?.[1];
        if (address !== undefined) resolve(address);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      void exited.then(() => {
        reject(new Error(`the relay ended: ${written}`));
      });
    });
    return new RelayProcess(child, exited, url, () => written);
  }

  /** Ends it without notice, as a power cut would for its memory. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** Asks it to end. @returns its exit code */
  async terminate(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.#exited;
  }
}

/** A data folder of its own, and its removal. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'carnet-relay-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
