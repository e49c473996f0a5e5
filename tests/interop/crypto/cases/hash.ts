import { hex, type CaseFile } from './case.ts';

const key = hex('kdf key', 32);

export const hashCases: CaseFile = {
  sentences: ['C1', 'C2', 'C3', 'C4', 'C5', 'C6'],
  cases: [
    { about: 'nothing', function: 'hash', input: { message: '' } },
    { about: 'one block', function: 'hash', input: { message: hex('block', 128) } },
    { about: 'one block and a byte', function: 'hash', input: { message: hex('block', 129) } },
    { about: 'no part', function: 'hashLabelled', input: { label: 'log', parts: [] } },
    { about: 'one empty part', function: 'hashLabelled', input: { label: 'log', parts: [''] } },
    {
      about: 'two parts',
      function: 'hashLabelled',
      input: { label: 'chain', parts: ['0001', '02'] },
    },
    {
      about: 'the same bytes cut elsewhere',
      function: 'hashLabelled',
      input: { label: 'chain', parts: ['00', '0102'] },
    },
    {
      about: 'the same parts under another label',
      function: 'hashLabelled',
      input: { label: 'chain-0', parts: ['0001', '02'] },
    },
    ...[16, 32, 64].map((length) => ({
      about: `${String(length)} bytes, which are no prefix of longer ones`,
      function: 'kdf',
      input: { key, label: 'id', context: hex('kdf context', 16), length },
    })),
    {
      about: 'no context',
      function: 'kdf',
      input: { key, label: 'ik-xwing', context: '', length: 32 },
    },
  ],
};
