import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { plantedBugs } from './planted-bugs.ts';

/**
 * Loaded before anything else (`node --import`): puts the bug that CARNET_PLANTED names into the
 * source as it is read. The files stay as they are.
 */
const bug = plantedBugs.find(({ name }) => name === process.env['CARNET_PLANTED']);
if (!bug) throw new Error('CARNET_PLANTED names no bug');
const address = new URL(`../../${bug.file}`, import.meta.url).href;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (url !== address) return loaded;
    let source =
      typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
    for (const [from, to] of bug.changes) {
      if (source.split(from).length !== 2) {
        throw new Error(`${fileURLToPath(url)} has not exactly one place to plant ${bug.name}`);
      }
      source = source.replace(from, () => to);
    }
    return { ...loaded, source };
  },
});
