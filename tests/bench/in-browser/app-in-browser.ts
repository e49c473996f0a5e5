import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT, run as runCommand } from '../../commands/run.ts';
import { OwnBrowser } from '../../e2e/own-browser.ts';
import { reachVault, run, unlock } from '../../e2e/page-vault.ts';
import { RelayProcess, temporaryFolder } from '../../relay/relay-process.ts';

/** The built app, served by its relay, in a Chromium with a profile of its own. */
export class AppInBrowser {
  /** Undefined: another one's, which ends it. */
  readonly #relay: RelayProcess | undefined;
  readonly #browser: OwnBrowser;
  readonly #folders: readonly { remove: () => void }[];
  readonly url: string;

  private constructor(
    relay: RelayProcess | undefined,
    url: string,
    browser: OwnBrowser,
    folders: readonly { remove: () => void }[],
  ) {
    this.#relay = relay;
    this.#browser = browser;
    this.#folders = folders;
    this.url = url;
  }

  /** @param prepare fills the relay's data folder before it starts */
  static async start(
    prepare: (dataFolder: string) => void = () => undefined,
  ): Promise<AppInBrowser> {
    if (!existsSync(join(ROOT, 'build/index.html'))) await runCommand('vite', ['build']);
    const data = temporaryFolder();
    prepare(data.path);
    const environment = { CARNET_APP: join(ROOT, 'build'), CARNET_LOG: 'silent' };
    const relay = await RelayProcess.start(data.path, environment);
    return AppInBrowser.#over(relay, relay.url, [data]);
  }

  /** Another person's browser, at the same relay. */
  another(): Promise<AppInBrowser> {
    return AppInBrowser.#over(undefined, this.url, []);
  }

  static async #over(
    relay: RelayProcess | undefined,
    url: string,
    folders: readonly { remove: () => void }[],
  ): Promise<AppInBrowser> {
    const profile = temporaryFolder();
    const browser = await OwnBrowser.start(profile.path);
    browser.context.setDefaultTimeout(60_000);
    await reachVault(browser.context);
    return new AppInBrowser(relay, url, browser, [...folders, profile]);
  }

  /** A cold page: nothing of the app has run in it. */
  async open(path: string): Promise<Page> {
    const page = await this.#browser.context.newPage();
    await page.goto(`${this.url}${path}`);
    return page;
  }

  /** An open notebook without a lock, on the home screen of a cold page. */
  async openNotebook(): Promise<Page> {
    const page = await this.open('/accueil');
    await unlock(page, '');
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  /** First opening, without a lock: no key derivation stands in the figures. */
  async createNotebook(): Promise<void> {
    const page = await this.open('/');
    await run(page, { type: 'createVault', passphrase: undefined });
    await page.close();
  }

  async stop(): Promise<void> {
    await this.#browser.kill();
    await this.#relay?.kill();
    for (const folder of this.#folders) folder.remove();
  }
}
