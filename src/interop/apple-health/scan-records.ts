/** An element of an Apple Health export that says something: its name and its start tag. */
export type OnElement = (name: 'Record' | 'Me', tag: string) => void;

/** Longer start tags are no record's. */
const MAX_TAG = 32_768;

/**
 * Finds records in an export of any size, piece by piece, in constant memory. The document type
 * that Apple puts first is stepped over like any other text: nothing of it is ever expanded.
 */
export class RecordScanner {
  readonly #onElement: OnElement;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(onElement: OnElement) {
    this.#onElement = onElement;
  }

  push(chunk: Uint8Array): void {
    this.#scan(this.#rest + this.#decoder.decode(chunk, { stream: true }));
  }

  end(): void {
    this.#scan(this.#rest + this.#decoder.decode());
    this.#rest = '';
  }

  #scan(text: string): void {
    let done = 0;
    for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', done)) {
      const end = text.indexOf('>', at);
      if (end < 0) break;
      if (text.startsWith('<Record ', at)) this.#onElement('Record', text.slice(at, end));
      else if (text.startsWith('<Me ', at)) this.#onElement('Me', text.slice(at, end));
      done = end + 1;
    }
    // The last tag goes on in the next piece.
    this.#rest = text.slice(Math.max(done, text.length - MAX_TAG));
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/** The value of an attribute of a start tag; Apple quotes with `"` and escapes `<` and `>`. */
export function attributeIn(tag: string, name: string): string | undefined {
  const start = tag.indexOf(` ${name}="`);
  if (start < 0) return undefined;
  const from = start + name.length + 3;
  const to = tag.indexOf('"', from);
  if (to < 0) return undefined;
  return tag.slice(from, to).replace(/&(\w+);/g, (all, entity: string) => ENTITIES[entity] ?? all);
}
