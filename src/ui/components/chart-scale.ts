/** One line of a chart: its points from the oldest, `at` in milliseconds. */
export type Line = readonly { readonly at: number; readonly value: number }[];

export type ChartShape = {
  /** Points of each line, in the chart's own units. */
  readonly lines: readonly (readonly { readonly x: number; readonly y: number }[])[];
  /** Where a range of values stands: its edges, the upper one first. */
  readonly band: { readonly top: number; readonly bottom: number } | undefined;
  /** Round values in sight, with their height. */
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
};

const STEPS = [1, 2, 2.5, 5, 10];
const WANTED_TICKS = 4;

/** A round step that parts a span into about four. */
export function roundStep(span: number): number {
  const rough = span / WANTED_TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * (STEPS.find((step) => step * power >= rough) ?? 10);
}

/** A range of values, open where it has no end. */
export type Band = { readonly low?: number | undefined; readonly high?: number | undefined };

/** Where lines, ticks and a range stand in a chart of that size, values growing upwards. */
export function chartShape(
  lines: readonly Line[],
  width: number,
  height: number,
  { low: least, high: most }: Band = {},
): ChartShape {
  const points = lines.flat();
  const values = [...points.map(({ value }) => value), least, most].filter(
    (value) => value !== undefined,
  );
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = roundStep(high - low || Math.abs(high) || 1);
  const [bottom, top] = [
    Math.floor(low / step) * step,
    Math.max(Math.ceil(high / step) * step, Math.floor(low / step) * step + step),
  ];
  const moments = points.map(({ at }) => at);
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const x = (at: number): number =>
    last === first ? width / 2 : ((at - first) / (last - first)) * width;
  const y = (value: number): number => height - ((value - bottom) / (top - bottom)) * height;
  const count = Math.round((top - bottom) / step);
  return {
    lines: lines.map((line) => line.map(({ at, value }) => ({ x: x(at), y: y(value) }))),
    band:
      least === undefined && most === undefined
        ? undefined
        : {
            top: most === undefined ? 0 : y(most),
            bottom: least === undefined ? height : y(least),
          },
    ticks: Array.from({ length: count + 1 }, (_, index) => bottom + index * step).map((value) => ({
      value,
      y: y(value),
    })),
  };
}
