import { notDecodable, type NotDecodable } from '#base/codec.ts';
import { err, ok, type Result } from '#base/result.ts';
import { isShownLine, parseJsonObject } from './shown-text.ts';

/** What a practitioner says of themselves: the display name of their bundle, as JSON [P74]. */
export type ProfessionalIdentity = {
  readonly name: string;
  /** A code of the reference list of professions, or words that say it. */
  readonly profession: string;
  readonly specialty: string;
  readonly place: string;
  /** 11 digits, or empty. */
  readonly rpps: string;
};

const fieldNames = ['name', 'profession', 'specialty', 'place', 'rpps'] as const;
const MAX_FIELD_LENGTH = 200;

const isField = (value: unknown): value is string => isShownLine(value, MAX_FIELD_LENGTH);

/** JSON with exactly the five fields, in this order. */
export const encodeProfessional = (identity: ProfessionalIdentity): string =>
  JSON.stringify(
    Object.fromEntries(fieldNames.map((name) => [name, identity[name].normalize('NFC')])),
  );

/** Each field must be there; fields of later versions are left out of what is shown. */
export function decodeProfessional(
  displayName: string,
): Result<ProfessionalIdentity, NotDecodable> {
  const json = parseJsonObject(displayName);
  if (json === undefined) return err(notDecodable('professional: JSON'));
  const value = (name: (typeof fieldNames)[number]): unknown =>
    Object.hasOwn(json, name) ? json[name] : undefined;
  const [name, profession, specialty, place, rpps] = fieldNames.map(value);
  const areFields = [name, profession, specialty, place, rpps].every(isField);
  if (!areFields || !isField(name) || name.trim() === '') return err(notDecodable('professional'));
  if (!isField(profession) || !isField(specialty) || !isField(place)) {
    return err(notDecodable('professional'));
  }
  if (!isField(rpps) || !/^(\d{11})?$/.test(rpps)) return err(notDecodable('professional: rpps'));
  return ok({ name, profession, specialty, place, rpps });
}
