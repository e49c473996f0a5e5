import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const ICON = /@lucide\/svelte\/dist\/icons\/[^/]+\.svelte$/;
const DATA = /^const iconData = (\{.*\});$/m;

/** What Lucide's component of an icon holds. */
type IconData = {
  readonly size: number;
  readonly node: readonly (readonly [name: string, attributes: Readonly<Record<string, string>>])[];
};

/**
 * Lucide builds each icon from data, attribute by attribute, whenever one is drawn: two thirds of
 * the time that a list took. Here an icon is compiled as the markup that it always is, which the
 * browser copies whole. It takes a `size`, and is hidden from assistive tools: words stand beside.
 */
export function drawnIcons(): Plugin {
  return {
    name: 'drawn-icons',
    enforce: 'pre',
    async load(id) {
      if (!ICON.test(id)) return undefined;
      const [, data] = DATA.exec(await readFile(id, 'utf8')) ?? [];
      if (data === undefined) throw new Error(`Lucide writes its icons in another way: ${id}`);
      return markupOf(JSON.parse(data) as IconData);
    },
  };
}

const markupOf = ({ size, node }: IconData): string =>
  '<script>const { size = 24 } = $props();</script>\n' +
  `<svg class="lucide-icon" width={size} height={size} viewBox="0 0 ${String(size)} ${String(size)}" ` +
  'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" ' +
  `stroke-linejoin="round" aria-hidden="true">${node.map(shapeOf).join('')}</svg>\n`;

const shapeOf = ([name, attributes]: IconData['node'][number]): string =>
  `<${name} ${Object.entries(attributes)
    .map(([key, value]) => `${key}="${value}"`)
    .join(' ')} />`;
