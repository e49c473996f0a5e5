/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
import { build, files, prerendered, version } from '$service-worker';

/**
 * The app, offline: a cache of exactly one build, filled before that build is used and never
 * added to. Nothing of the relay, and nothing decrypted, is ever cached.
 */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

/** The page that draws every address of the app. */
const SHELL = '/';
const PREFIX = 'carnet-';
/** Shown by the browser before it installs the app, never by the app. */
const kept = files.filter((path) => !path.startsWith('/screenshots/'));
const paths = new Set([SHELL, ...build, ...kept, ...prerendered]);
/** Two builds of one version with other files are two builds. */
const BUILD = `${version}-${digest([...paths].join('\n'))}`;
const CACHE = PREFIX + BUILD;

worker.addEventListener('install', (event) => {
  event.waitUntil(precache());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(removeOlderBuilds().then(() => worker.clients.claim()));
});

worker.addEventListener('message', ({ data, ports }) => {
  switch (wordOf(data)) {
    case 'skipWaiting':
    case 'SKIP_WAITING':
      void worker.skipWaiting();
      break;
    case 'build':
      ports[0]?.postMessage(BUILD);
      break;
  }
});

worker.addEventListener('fetch', (event) => {
  const path = precachedPath(event.request);
  if (path !== undefined) event.respondWith(answer(path, event.request));
});

async function precache(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([...paths].map((path) => new Request(path, { cache: 'reload' })));
  const shell = await cache.match(SHELL);
  if (isOfThisBuild((await shell?.text()) ?? '')) return;
  await caches.delete(CACHE);
  throw new Error('the server changed to another build meanwhile: the next check takes that one');
}

/** Every module the shell names is one of this build's. */
function isOfThisBuild(shell: string): boolean {
  const modules = shell.match(/\/_app\/immutable\/[\w./-]+/g) ?? [];
  return modules.length > 0 && modules.every((path) => paths.has(path));
}

async function removeOlderBuilds(): Promise<void> {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
}

/** The file of the cache that answers a request; undefined for whatever goes to the network. */
function precachedPath({ method, mode, url }: Request): string | undefined {
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin || isServers(pathname)) return undefined;
  if (paths.has(pathname)) return pathname;
  return mode === 'navigate' ? SHELL : undefined;
}

/** The relay's own addresses, on the same origin. */
function isServers(pathname: string): boolean {
  return pathname.startsWith('/relay/') || pathname === '/health';
}

/** From this build's cache; from the network when the browser has dropped it. */
async function answer(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

/** workbox-window says `{type: 'SKIP_WAITING'}`. */
function wordOf(data: unknown): unknown {
  return data instanceof Object && 'type' in data ? data.type : data;
}

/** FNV-1a, 32 bits: names a list of files, protects nothing. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16);
}
