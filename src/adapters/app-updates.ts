import { messageSW, Workbox } from 'workbox-window';
import { ownScriptUrl } from './trusted-types.ts';

/** What the app does as its builds come and go. */
export type UpdateEvents = {
  /**
   * Another build lies ready. Call `activate` when nothing is unsaved: it replaces the one in
   * use, in every tab.
   */
  readonly waiting: (activate: () => void) => void;
  /**
   * Another build is in use, at this tab's wish or another's: this page's code is the old one.
   * `reload` changes to the new one, once for each build at most.
   */
  readonly activated: (reload: () => void) => void;
};

export type InstalledServiceWorker = {
  /** Asks the server whether there is another build. */
  checkForUpdate(): Promise<void>;
};

const RELOADED_KEY = 'carnet-reloaded-for';

/**
 * Registers the service worker; the app then starts without a network.
 * @returns undefined where the browser has none, or refuses it
 */
export async function installServiceWorker(
  events: UpdateEvents,
  url = '/service-worker.js',
): Promise<InstalledServiceWorker | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  const workbox = new Workbox(ownScriptUrl(url), { updateViaCache: 'none' });
  workbox.addEventListener('waiting', () => {
    events.waiting(() => {
      workbox.messageSkipWaiting();
    });
  });
  workbox.addEventListener('controlling', ({ isUpdate, isExternal }) => {
    if (!isUpdate && !isExternal) return;
    events.activated(() => {
      void reloadOnce();
    });
  });
  const registration = await registered(workbox);
  return registration && { checkForUpdate: () => workbox.update() };
}

/** Private windows and strict settings refuse: the app works, with a network only. */
async function registered(workbox: Workbox): Promise<ServiceWorkerRegistration | undefined> {
  try {
    return await workbox.register({ immediate: true });
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** A build that breaks the page must not make it reload for ever. */
async function reloadOnce(): Promise<void> {
  const { controller } = navigator.serviceWorker;
  const build = controller ? String(await messageSW(controller, 'build')) : '';
  if (sessionStorage.getItem(RELOADED_KEY) === build) return;
  sessionStorage.setItem(RELOADED_KEY, build);
  location.reload();
}
