import type { EntryId, LogId } from '#base/ids.ts';
import { err, ok, type Result } from '#base/result.ts';
import { MINUTE_MS } from '#base/time.ts';
import { fingerprintOf } from '#protocol/bundle.ts';
import {
  decodeDepositBody,
  encodeDepositBody,
  type DepositBody,
  type StatementId,
} from '#protocol/deposit-body.ts';
import { limits } from '#protocol/limits.ts';
import { toShownLine, toShownText } from '#protocol/shown-text.ts';
import { signStatement, statementIdOf, type Statement } from '#protocol/statement.ts';
import { toHex } from '#base/bytes.ts';
import type { DepositCommand, StatementName } from './api.ts';
import type { SealedFile } from './blob-shelf.ts';
import type { ChannelOf } from './correspondent-channel.ts';
import { checkFile, sealFile } from './documents.ts';
import type { VaultError } from './errors.ts';
import { hexBytes } from './hex-bytes.ts';
import type { OpenVault } from './open-vault.ts';
import type { OutgoingDeposits } from './outgoing-deposits.ts';
import { professionalOf } from './professional.ts';

type CommandOf<T extends DepositCommand['type']> = Extract<DepositCommand, { type: T }>;
type Deposited = Result<{ deposit: StatementName }, VaultError>;

/** What may not pass the relay in a day passes never. */
const MAX_FILE_BYTES = limits.depositBytesPerDay - 2 * 1024 * 1024;
/** The same thing opened again within this time needs no other receipt. */
const RECEIPT_PAUSE_MS = 30 * MINUTE_MS;

/** The correspondent's pen: signs what they deposit with their professional identity. */
export class Depositing {
  readonly #vault: OpenVault;
  readonly #channelOf: ChannelOf;
  readonly #outgoing: OutgoingDeposits;
  /** When a receipt was last signed, by channel and entry. */
  readonly #receipts = new Map<string, number>();

  constructor(vault: OpenVault, channelOf: ChannelOf, outgoing: OutgoingDeposits) {
    this.#vault = vault;
    this.#channelOf = channelOf;
    this.#outgoing = outgoing;
  }

  /** Checks the file by its bytes and seals it; signs; keeps both until the relay has them. */
  async document(command: CommandOf<'depositDocument'>): Promise<Deposited> {
    const { channel, file, said, supersedes } = command;
    const open = this.#faultOf(channel, supersedes);
    if (open) return err(open);
    const type = await checkFile(file);
    if (!type.ok) return type;
    if (file.size > MAX_FILE_BYTES) return err({ type: 'FileTooLarge', maxBytes: MAX_FILE_BYTES });
    const signal = new AbortController().signal;
    const sealed = await sealFile(this.#vault, file, { progress: () => undefined, signal });
    if (!sealed.ok) return sealed;
    const { row, fileKey } = sealed.value;
    const note = toShownText(said.note ?? '');
    const deposited = await this.#deposit(
      channel,
      {
        kind: 'document',
        title: toShownLine(said.title),
        category: said.category,
        type: undefined,
        date: said.date,
        note: note === '' ? undefined : note,
        file: {
          blob: row.blob,
          key: toHex(fileKey),
          sizeBytes: file.size,
          mediaType: type.value,
          name: toShownLine(file.name.normalize('NFC')).slice(0, 255) || 'document',
        },
        supersedes: supersedes as StatementId | undefined,
      },
      sealed.value,
    );
    if (!deposited.ok) await this.#vault.blobs.discard(sealed.value);
    return deposited;
  }

  async note({ channel, said, supersedes }: CommandOf<'depositNote'>): Promise<Deposited> {
    const fault = this.#faultOf(channel, supersedes);
    if (fault) return err(fault);
    return this.#deposit(channel, {
      kind: 'note',
      title: toShownLine(said.title),
      text: toShownText(said.text),
      date: said.date,
      supersedes: supersedes as StatementId | undefined,
    });
  }

  /** @param entry of the window; undefined for the window as a whole */
  async receipt(channel: LogId, entry: EntryId | undefined): Promise<void> {
    const name = `${channel}/${entry ?? ''}`;
    const at = this.#vault.deps.clock.now();
    const last = this.#receipts.get(name);
    if (last !== undefined && at - last < RECEIPT_PAUSE_MS) return;
    this.#receipts.set(name, at);
    const done = await this.#deposit(channel, { kind: 'reading-receipt', read: [{ entry, at }] });
    if (!done.ok) this.#receipts.delete(name);
  }

  /** Only what stands in this channel can be corrected there. */
  #faultOf(logId: LogId, supersedes: StatementName | undefined): VaultError | undefined {
    const channel = this.#channelOf(logId);
    if (!channel) return { type: 'UnknownChannel' };
    if (channel.isClosed) return { type: 'ChannelClosed' };
    const isKnown =
      supersedes === undefined || channel.given().some((given) => given.id === supersedes);
    return isKnown ? undefined : { type: 'UnknownEntry' };
  }

  async #deposit(channel: LogId, body: DepositBody, file?: SealedFile): Promise<Deposited> {
    const signed = await this.#sign(channel, body);
    if (!signed.ok) return signed;
    const kept = await this.#outgoing.add(signed.value, file);
    return kept.ok ? ok({ deposit: statementIdOf(signed.value) }) : kept;
  }

  async #sign(logId: LogId, body: DepositBody): Promise<Result<Statement, VaultError>> {
    const own = await professionalOf(this.#vault);
    if (!own.ok) return own;
    if (!own.value) return err({ type: 'NoProfessionalIdentity' });
    const text = encodeDepositBody(body);
    if (!decodeDepositBody(body.kind, text).ok) {
      return err({ type: 'InvalidEntry', fields: body.kind === 'note' ? ['text'] : ['title'] });
    }
    // The identity may have changed its words since: the holder knows the bundle of that day.
    const known = this.#channelOf(logId)?.fingerprint;
    const fingerprint = known === undefined ? fingerprintOf(own.value.bundle) : hexBytes(known);
    const createdAt = this.#vault.deps.clock.now();
    const content = { logId, kind: body.kind, createdAt, fingerprint, body: text };
    return ok(signStatement(content, own.value.keys.signing.secretKey));
  }
}
