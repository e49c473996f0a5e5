import { createRequire } from 'node:module';
import type { BrowserContext, Page } from '@playwright/test';
import type * as ComlinkModule from 'comlink';
import type { WireVault } from '#adapters/vault-wire.ts';
import type { Command, CommandResult, Query, QueryAnswer } from '#vault/api.ts';

/** What `reachVault` leaves in a page, beside the app and unknown to it. */
export type PageWithVault = {
  /** Fulfilled once the worker that the app started listens. In an object: a proxy has a `then`. */
  readonly testedVault: Promise<{ readonly vault: ComlinkModule.Remote<WireVault> }>;
  readonly Comlink: typeof ComlinkModule;
};

/**
 * Lets tests speak to the very vault that the app of each later page of `context` starts, over
 * the same worker: `Worker` is wrapped before the app's scripts run, the app stays as built.
 */
export async function reachVault(context: BrowserContext): Promise<void> {
  const require = createRequire(import.meta.url);
  await context.addInitScript({ path: require.resolve('comlink/dist/umd/comlink.js') });
  await context.addInitScript(() => {
    let found: (worker: Worker) => void;
    const started = new Promise<Worker>((resolve) => {
      found = resolve;
    });
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name !== 'vault') return;
        this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
          if (data === 'ready') found(this);
        });
      }
    };
    const page = globalThis as unknown as {
      -readonly [K in keyof PageWithVault]: PageWithVault[K];
    };
    page.testedVault = started.then((worker) => ({ vault: page.Comlink.wrap<WireVault>(worker) }));
  });
}

/** Runs a command in the page's vault; throws what it refuses. */
export async function run<C extends Command>(page: Page, command: C): Promise<CommandResult<C>> {
  return page.evaluate(async (asked) => {
    const { vault } = await (globalThis as unknown as PageWithVault).testedVault;
    const done = await vault.run(asked as Command);
    if (!done.ok) throw new Error(done.error.type);
    return done.value;
  }, command as unknown) as Promise<CommandResult<C>>;
}

/** The page's vault's first answer to a query. */
export async function ask<Q extends Query>(page: Page, query: Q): Promise<QueryAnswer<Q>> {
  return page.evaluate<QueryAnswer<Q>, unknown>(async (asked) => {
    const { Comlink, testedVault } = globalThis as unknown as PageWithVault;
    const { vault } = await testedVault;
    return new Promise((resolve, reject) => {
      const next = Comlink.proxy((answer: Awaited<ReturnType<WireVault['run']>>) => {
        if (answer.ok) resolve(answer.value as QueryAnswer<Q>);
        else reject(new Error(answer.error.type));
      });
      vault.watch(asked as Query, next).catch(reject);
    });
  }, query);
}

/** Unlocks the page's vault; throws what it refuses. */
export async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.evaluate(async (typed) => {
    const { vault } = await (globalThis as unknown as PageWithVault).testedVault;
    const done = await vault.unlock(typed);
    if (!done.ok) throw new Error(done.error.type);
  }, passphrase);
}
