import { describe, expect, test } from 'vitest';
import { CODE, readFiles } from './source-files.ts';
import { findSpecFaults, readDefinitions, readTags } from './spec-rules.ts';

const specs = readFiles('src', /\/SPEC\.md$/);
const code = [...readFiles('src', CODE), ...readFiles('tests', CODE)].filter(
  ({ path }) => !path.startsWith('tests/architecture/'),
);

describe('specifications', () => {
  test('each numbered sentence is held by code or a test that bears its tag, and no tag is foreign', () => {
    expect(findSpecFaults({ defined: readDefinitions(specs), claimed: readTags(code) })).toEqual(
      [],
    );
  });

  test('a sentence without holder, a foreign tag and a double number are found', () => {
    const spec = { path: 'SPEC.md', text: '[C1] One.\n- **[C2]** Two, after [C1].\n[C2] Again.' };
    const defined = readDefinitions([spec]);
    expect(defined).toEqual(['C1', 'C2', 'C2']);
    const claimed = readTags([{ path: 'a.ts', text: '// [C1] [C9] [RFC1]' }]);
    expect(findSpecFaults({ defined, claimed })).toEqual([
      'C2 is defined twice',
      'C2 is held by no code and no test',
      'C9 is the tag of no sentence',
    ]);
  });
});
