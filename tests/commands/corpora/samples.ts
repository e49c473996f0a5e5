import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** One thing to read: a file, or a part of a file of vectors. */
export type Sample = {
  readonly path: string;
  /** Which part of the file, when it holds several. */
  readonly part: string;
  readonly name: string;
  readonly bytes: () => Uint8Array<ArrayBuffer>;
};

/** Papers beside the samples. */
const BESIDE =
  /(^|\/)(README|Readme|readme|LICENSE|NOTICE|CODE_OF_CONDUCT|CONTRIBUTING)[^/]*$|\.gitkeep$|\.pem$/;

/** Every sample of a folder, in the order of names. */
export function samplesOf(folder: string): Sample[] {
  const names = readdirSync(folder, { recursive: true }).map(String).sort();
  return names
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !BESIDE.test(path))
    .flatMap(partsOf);
}

const fileSample = (path: string): Sample => ({
  path,
  part: '',
  name: basename(path),
  bytes: () => new Uint8Array(readFileSync(path)),
});

const textSample = (path: string, part: string, text: string): Sample => ({
  path,
  part: `#${part}`,
  name: `${part}.txt`,
  bytes: () => new TextEncoder().encode(text),
});

/** Files of vectors hold what a person would scan or paste. */
function partsOf(path: string): Sample[] {
  if (/\/dcc\/.*\.json$/.test(path)) {
    const { PREFIX } = JSON.parse(readFileSync(path, 'utf8')) as { PREFIX?: string };
    return PREFIX === undefined ? [] : [textSample(path, 'PREFIX', PREFIX)];
  }
  if (path.endsWith('twoddoc/vectors.json')) {
    const vectors = JSON.parse(readFileSync(path, 'utf8')) as { id: string; raw: string }[];
    return vectors.map(({ id, raw }) => textSample(path, id, raw));
  }
  if (path.endsWith('qr/payloads.json') || path.endsWith('blns.json')) {
    const payloads = JSON.parse(readFileSync(path, 'utf8')) as (string | { payload: string })[];
    return payloads.map((one, index) =>
      textSample(path, String(index), typeof one === 'string' ? one : one.payload),
    );
  }
  return [fileSample(path)];
}
