import type { Element } from '@xmldom/xmldom';
import { attributeOf, childAt, textOf } from '../../xml/nodes.ts';
import { codeIn, conceptsOf, labelOf, systems } from '../concepts.ts';
import type { Reading } from '../reading.ts';

/** A medicine or a vaccine, as IHE PCC "Product Entry" and IHE Pharmacy describe it. */
export type Product = {
  readonly label: string | undefined;
  readonly cip13: string | undefined;
  readonly atc: string | undefined;
  readonly lot: string | undefined;
};

/** @param holder an element with a `manufacturedProduct`: `consumable` or `product` */
export function productOf(holder: Element | undefined, { narratives }: Reading): Product {
  const material =
    childAt(holder, 'manufacturedProduct/manufacturedMaterial') ??
    childAt(holder, 'manufacturedProduct/manufacturedLabeledDrug');
  const code = childAt(material, 'code');
  const concepts = conceptsOf(code);
  const kind = childAt(material, 'asSpecializedKind/generalizedMedicineClass/code');
  const cip = codeIn(concepts, systems.cip, systems.cnamMedicines);
  const atc = codeIn(concepts, systems.atc, systems.cnamAtc) ?? attributeOf(kind, 'code');
  return {
    label: textOf(childAt(material, 'name'))?.trim() ?? labelOf(code, narratives),
    cip13: cip !== undefined && /^\d{13}$/.test(cip) ? cip : undefined,
    atc:
      atc !== undefined && /^[A-V]\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?$/.test(atc) ? atc : undefined,
    lot: textOf(childAt(material, 'lotNumberText'))?.trim(),
  };
}
