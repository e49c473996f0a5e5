import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

/**
 * The page of the sandboxed frame that draws documents: pdf.js and the frame's own script, inline,
 * so that it needs no address, no server and no network. It reaches the frame as `srcdoc`, which
 * inherits the app's policy: the app's `script-src` must hold these scripts' hashes.
 */
const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

const scripts = [
  read('../node_modules/pdfjs-dist/build/pdf.worker.min.mjs'),
  read('../node_modules/pdfjs-dist/build/pdf.min.mjs'),
  stripTypeScriptTypes(read('../src/ui/reader/frame.ts')),
];

const hashOf = (script) => `sha256-${createHash('sha256').update(script).digest('base64')}`;

/** The frame's scripts as sources of a Content-Security-Policy, without quotes. */
export const readerScriptHashes = scripts.map(hashOf);

const POLICY = [
  "default-src 'none'",
  `script-src 'wasm-unsafe-eval' ${readerScriptHashes.map((hash) => `'${hash}'`).join(' ')}`,
  'img-src blob:',
].join('; ');

const page = [
  '<!doctype html><html lang="fr"><head><meta charset="utf-8">',
  `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
  '<title>Document</title></head><body>',
  ...scripts.map((script) => `<script type="module">${script}</script>`),
  '</body></html>',
].join('');

const ID = 'virtual:reader-page';

/** Gives the app the page as text: `import { readerPage } from 'virtual:reader-page'`. */
export const readerPagePlugin = () => ({
  name: 'carnet-reader-page',
  resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
  load: (id) =>
    id === `\0${ID}` ? `export const readerPage = ${JSON.stringify(page)};` : undefined,
});
