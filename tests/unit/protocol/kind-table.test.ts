import { beforeAll, describe, expect, it } from 'vitest';
import { mustGet } from '#base/assert.ts';
import { idFromBytes, type BlobId } from '#base/ids.ts';
import { cryptoReady } from '#crypto/sodium.ts';
import { logSorts, type LogSort } from '#protocol/access.ts';
import { opKinds, type Op, type OpKind } from '#protocol/op.ts';
import { encodeBlobChange, encodeWindowChange } from '#protocol/payload-codec.ts';
import { createActor, LogBuilder, memberOf, seededRandom, type Actor } from './log-builder.ts';
import { specTable } from './spec-tables.ts';

const authors = ['owner', 'r w a', 'r w', 'r a', 'r d', 'r'] as const;
const table = specTable('kind', 'sort', ...authors);
const NOBODY = '–';

type World = { readonly log: LogBuilder; readonly actors: ReadonlyMap<string, Actor> };
const worlds = new Map<string, World>();

beforeAll(async () => {
  await cryptoReady();
  for (const sort of Object.keys(logSorts) as LogSort[]) worlds.set(sort, await createWorld(sort));
});

/** A log with one member for each set of rights that its rows name. */
async function createWorld(sort: LogSort): Promise<World> {
  const random = seededRandom(sort);
  const rows = table.filter((row) => row['sort'] === sort);
  const named = authors.filter(
    (name) => name !== 'owner' && rows.some((row) => row[name] !== NOBODY),
  );
  const actors = new Map(named.map((name) => [name as string, createActor(random)]));
  const members = [...actors].map(([name, actor]) => memberOf(actor, name.replaceAll(' ', '')));
  const log = await LogBuilder.create(sort, members, random);
  actors.set('owner', log.owner);
  return { log, actors };
}

const blob: BlobId = idFromBytes('BlobId', new Uint8Array(32).fill(3));

async function opOf({ log }: World, actor: Actor, kind: OpKind): Promise<Op> {
  switch (kind) {
    case 'access':
      return (await log.planned(actor, { reason: 'nothing changes' })).op;
    case 'window': {
      const { windowHead } = log.state;
      return log.write(
        actor,
        kind,
        encodeWindowChange({ prevWindow: windowHead, full: undefined }),
      );
    }
    case 'attach':
    case 'detach':
      return log.write(actor, kind, encodeBlobChange({ blobs: [blob] }));
    case 'snapshot':
      return log.write(actor, kind, log.snapshotNow());
    case 'update':
    case 'deposit':
    case 'erase':
      return log.write(actor, kind);
  }
}

describe('the table of kinds', () => {
  it('has a row for each kind in each sort of log', () => {
    const rows = table.map((row) => `${row['kind'] ?? ''} ${row['sort'] ?? ''}`);
    const expected = Object.keys(opKinds).flatMap((kind) =>
      Object.keys(logSorts).map((sort) => `${kind} ${sort}`),
    );
    expect(rows).toEqual(expected);
  });

  const cells = table.flatMap((row) =>
    authors
      .filter((author) => row[author] !== NOBODY)
      .map((author) => ({ kind: row['kind'], sort: row['sort'], author, answer: row[author] })),
  );
  it.each(cells)('$kind in a $sort by $author: $answer', async ({ kind, sort, author, answer }) => {
    const world = mustGet(worlds.get(sort ?? ''), 'a world for each sort');
    const op = await opOf(world, mustGet(world.actors.get(author), 'an actor'), kind as OpKind);
    expect(world.log.answerTo(op)).toBe(answer);
  });
});
