/**
 * Writes tests/fixtures/vectors/carnet/protocol/*.json: `node tests/interop/protocol/make-vectors.ts`.
 * Outputs come from the second implementation alone, and are the same at each run.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSecond } from '../second/protocol/subject.ts';
import { accessCases } from './cases/access.ts';
import type { CaseFile } from './cases/case.ts';
import { depositCases } from './cases/deposits.ts';
import { deviceCases } from './cases/device.ts';
import { opCases } from './cases/op.ts';
import { grantCases, pairingCases } from './cases/pairing.ts';
import { payloadCases } from './cases/payloads.ts';
import { bundleCases, professionalCases, statementCases } from './cases/people.ts';
import { recoveryWriteCases } from './cases/recovery-write.ts';
import { relayCases } from './cases/relay.ts';
import { snapshotCases } from './cases/snapshots.ts';
import { answerTo, type Vector, type VectorFile } from './run-vectors.ts';
import type { Subject } from './subject.ts';

const fixtures = new URL('../../fixtures/vectors/', import.meta.url);
const frenchList = JSON.parse(
  readFileSync(new URL('bip39/french.json', fixtures), 'utf8'),
) as string[];

const caseFiles: Readonly<Record<string, CaseFile>> = {
  op: opCases,
  access: accessCases,
  payloads: payloadCases,
  snapshots: snapshotCases,
  relay: relayCases,
  bundle: bundleCases,
  professional: professionalCases,
  statement: statementCases,
  deposits: depositCases,
  pairing: pairingCases,
  grant: grantCases,
  'recovery-write': recoveryWriteCases,
  device: deviceCases,
};

/** The text of each file, by its name without `.json`. */
export async function makeVectorFiles(): Promise<Readonly<Record<string, string>>> {
  const second = createSecond(frenchList);
  const files: Record<string, string> = {};
  for (const [name, { sentences, cases }] of Object.entries(caseFiles)) {
    const vectors = await answered(second, name, cases);
    const file: VectorFile = { specification: 'src/protocol/SPEC.md', sentences, vectors };
    files[name] = `${JSON.stringify(file, null, 2)}\n`;
  }
  return files;
}

async function answered(
  second: Subject,
  name: string,
  cases: CaseFile['cases'],
): Promise<Vector[]> {
  const vectors: Vector[] = [];
  for (const [index, { about, function: called, input, expect = 'ok' }] of cases.entries()) {
    const answer = await answerTo(second, { function: called, input });
    const id = `${name}-${String(index + 1)}`;
    if (answer.expect !== expect) throw new Error(`${id} (${about}): ${answer.expect}`);
    vectors.push({ id, about, function: called, input, ...answer });
  }
  return vectors;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL('carnet/protocol/', fixtures);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(await makeVectorFiles())) {
    writeFileSync(new URL(`${name}.json`, folder), text);
  }
}
