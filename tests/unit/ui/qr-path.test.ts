import { describe, expect, test } from 'vitest';
import { encode } from 'uqr';
import { qrPath, QUIET_ZONE } from '#ui/components/qr-path.ts';

/** The modules that a path paints, as `x,y`. */
function paintedBy(path: string): Set<string> {
  const painted = new Set<string>();
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let i = 0; i < Number(length); i++) painted.add(`${String(Number(x) + i)},${String(y)}`);
  }
  return painted;
}

describe('qrPath', () => {
  const text = 'https://carnet.example/v#secret';

  test('paints exactly the dark modules of the code', () => {
    const { path } = qrPath(text, 'M');
    const dark = encode(text, { ecc: 'M', border: QUIET_ZONE }).data.flatMap((line, y) =>
      line.flatMap((isDark, x) => (isDark ? [`${String(x)},${String(y)}`] : [])),
    );
    expect(paintedBy(path)).toEqual(new Set(dark));
  });

  test('leaves a quiet zone of four modules all around', () => {
    const { path, size } = qrPath(text, 'L');
    for (const module of paintedBy(path)) {
      for (const at of module.split(',').map(Number)) {
        expect(at).toBeGreaterThanOrEqual(QUIET_ZONE);
        expect(at).toBeLessThan(size - QUIET_ZONE);
      }
    }
  });
});
