import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const CORE = /\/libsodium(-sumo)?\/dist\/modules(-sumo)?-esm\/libsodium(-sumo)?\.mjs$/;
/** Where the core decodes its WebAssembly from the text that it carries. */
const DECODING = /\?\?=\(\w+=>\{for\(var .{1,500}?return \w+\}\)\("([A-Za-z0-9+/=]{100000,})"\)/;
const FOLDER = fileURLToPath(new URL('../node_modules/.cache/carnet/', import.meta.url));

/**
 * libsodium's core carries its WebAssembly as base64, a quarter more to download and to decode. The
 * build makes it a file of its own, which the core fetches from our origin: the same bytes.
 */
export function sodiumWasm(): Plugin {
  return {
    name: 'sodium-wasm',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      if (!CORE.test(id)) return undefined;
      const code = readFileSync(id, 'utf8');
      const [decoding, base64] = DECODING.exec(code) ?? [];
      if (decoding === undefined || base64 === undefined) {
        throw new Error(`libsodium carries its WebAssembly in another way: ${id}`);
      }
      const file = writeWasm(Buffer.from(base64, 'base64'));
      const fetched = '??=new Uint8Array(await(await fetch(wasmAddress)).arrayBuffer())';
      return `import wasmAddress from '${file}?url';\n${code.replace(decoding, fetched)}`;
    },
  };
}

function writeWasm(wasm: Buffer): string {
  const hash = createHash('sha256').update(wasm).digest('hex').slice(0, 16);
  const file = join(FOLDER, `libsodium-${hash}.wasm`);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, wasm);
  return file;
}
