import type { EntryId } from '#base/ids.ts';
import type { Entry } from '#record/entry.ts';
import { filterFromPreset, type PresetCode } from '#record/presets.ts';
import type { WindowFilter } from '#record/window-filter.ts';
import type { Duration } from './durations.ts';

/** What a person chooses to show: a preset, then what they add to it and take from it. */
export class WindowChoice {
  #preset = $state.raw<PresetCode>('generalPractitioner');
  duration = $state.raw<Duration>('day');
  /** Sections that are shown, or not, otherwise than the preset has it. */
  #turned = $state.raw<Readonly<Record<string, boolean>>>({});
  /** One by one: those shown though protected, those left out though the preset shows them. */
  #included = $state.raw<readonly EntryId[]>([]);
  #excluded = $state.raw<readonly EntryId[]>([]);

  get preset(): PresetCode {
    return this.#preset;
  }

  /** Another preset begins anew with its own sections; what was taken away one by one stays away. */
  set preset(preset: PresetCode) {
    this.#preset = preset;
    this.#turned = {};
  }

  get filter(): WindowFilter {
    const filter = filterFromPreset(this.preset);
    const sections = Object.fromEntries(
      Object.entries(filter.sections).map(([code, section]) => [
        code,
        { ...section, shown: this.isSectionShown(code) },
      ]),
    );
    return { ...filter, sections, includeProtected: this.#included, exclude: this.#excluded };
  }

  /** The sections that the preset names, in its order. */
  get sections(): readonly string[] {
    return Object.keys(filterFromPreset(this.preset).sections);
  }

  isSectionShown(code: string): boolean {
    const turned = Object.hasOwn(this.#turned, code) ? this.#turned[code] : undefined;
    return turned ?? this.isShownByPreset(code);
  }

  /** Before anybody turned it on or off. */
  isShownByPreset(code: string): boolean {
    return filterFromPreset(this.preset).sections[code]?.shown === true;
  }

  showSection(code: string, shown: boolean): void {
    this.#turned = { ...this.#turned, [code]: shown };
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
