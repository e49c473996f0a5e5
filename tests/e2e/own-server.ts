import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

/** The real server, on a port of its own, with an app folder that the test chooses. */
export class OwnServer {
  readonly #child: ChildProcess;
  readonly origin: string;

  private constructor(child: ChildProcess, origin: string) {
    this.#child = child;
    this.origin = origin;
  }

  static async start(appFolder: string, dataFolder: string, port: number): Promise<OwnServer> {
    const child = spawn(process.execPath, ['src/relay/main.ts'], {
      env: {
        ...process.env,
        PORT: String(port),
        CARNET_APP: appFolder,
        CARNET_DATA: dataFolder,
        CARNET_LOG: 'silent',
      },
      stdio: 'ignore',
    });
    const server = new OwnServer(child, `http://localhost:${String(port)}`);
    await server.#untilHealthy();
    return server;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill('SIGTERM');
    await gone;
  }

  async #untilHealthy(): Promise<void> {
    for (;;) {
      if (this.#child.exitCode !== null) throw new Error('the server did not start');
      const answer = await fetch(`${this.origin}/health`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
