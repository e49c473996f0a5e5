import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ServerProcess = { readonly port: number; readonly stop: () => Promise<void> };

/** Runs `server-<name>.ts` with a fresh data folder; it prints its port once it listens. */
export async function startServer(name: string, ...args: string[]): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-bench-'));
  const script = fileURLToPath(new URL(`./server-${name}.ts`, import.meta.url));
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, folder, ...args],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => {
      resolve(Number(data.toString()));
    });
    child.once('exit', () => {
      reject(new Error(`server-${name} ended`));
    });
  });
  return {
    port,
    async stop() {
      child.kill('SIGKILL');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}
