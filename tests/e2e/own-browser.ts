import { spawn, type ChildProcess } from 'node:child_process';
import { chromium, type BrowserContext } from '@playwright/test';
import { findBrowser } from '../commands/browser.ts';

/** A Chromium process of its own, on a profile that outlives it. */
export class OwnBrowser {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  readonly context: BrowserContext;

  private constructor(child: ChildProcess, gone: Promise<void>, context: BrowserContext) {
    this.#child = child;
    this.#gone = gone;
    this.context = context;
  }

  /** @param profile a folder; what an earlier browser left there is what this one finds */
  static async start(profile: string): Promise<OwnBrowser> {
    const { args, env, executablePath } = findBrowser();
    const child = spawn(
      executablePath ?? chromium.executablePath(),
      [
        ...args,
        '--headless',
        '--accept-lang=fr-FR',
        '--remote-debugging-port=0',
        `--user-data-dir=${profile}`,
      ],
      // A process group of its own: its helpers end with it.
      { detached: true, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    // `close`, not `exit`: every process of the group holds this end of the pipe.
    const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const browser = await chromium.connectOverCDP(await debuggingAddress(child, gone), {
      timeout: 120_000,
    });
    const [context] = browser.contexts();
    if (!context) throw new Error('the browser has no context');
    return new OwnBrowser(child, gone, context);
  }

  /** SIGKILL to all of its processes at once; resolves when none is left. */
  async kill(): Promise<void> {
    process.kill(-(this.#child.pid ?? Number.NaN), 'SIGKILL');
    await this.#gone;
  }

  /** Ends it in order, with all that it has to write. */
  async close(): Promise<void> {
    const session = await this.context.browser()?.newBrowserCDPSession();
    // The answer may not come any more.
    await Promise.race([session?.send('Browser.close'), this.#gone]);
    await this.#gone;
  }
}

function debuggingAddress(child: ChildProcess, gone: Promise<void>): Promise<string> {
  return new Promise((resolve, reject) => {
    let written = '';
    child.stderr?.on('data', (data: Buffer) => {
      if (written.length < 100_000) written += data.toString();
      const address = /^DevTools listening on (ws:\S+)$/m.exec(written)?.[1];
      if (address !== undefined) resolve(address);
    });
    void gone.then(() => {
      reject(new Error(`the browser ended: ${written}`));
    });
  });
}
