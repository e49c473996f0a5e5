import type { Element } from '@xmldom/xmldom';
import { attributeOf, childAt, childrenOf, textOf } from '../xml/nodes.ts';
import { systems } from './concepts.ts';

/** A professional, or a place, that took part in a document or an act. */
export type Participant = {
  readonly name: string | undefined;
  readonly organization: string | undefined;
  readonly profession: string | undefined;
  /** RPPS number, when the identifier is one. */
  readonly rpps: string | undefined;
  readonly phone: string | undefined;
};

/** OID of the identifiers of French professionals; the first digit 8 says that RPPS follows. */
const PROFESSIONAL_IDS = '1.2.250.1.71.4.2.1';

/** @param role `assignedAuthor`, `assignedEntity` or `associatedEntity` */
export function participantOf(role: Element | undefined): Participant | undefined {
  if (!role) return undefined;
  const person = childAt(role, 'assignedPerson') ?? childAt(role, 'associatedPerson');
  const place = childAt(role, 'representedOrganization') ?? childAt(role, 'scopingOrganization');
  const name = personName(childAt(person, 'name'));
  const organization = textOf(childAt(place, 'name'))?.trim();
  if (name === undefined && organization === undefined) return undefined;
  const id = childrenOf(role, 'id').find((one) => attributeOf(one, 'root') === PROFESSIONAL_IDS);
  const number = attributeOf(id, 'extension');
  const code = childAt(role, 'code');
  const phone = childrenOf(role, 'telecom').map((one) => attributeOf(one, 'value'));
  return {
    name,
    organization,
    profession:
      attributeOf(code, 'codeSystem') === systems.professions
        ? attributeOf(code, 'displayName')
        : undefined,
    rpps: number?.length === 12 && number.startsWith('8') ? number.slice(1) : undefined,
    phone: phone.find((value) => value?.startsWith('tel:'))?.slice(4),
  };
}

export const participantLabel = (one: Participant | undefined): string | undefined =>
  one?.name ?? one?.organization;

/** `Dr Charles Muller`: the suffix of French documents is a title before the name. */
export function personName(name: Element | undefined): string | undefined {
  const part = (local: string): string[] =>
    childrenOf(name, local).flatMap((one) => textOf(one)?.trim() ?? []);
  const [family] = part('family');
  const [given] = part('given');
  if (family === undefined && given === undefined) return textOf(name)?.replace(/\s+/g, ' ').trim();
  const title = part('suffix')[0] ?? part('prefix')[0];
  return [title, given, family].filter((word) => word !== undefined).join(' ');
}
