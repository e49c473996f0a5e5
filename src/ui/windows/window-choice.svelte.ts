import type { EntryId } from '#base/ids.ts';
import { DAY_MS, instant, type Instant } from '#base/time.ts';
import type { Entry } from '#record/entry.ts';
import { filterFromPreset, type PresetCode } from '#record/presets.ts';
import type { WindowFilter } from '#record/window-filter.ts';

export const durations = ['day', 'month', 'halfYear', 'none'] as const;
export type Duration = (typeof durations)[number];

/** The end of a window that opens now; undefined: none. */
export function endOf(duration: Duration, now: Instant): Instant | undefined {
  if (duration === 'none') return undefined;
  if (duration === 'day') return instant(now + DAY_MS);
  const end = new Date(now);
  end.setMonth(end.getMonth() + (duration === 'month' ? 1 : 6));
  return instant(end.getTime());
}

/** What a person chooses to show: a preset, then what they add to it and take from it. */
export class WindowChoice {
  preset = $state.raw<PresetCode>('generalPractitioner');
  duration = $state.raw<Duration>('day');
  /** Sections of the preset that are left out whole. */
  #closed = $state.raw<ReadonlySet<string>>(new Set());
  /** One by one: those shown though protected, those left out though the preset shows them. */
  #included = $state.raw<ReadonlySet<EntryId>>(new Set());
  #excluded = $state.raw<ReadonlySet<EntryId>>(new Set());

  get filter(): WindowFilter {
    const filter = filterFromPreset(this.preset);
    const sections = Object.fromEntries(
      Object.entries(filter.sections).map(([code, section]) => [
        code,
        this.#closed.has(code) ? { ...section, shown: false } : section,
      ]),
    );
    return {
      ...filter,
      sections,
      includeProtected: Array.from(this.#included),
      exclude: Array.from(this.#excluded),
    };
  }

  /** The sections that the preset shows, in its order. */
  get sections(): readonly string[] {
    const { sections } = filterFromPreset(this.preset);
    return Object.keys(sections).filter((code) => sections[code]?.shown);
  }

  isSectionShown(code: string): boolean {
    return !this.#closed.has(code);
  }

  showSection(code: string, shown: boolean): void {
    this.#closed = changed(this.#closed, code, !shown);
  }

  /** Shows or leaves out one entry, whatever its section does. */
  showEntry({ id, meta }: Entry, shown: boolean): void {
    const isProtected = meta.hidden || meta.sensitive !== undefined;
    this.#excluded = changed(this.#excluded, id, !shown && !isProtected);
    this.#included = changed(this.#included, id, shown && isProtected);
  }
}

function changed<T>(set: ReadonlySet<T>, item: T, present: boolean): ReadonlySet<T> {
  const next = new Set(set);
  if (present) next.add(item);
  else next.delete(item);
  return next;
}
