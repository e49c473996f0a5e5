import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes as read } from 'zxing-wasm/reader';
import type { Bytes } from '#base/bytes.ts';

/** The formats that health papers carry. */
const FORMATS = ['QRCode', 'DataMatrix'] as const;

const prepared = readFile(
  createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'),
).then((wasmBinary) =>
  prepareZXingModule({ overrides: { wasmBinary: wasmBinary.buffer }, fireImmediately: true }),
);

/** What the barcodes of an image hold; empty when there is none, or it is no image. */
export async function readBarcodes(image: Bytes): Promise<readonly Bytes[]> {
  await prepared;
  const found = await read(image, {
    formats: [...FORMATS],
    tryHarder: true,
    maxNumberOfSymbols: 16,
  });
  return found.filter(({ isValid }) => isValid).map(({ bytes }) => new Uint8Array(bytes));
}
