import type { EntryId } from '#base/ids.ts';
import type { Entry } from '#record/entry.ts';
import { filterFromPreset, type PresetCode } from '#record/presets.ts';
import type { WindowFilter } from '#record/window-filter.ts';
import type { Duration } from './durations.ts';

/** What a person chooses to show: a preset, then what they add to it and take from it. */
export class WindowChoice {
  preset = $state.raw<PresetCode>('generalPractitioner');
  duration = $state.raw<Duration>('day');
  /** Sections of the preset that are left out whole. */
  #closed = $state.raw<readonly string[]>([]);
  /** One by one: those shown though protected, those left out though the preset shows them. */
  #included = $state.raw<readonly EntryId[]>([]);
  #excluded = $state.raw<readonly EntryId[]>([]);

  get filter(): WindowFilter {
    const filter = filterFromPreset(this.preset);
    const sections = Object.fromEntries(
      Object.entries(filter.sections).map(([code, section]) => [
        code,
        this.isSectionShown(code) ? section : { ...section, shown: false },
      ]),
    );
    return { ...filter, sections, includeProtected: this.#included, exclude: this.#excluded };
  }

  /** The sections that the preset shows, in its order. */
  get sections(): readonly string[] {
    const { sections } = filterFromPreset(this.preset);
    return Object.keys(sections).filter((code) => sections[code]?.shown);
  }

  isSectionShown(code: string): boolean {
    return !this.#closed.includes(code);
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

const changed = <T>(list: readonly T[], item: T, present: boolean): readonly T[] => {
  const others = list.filter((other) => other !== item);
  return present ? [...others, item] : others;
};
