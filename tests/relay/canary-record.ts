import type { Json } from '#record/entry.ts';
import type { Field } from '#record/fields.ts';
import { sections } from '#record/registry.ts';
import type { Section } from '#record/section.ts';
import { newCanary } from '../e2e/canaries.ts';

/** Words that stand in one place of a record each, so that whatever leaks says what it is. */
export class Canaries {
  readonly words = new Map<string, string>();

  /** A word for this place, as long as the place takes. */
  word(place: string): string {
    const word = newCanary();
    this.words.set(word, place);
    return word;
  }

  get all(): readonly string[] {
    return [...this.words.keys()];
  }

  /** The fields of an entry with a canary in each that can hold one, and a value in the others. */
  fieldsOf(section: Section): Record<string, Json> {
    const fields: Record<string, Json> = {};
    for (const [name, field] of Object.entries(section.fields)) {
      const value = this.#valueOf(`${section.code}.${name}`, field);
      if (value !== undefined) fields[name] = value;
    }
    // Only blood pressure has a second value.
    if (section.code === 'targets') fields['kind'] = 'bloodPressure';
    if (section.code === 'measurements') {
      delete fields['systolic'];
      delete fields['diastolic'];
      fields['kind'] = 'weight';
    }
    return fields;
  }

  #valueOf(place: string, field: Field): Json | undefined {
    switch (field.kind) {
      case 'text':
        return (field.maxLength ?? 99) < 7 ? undefined : this.word(place);
      case 'longText':
        return `${this.word(place)}\n${this.word(place)}`;
      case 'choice':
        return field.options.at(-1);
      case 'partialDate':
        return '1973-11-29';
      case 'instantWithZone':
        return { at: 1_700_000_000_000, zone: 'Europe/Paris' };
      case 'decimal':
        return this.#number(place);
      case 'quantity':
        return { value: this.#number(place), unit: 'kg' };
      case 'boolean':
        return true;
      case 'list':
        return this.#listOf(place, field.of);
      case 'code':
        return 'X1';
      case 'file':
      case 'links':
      case 'windowFilter':
      case 'json':
        return undefined;
    }
  }

  #listOf(place: string, of: Field): Json | undefined {
    const value = of.kind === 'text' ? this.#valueOf(place, of) : undefined;
    return value === undefined ? undefined : [value];
  }

  /** Digits that nothing else has by chance. */
  #number(place: string): string {
    const digits = `${String(this.words.size + 11)}7306152948`;
    this.words.set(digits, place);
    return digits;
  }
}

/** The sections that a person fills in, documents apart: those go with a file. */
export const filledSections: readonly Section[] = sections.filter(
  (section) => section.log === 'record' && section.projectable && section.code !== 'documents',
);
