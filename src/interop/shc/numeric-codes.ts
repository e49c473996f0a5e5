/**
 * Texts of QR codes to compact JWS: `shc:/` and pairs of digits, each 45 below a character. A long
 * card comes in chunks, `shc:/2/3/…`, in any order. Undefined when one is missing or wrong.
 * Source: SMART Health Cards, "Encoding Chunks as QR Codes".
 */
export function joinCodes(codes: readonly string[]): string[] | undefined {
  const cards: string[] = [];
  const chunks = new Map<number, string>();
  let total = 0;
  for (const code of codes) {
    const match = /^shc:\/(?:(\d{1,3})\/(\d{1,3})\/)?(\d+)$/i.exec(code.trim());
    const text = match && fromPairs(match[3] ?? '');
    if (text === undefined || text === null) return undefined;
    if (match?.[1] === undefined) cards.push(text);
    else {
      chunks.set(Number(match[1]), text);
      total = Number(match[2]);
    }
  }
  const parts = Array.from({ length: total }, (_, index) => chunks.get(index + 1));
  if (chunks.size !== total || parts.includes(undefined)) return undefined;
  return total > 0 ? [...cards, parts.join('')] : cards;
}

function fromPairs(digits: string): string | undefined {
  if (digits.length % 2 !== 0) return undefined;
  return digits.replace(/../g, (pair) => String.fromCharCode(Number(pair) + 45));
}
