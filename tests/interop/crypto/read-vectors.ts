/** Vector files for the tests that run in Node; in a browser they are fetched. */
import { existsSync, readFileSync } from 'node:fs';

const fixtures = new URL('../../fixtures/vectors/', import.meta.url);
const corpora = new URL('../../../../shared/corpora/vectors/', import.meta.url);

export const readFixture = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(path, fixtures), 'utf8'));

export const readFixtureText = (path: string): string =>
  readFileSync(new URL(path, fixtures), 'utf8');

/** Files that may not be committed; undefined when ../shared is absent. */
export function readCorpus(path: string): unknown {
  const url = new URL(path, corpora);
  return existsSync(url) ? (JSON.parse(readFileSync(url, 'utf8')) as unknown) : undefined;
}
