import { expect, test } from 'vitest';
import { utf8, type Bytes } from '#base/bytes.ts';
import { detect } from '#interop/detect.ts';

const kindOf = (bytes: Bytes): string => {
  const detected = detect(bytes);
  return detected.type === 'text' ? detected.kind : detected.mediaType;
};

test('a file is what its bytes say, whatever its name', () => {
  const samples: readonly (readonly [string, string])[] = [
    ['<?xml version="1.0"?><!-- x --><ClinicalDocument xmlns="urn:hl7-org:v3"/>', 'cda'],
    ['<x:ClinicalDocument xmlns:x="urn:hl7-org:v3"/>', 'cda'],
    ['<xsl:stylesheet><ClinicalDocument/></xsl:stylesheet>', 'cda'],
    ['<svg/>', 'xml'],
    [' {"resourceType":"Patient"}', 'json'],
    ['HC1:NCF', 'signed'],
    ['shc:/5676', 'signed'],
    ['https://viewer.example/#shlink:/eyJ1', 'signed'],
    ['DC04FR000001', 'signed'],
    ['BEGIN:VCALENDAR\r\n', 'ics'],
    ['begin:vcard\n', 'vcard'],
    ['a;b;c\n1;2;3\n4;5;6\n', 'csv'],
    ['Bonjour, tout va bien.\nMerci, et bonne nuit', 'text'],
    ['%PDF-1.7', 'application/pdf'],
    ['{\\rtf1', 'application/rtf'],
  ];
  for (const [text, kind] of samples) expect(kindOf(utf8(text)), text).toBe(kind);
  expect(kindOf(new Uint8Array([0, 1, 2, 3]))).toBe('application/octet-stream');
  expect(kindOf(new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]))).toBe('json');
});
