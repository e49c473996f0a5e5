import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { Answer } from './answer.ts';
import { pagePolicy } from './headers.ts';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** Encodings that a build may bring beside each file, the better one first. */
const encodings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

const INDEX = '/index.html';
/** Named by their hash: what has this address never changes. */
const IMMUTABLE = '/_app/immutable/';

/** The built app, as it lay in its folder when the relay started. */
export class StaticFiles {
  readonly #root: string;
  readonly #paths: ReadonlySet<string>;
  readonly #policy: string;
  readonly #bodies = new Map<string, { readonly body: Buffer; readonly tag: string }>();

  private constructor(root: string, paths: ReadonlySet<string>, policy: string) {
    this.#root = root;
    this.#paths = paths;
    this.#policy = policy;
  }

  /** Undefined when there is no built app. @param relays written into `connect-src` */
  static async open(root: string, relays: readonly string[]): Promise<StaticFiles | undefined> {
    const paths = new Set(await listFiles(root));
    if (!paths.has(INDEX)) return undefined;
    const index = await readFile(join(root, INDEX), 'utf8');
    return new StaticFiles(root, paths, pagePolicy(index, relays));
  }

  /** An address without a file is a page of the app, which is drawn on the device. */
  async answer(
    path: string,
    request: { readonly acceptEncoding: string; readonly ifNoneMatch: string | undefined },
  ): Promise<Answer | undefined> {
    const file = this.#paths.has(path) ? path : extname(path) === '' ? INDEX : undefined;
    if (file === undefined) return undefined;
    const encoding = encodings.find(
      ({ name, ending }) =>
        this.#paths.has(`${file}${ending}`) && accepts(request.acceptEncoding, name),
    );
    const { body, tag } = await this.#read(`${file}${encoding?.ending ?? ''}`);
    const headers = { ...this.#headers(file), ETag: tag, Vary: 'Accept-Encoding' };
    if (request.ifNoneMatch === tag) return { status: 304, headers };
    return {
      status: 200,
      headers: encoding ? { ...headers, 'Content-Encoding': encoding.name } : headers,
      body,
    };
  }

  #headers(file: string): Record<string, string> {
    return {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': this.#policy,
      'Cache-Control': file.startsWith(IMMUTABLE)
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
    };
  }

  async #read(path: string): Promise<{ body: Buffer; tag: string }> {
    const known = this.#bodies.get(path);
    if (known) return known;
    const body = await readFile(join(this.#root, path));
    const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    this.#bodies.set(path, { body, tag });
    return { body, tag };
  }
}

const accepts = (acceptEncoding: string, name: string): boolean =>
  acceptEncoding
    .split(',')
    .map((each) => each.trim())
    .some((each) => each === name || (each.startsWith(`${name};`) && !/q=0(\.0*)?$/.test(each)));

async function listFiles(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .map((path) => `/${path.split(sep).join('/')}`);
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw failure;
  }
}
