import { describe, expect, test } from 'vitest';
import { utf8 } from '#base/bytes.ts';
import { readXml } from '#interop/xml/read-xml.ts';
import { textOf } from '#interop/xml/nodes.ts';

const errorOf = (text: string): unknown => {
  const read = readXml(utf8(text));
  return read.ok ? 'read' : read.error;
};

describe('XML', () => {
  test('a document type is refused wherever it stands', () => {
    const refused = { type: 'DoctypeRefused' };
    expect(errorOf('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).toEqual(refused);
    expect(errorOf('<!-- x --><?pi?>\n<!doctype a><a/>')).toEqual(refused);
    expect(errorOf('<a><![CDATA[<!DOCTYPE a>]]></a>')).toBe('read');
    expect(errorOf('<a><!-- <!DOCTYPE a> --></a>')).toBe('read');
  });

  test('nesting has a limit that is counted before parsing', () => {
    expect(errorOf('<a>'.repeat(200) + '</a>'.repeat(200))).toBe('read');
    expect(errorOf('<a>'.repeat(201) + '</a>'.repeat(201))).toEqual({
      type: 'TooLarge',
      limit: 'depth',
    });
  });

  test('a greater-than sign in an attribute ends no tag', () => {
    const read = readXml(utf8('<a b="x > y" c=\'/>\'><d/>t</a>'));
    expect(read.ok && textOf(read.value.root)).toBe('t');
  });

  test('a prefix that nobody declared is declared, and said', () => {
    const read = readXml(utf8('<a xsi:type="b"><sdtc:id root="1.2"/></a>'));
    expect(read.ok && read.value.undeclared).toEqual(['xsi', 'sdtc']);
  });

  test('text in Windows-1252 is read as such when it is not UTF-8', () => {
    const bytes = new Uint8Array([...utf8('<a>caf'), 0xe9, ...utf8('</a>')]);
    const read = readXml(bytes);
    expect(read.ok && textOf(read.value.root)).toBe('caf\u00e9');
  });

  test('what is not XML is refused in one word', () => {
    for (const text of ['<a', '<a></b>', '<a b="', '</a>', '<a/>&x;<b/>']) {
      expect(errorOf(text), text).toMatchObject({ type: 'NotReadable' });
    }
  });
});
