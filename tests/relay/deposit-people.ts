import type { EntryId, LogId } from '#base/ids.ts';
import { toHex } from '#base/bytes.ts';
import type { DepositProof, GivenDeposit, WaitingDeposit } from '#vault/api.ts';
import { Watched, must } from './devices.ts';
import {
  newHolder,
  newPractitioner,
  pair,
  patientOf,
  pdfFile,
  untilWord,
  type Holder,
} from './people.ts';

export type Care = {
  readonly holder: Holder;
  readonly doctor: Holder;
  readonly channel: LogId;
};

/** A holder and a practitioner who reads their window. */
export async function inCare(
  url: string,
  more: Parameters<typeof newHolder>[1] = {},
): Promise<Care> {
  const [holder, doctor] = [await newHolder(url, more), await newPractitioner(url, more)];
  await untilWord(holder, 'synced');
  const { channel } = await pair(holder, doctor);
  const patient = await patientOf(doctor, channel);
  await patient.until(({ view }) => view !== undefined);
  return { holder, doctor, channel };
}

export async function endCare({ holder, doctor }: Care): Promise<void> {
  await Promise.all([holder.vault.lock(), doctor.vault.lock()]);
}

export async function depositPdf(
  { doctor, channel }: Pick<Care, 'doctor' | 'channel'>,
  title: string,
  supersedes?: string,
): Promise<string> {
  const said = { title, category: 'reports' };
  const file = await pdfFile();
  const command = { type: 'depositDocument', channel, file, said, supersedes } as const;
  return must(await doctor.vault.run(command)).deposit;
}

export async function depositNote(
  { doctor, channel }: Pick<Care, 'doctor' | 'channel'>,
  title: string,
  supersedes?: string,
): Promise<string> {
  const said = { title, text: `${title}.\nÀ revoir dans un mois.` };
  return must(await doctor.vault.run({ type: 'depositNote', channel, said, supersedes })).deposit;
}

/** What the holder has to decide on, once these titles are what waits. */
export async function untilWaiting(
  { holder }: Pick<Care, 'holder'>,
  ...titles: readonly string[]
): Promise<readonly WaitingDeposit[]> {
  const query = { type: 'deposits', record: holder.record } as const;
  const deposits = await Watched.on(holder.vault, query);
  const wanted = titles.toSorted().join('|');
  const there = await deposits.until(
    ({ waiting }) =>
      waiting
        .map(({ said }) => said.title)
        .toSorted()
        .join('|') === wanted,
  );
  return there.waiting;
}

/** The one that waits under this title. */
export async function waitingAs(
  care: Pick<Care, 'holder'>,
  title: string,
): Promise<WaitingDeposit> {
  const query = { type: 'deposits', record: care.holder.record } as const;
  const deposits = await Watched.on(care.holder.vault, query);
  const is = ({ said }: WaitingDeposit): boolean => said.title === title;
  const found = (await deposits.until(({ waiting }) => waiting.some(is))).waiting.find(is);
  if (!found) throw new Error('it waits');
  return found;
}

export async function accept({ holder }: Pick<Care, 'holder'>, deposit: EntryId): Promise<void> {
  const { record } = holder;
  must(await holder.vault.run({ type: 'acceptDeposit', record, deposit }));
}

export async function proofOf(
  { vault, record }: Pick<Holder, 'vault' | 'record'>,
  entry: EntryId,
): Promise<DepositProof> {
  const proof = await Watched.on(vault, { type: 'proof', record, entry });
  const there = await proof.until((answer) => answer !== undefined);
  if (!there) throw new Error('it has a proof');
  return there;
}

/** What the practitioner's page says of what they deposited, once it fits. */
export async function untilGiven(
  { doctor, channel }: Pick<Care, 'doctor' | 'channel'>,
  fits: (given: readonly GivenDeposit[]) => boolean,
): Promise<readonly GivenDeposit[]> {
  const given = await Watched.on(doctor.vault, { type: 'given', channel });
  return given.until(fits);
}

export async function bytesOfDocument(
  { vault, record }: Pick<Holder, 'vault' | 'record'>,
  entry: EntryId,
): Promise<string> {
  const opened = must(await vault.openFile({ from: 'record', record, entry }));
  return toHex(new Uint8Array(await opened.blob.arrayBuffer()));
}
