import { mustGet } from '#base/assert.ts';
import type { ReadVectors } from '../../interop/product-runs.ts';

const FOLDER = '../../fixtures/vectors/';
const files = import.meta.glob('../../fixtures/vectors/**/*.json', { import: 'default' });

/** Every committed file of vectors, as Vite finds them, by its path in tests/fixtures/vectors. */
export const committedFiles: readonly string[] = Object.keys(files).map((path) =>
  path.slice(FOLDER.length),
);

export const readCommitted: ReadVectors = (path) =>
  mustGet(files[FOLDER + path], `${path} is committed`)();
