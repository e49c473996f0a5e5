/** How the browser would put the app on the home screen. */
export type InstallEvents = {
  /** It offers to: `ask` shows its own question, and answers whether the person said yes. */
  readonly offered: (ask: () => Promise<boolean>) => void;
  readonly installed: () => void;
};

/** Chromium's event, which no standard has. */
type BeforeInstallPromptEvent = Event & {
  readonly prompt: () => Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
};

/** Keeps the browser's own offer for the moment that the app chooses. */
export function watchInstall(events: InstallEvents, page: EventTarget = window): void {
  page.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    const { prompt } = event as BeforeInstallPromptEvent;
    events.offered(async () => (await prompt.call(event)).outcome === 'accepted');
  });
  page.addEventListener('appinstalled', () => {
    events.installed();
  });
}

/** The page runs as an app of its own, from the home screen. */
export const isInstalled = (page: Window = window): boolean =>
  page.matchMedia('(display-mode: standalone)').matches ||
  ('standalone' in page.navigator && page.navigator.standalone === true);
