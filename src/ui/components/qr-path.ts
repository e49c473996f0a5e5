import { encode } from 'uqr';

/** White modules that a reader needs around the code (ISO/IEC 18004). */
export const QUIET_ZONE = 4;

/** How much of the code may be hidden or damaged: about 7, 15, 25 or 30 %. */
export type QrCorrection = 'L' | 'M' | 'Q' | 'H';

/** The dark modules of a QR code as one SVG path, in modules; `size` counts the quiet zone. */
export function qrPath(text: string, correction: QrCorrection): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: correction, border: QUIET_ZONE });
  const runs: string[] = [];
  data.forEach((line, y) => {
    for (let x = 0; x < line.length; x++) {
      if (line[x] !== true) continue;
      const start = x;
      while (line[x + 1] === true) x++;
      const length = x - start + 1;
      runs.push(`M${start} ${y}h${length}v1h-${length}z`);
    }
  });
  return { size, path: runs.join('') };
}
