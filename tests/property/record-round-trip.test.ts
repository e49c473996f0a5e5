import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '#base/time.ts';
import { encodeState, readEntries, readEntry, writeChanges, createDoc } from '#record/document.ts';
import type { Change } from '#record/changes.ts';
import { loadDoc } from '#record/merge.ts';
import { singleEntryId, validateFields } from '#record/section.ts';
import { scanUpdate, checkUpdate } from '#record/update-scan.ts';
import { decodeWindowEntry, encodeWindowEntry } from '#record/window-diff.ts';
import { yjsReady } from '#record/yjs.ts';
import { allSections, entryId, fieldsOf, moment, plainJson } from './record-arbitraries.ts';
import { drawing, mustWrite } from '../unit/record/writing.ts';

await yjsReady();

describe.each(allSections.map((section) => [section.code, section] as const))(
  'section %s',
  (code, section) => {
    const id = section.single ? fc.constant(singleEntryId(code)) : entryId;

    it('accepts every value its declaration allows', () => {
      fc.assert(
        fc.property(fieldsOf(section), (fields) => {
          expect(validateFields(section, fields)).toEqual({ ok: true, value: fields });
        }),
      );
    });

    it('comes back from its doc as it went in, through a state and through an update', () => {
      fc.assert(
        fc.property(
          id,
          fieldsOf(section),
          moment,
          fc.option(plainJson),
          (entry, fields, at, source) => {
            const doc = createDoc();
            const add: Change = {
              type: 'add',
              id: entry,
              section: code,
              fields,
              at,
              ...(source !== null && { source }),
            };
            const written = mustWrite(doc, [add]);
            const expected = {
              id: entry,
              section: code,
              meta: {
                createdAt: at,
                changedAt: at,
                hidden: false,
                sensitive: undefined,
                deletedAt: undefined,
                source: source ?? undefined,
              },
              fields,
            };
            const copies = [
              loadDoc([{ format: 'state', bytes: encodeState(doc) }]),
              loadDoc([{ format: 'update', bytes: written.update }]),
            ];
            for (const copy of copies) {
              expect(copy.ok && readEntries(copy.value)).toEqual({
                entries: [expected],
                setAside: [],
                nones: [],
              });
            }
          },
        ),
      );
    });

    it('writes updates that the scan accepts, under the client it names', () => {
      fc.assert(
        fc.property(id, fieldsOf(section), fieldsOf(section), (entry, fields, changed) => {
          const doc = createDoc();
          const draw = drawing(7);
          const first = writeChanges(
            doc,
            [{ type: 'add', id: entry, section: code, fields, at: instant(1) }],
            draw,
          );
          const second = writeChanges(
            doc,
            [{ type: 'change', id: entry, fields: changed, at: instant(2) }],
            draw,
          );
          let nextClock = 0;
          for (const written of [first, second]) {
            if (!written.ok || !written.value) continue;
            const scan = scanUpdate(written.value.update);
            expect(scan).toMatchObject({ ok: true });
            if (!scan.ok) continue;
            const { clientId } = written.value;
            expect(checkUpdate(scan.value, { clientId, nextClock })).toEqual({ ok: true });
            nextClock = scan.value.clients[0]?.endClock ?? nextClock;
          }
        }),
      );
    });

    it('keeps what a newer version wrote beside its fields through an edit', () => {
      fc.assert(
        fc.property(id, fieldsOf(section), plainJson, (entry, fields, future) => {
          fc.pre(future !== null);
          const doc = createDoc();
          const all = { ...fields, fieldOfTomorrow: future };
          mustWrite(doc, [{ type: 'add', id: entry, section: code, fields: all, at: instant(1) }]);
          const name = Object.keys(fields)[0];
          if (name !== undefined) {
            const value = fields[name] ?? null;
            mustWrite(
              doc,
              [{ type: 'change', id: entry, fields: { [name]: value }, at: instant(2) }],
              true,
            );
          }
          const read = readEntry(doc, entry);
          expect(read?.is === 'entry' && read.entry.fields).toEqual(all);
        }),
      );
    });
  },
);

describe.each(
  allSections
    .filter(({ projectable }) => projectable)
    .map((section) => [section.code, section] as const),
)('a window entry of %s', (code, section) => {
  it('travels as text and comes out the same', () => {
    fc.assert(
      fc.property(entryId, fieldsOf(section), moment, (id, fields, at) => {
        const meta = {
          createdAt: at,
          changedAt: at,
          hidden: false,
          sensitive: undefined,
          deletedAt: undefined,
          source: undefined,
        };
        const entry = { id, section: code, meta, fields };
        expect(decodeWindowEntry(id, encodeWindowEntry(entry))).toEqual({ ok: true, value: entry });
      }),
    );
  });
});
