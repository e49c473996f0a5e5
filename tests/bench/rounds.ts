import { readFileSync } from 'node:fs';

/** One comparison of a benchmark, as `npm run bench -- NAME --json` prints it. */
export type Comparison = {
  /** `relay-ingest/sqlite/100`: the benchmark, then what tells this comparison from its others. */
  readonly name: string;
  /** Medians, in the benchmark's unit; `ratio` is the median of the rounds' own ratios. */
  readonly job: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
  readonly goal: { readonly min: number } | { readonly max: number };
  /** Too many rounds were disturbed: the figures are what was left. */
  readonly noisy?: true;
  /** Figures that stand beside the ratio, such as the p50 of a bare fdatasync. */
  readonly beside?: Readonly<Record<string, number>>;
};

/** A benchmark of `tests/bench/<name>.ts`. */
export type Bench = {
  readonly name: string;
  /** All comparisons at the end, or each as soon as it is known. */
  readonly run: (
    options: BenchOptions,
  ) => Promise<readonly Comparison[]> | AsyncIterable<Comparison>;
};

export type BenchOptions = {
  /** Rounds asked of each comparison, at least 5. */
  readonly rounds: number;
  /** Says what is going on, for a person who waits. */
  readonly log: (line: string) => void;
  /** Whether a comparison of this name was asked for: others need not be measured. */
  readonly wants: (name: string) => boolean;
};

/** Measures one side once and answers its figure; it prepares and cleans up by itself. */
export type Sample = () => Promise<number>;

export type Measured = Pick<Comparison, 'job' | 'floor' | 'ratio' | 'noisy'>;

/** The machine's clock ticks so far, and how many of them other machines took. */
export type CpuTicks = { readonly total: number; readonly stolen: number };

const MIN_ROUNDS = 5;
const MAX_STOLEN_SHARE = 0.05;
const PATIENCE = 3;

/**
 * Measures job and floor in interleaved rounds (A B, A B, …) after one warm-up of each. A round
 * during which more than 5 % of the processor was stolen is thrown away; after three times the
 * rounds asked it stops with what it has, `noisy`. A job that fails fails the benchmark.
 */
export async function compare(
  job: Sample,
  floor: Sample,
  rounds: number,
  readTicks: () => CpuTicks = readCpuTicks,
): Promise<Measured> {
  const [measured] = await compareWithEach(job, [floor], rounds, readTicks);
  return measured as Measured;
}

/** The same with several floors (A B C, A B C, …): one figure of the job serves a round of all. */
export async function compareWithEach(
  job: Sample,
  floors: readonly Sample[],
  rounds: number,
  readTicks: () => CpuTicks = readCpuTicks,
): Promise<readonly Measured[]> {
  const wanted = Math.max(rounds, MIN_ROUNDS);
  const quiet: Round[] = [];
  const disturbed: Round[] = [];
  await takeRound(job, floors);
  for (let tried = 0; quiet.length < wanted && tried < PATIENCE * wanted; tried++) {
    const before = readTicks();
    const round = await takeRound(job, floors);
    (isDisturbed(before, readTicks()) ? disturbed : quiet).push(round);
  }
  const isNoisy = quiet.length < wanted;
  const kept = quiet.length > 0 ? quiet : disturbed;
  return floors.map((_, index) => summarise(kept, index, isNoisy));
}

type Round = { readonly job: number; readonly floors: readonly number[] };

async function takeRound(job: Sample, floors: readonly Sample[]): Promise<Round> {
  const round = { job: await job(), floors: [] as number[] };
  for (const floor of floors) round.floors.push(await floor());
  return round;
}

function summarise(rounds: readonly Round[], index: number, isNoisy: boolean): Measured {
  const floorOf = ({ floors }: Round): number => floors[index] ?? Number.NaN;
  return {
    job: median(rounds.map(({ job }) => job)),
    floor: median(rounds.map(floorOf)),
    ratio: median(rounds.map((round) => round.job / floorOf(round))),
    ...(isNoisy && { noisy: true as const }),
  };
}

function isDisturbed(before: CpuTicks, after: CpuTicks): boolean {
  const total = after.total - before.total;
  return total > 0 && (after.stolen - before.stolen) / total > MAX_STOLEN_SHARE;
}

/** /proc/stat, first line: user nice system idle iowait irq softirq steal … (proc(5)). */
export function readCpuTicks(): CpuTicks {
  if (process.platform !== 'linux') return { total: 0, stolen: 0 };
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  return { total: ticks.reduce((sum, tick) => sum + tick, 0), stolen: ticks[7] ?? 0 };
}

/** The middle of the figures; NaN when there are none. */
export function median(figures: readonly number[]): number {
  return quantile(figures, 0.5);
}

/** The figure below which `share` (0 to 1) of the others lie, interpolated; NaN when none. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}
