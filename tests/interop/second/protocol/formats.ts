/** The formats of src/protocol/SPEC.md, one constant each. */
import {
  bytes,
  end,
  ids,
  list,
  mapped,
  oneOf,
  optional,
  orNone,
  raw,
  refuse,
  struct,
  text,
  u32,
  u64,
  u8,
  versioned,
  where,
  type Format,
  type Json,
  type JsonObject,
} from './format.ts';

const RIGHTS = ['read', 'write', 'deposit', 'admin'] as const;

const rights: Format = mapped(
  u8,
  (value) =>
    RIGHTS.reduce((bits, name, i) => bits + ((value as JsonObject)[name] === true ? 2 ** i : 0), 0),
  (bits) =>
    (bits as number) > 15
      ? refuse()
      : Object.fromEntries(RIGHTS.map((name, i) => [name, (((bits as number) >> i) & 1) === 1])),
);

const quota: Format = mapped(
  struct({ opsPerDay: u32, bytesPerDay: u64 }),
  (value) => value ?? { opsPerDay: 0, bytesPerDay: 0 },
  (value) => {
    const { opsPerDay, bytesPerDay } = value as { opsPerDay: number; bytesPerDay: number };
    if (opsPerDay === 0 && bytesPerDay === 0) return null;
    return opsPerDay === 0 || bytesPerDay === 0 ? refuse() : value;
  },
);

/** [P22] */
const member = struct({
  signingPublicKey: raw(32),
  kemPublicKeyHash: raw(32),
  rights,
  notAfter: end,
  quota,
  replaces: orNone(16),
});

const sort = oneOf(u8, { keyring: 1, record: 2, channel: 3 });
const wrap = struct({ author: raw(16), wrap: raw(1168) });
const authorOf = (item: Json): string => (item as JsonObject)['author'] as string;
const idOf = (item: Json): string => (item as JsonObject)['id'] as string;

/** [P20] */
export const accessChange = struct({
  prevAccess: raw(32),
  genesis: optional(struct({ sort, ownerPublicKey: raw(32), ownerKemPublicKeyHash: raw(32) })),
  voidAfter: orNone(32),
  added: list(member, { max: 32 }),
  removed: ids(16, 32),
  turn: optional(struct({ commitment: raw(32), wraps: list(wrap, { max: 33, key: authorOf }) })),
});

/** [P24] */
export const accessNotes = versioned(
  struct({
    reason: text(256),
    members: list(
      struct({
        author: raw(16),
        name: text(256),
        kemPublicKey: raw(1216),
        fingerprint: orNone(32),
      }),
      { max: 32 },
    ),
  }),
);

const OP_BYTES = 524288;

/** [P30] */
export const updatePayload = versioned(
  struct({ docId: text(128), clientId: u32, update: bytes(OP_BYTES) }),
);

/** [P31] */
export const windowChange = struct({
  prevWindow: raw(32),
  full: optional(struct({ keptBlobs: ids(32, 8192) })),
});

const windowContent = (maxEntries: number): Format =>
  where(
    struct({
      rev: where(u32, (rev) => rev !== 0),
      about: text(16384),
      puts: list(struct({ id: raw(16), json: text() }), { max: maxEntries, key: idOf }),
      removed: ids(16, maxEntries),
    }),
    (value) => {
      const { puts, removed } = value as { puts: Json[]; removed: Json[] };
      return !puts.some((put) => removed.includes(idOf(put)));
    },
  );

const inBlob = struct({ inBlob: struct({ blob: raw(32), fileKey: raw(32) }) });

/** [P32] [P33] */
const windowForms = (maxEntries: number, mayPoint: boolean): Format =>
  versioned({
    write: (value) =>
      'inBlob' in (value as JsonObject)
        ? Uint8Array.of(1, ...inBlob.write(value))
        : Uint8Array.of(0, ...windowContent(maxEntries).write(value)),
    read: (source) => {
      const form = u8.read(source);
      if (form === 0) return windowContent(maxEntries).read(source);
      return form === 1 && mayPoint ? inBlob.read(source) : refuse();
    },
  });
export const windowPayload = windowForms(4096, true);
export const windowBlob = windowForms(65536, false);

/** [P34] */
export const blobChange = struct({ blobs: ids(32, 256, 1) });

/** [P35] */
export const depositPayload = versioned(struct({ statement: bytes(262144) }));

/** [P36] */
export const barePayload: Format = versioned({ write: () => new Uint8Array(0), read: () => null });

const chainOf = (item: Json): string => {
  const { author, writer } = item as { author: string; writer: string };
  return author + writer;
};
const blobOf = (item: Json): string => (item as JsonObject)['blob'] as string;

/** [P37] */
export const snapshotChange = struct({
  heads: list(
    struct({
      author: raw(16),
      writer: raw(8),
      seq: where(u64, (seq) => seq !== 0),
      hash: raw(32),
    }),
    { max: 4096, key: chainOf },
  ),
  attached: list(struct({ blob: raw(32), by: raw(16) }), { max: 8192, key: blobOf }),
});

const docOf = (item: Json): string =>
  Buffer.from((item as JsonObject)['docId'] as string, 'utf8').toString('hex');

/** [P38] */
export const snapshotPayload = versioned(
  struct({
    docs: list(struct({ docId: text(128), blob: raw(32), fileKey: raw(32) }), {
      max: 2048,
      key: docOf,
    }),
  }),
);

const clientOf = (item: Json): string =>
  String((item as { clientId: number }).clientId).padStart(10, '0');

/** [P39], inflated */
export const snapshotDoc = versioned(
  struct({
    clients: list(struct({ clientId: u32, author: raw(16), writer: raw(8) }), {
      max: 65536,
      key: clientOf,
    }),
    state: bytes(67108864),
  }),
);

/** [P120], without and with its signature */
const recoveryFields = {
  locator: raw(16),
  publicKey: raw(32),
  version: where(u32, (version) => version !== 0),
  box: bytes(1024),
};
export const unsignedRecoveryWrite = struct(recoveryFields);
export const recoveryWrite = struct({ ...recoveryFields, signature: raw(64) });

/** [P60] */
export const blobManifest = struct({
  header: raw(24),
  chunkHashes: list(raw(32), { min: 1, max: 4096 }),
});

/** [P70] */
export const claim = struct({
  signingPublicKey: raw(32),
  kemPublicKey: raw(1216),
  rootPublicKey: orNone(32),
  version: where(u32, (version) => version !== 0),
  displayName: text(1024),
});

/** [P73] */
export const attestations = list(
  struct({ attesterPublicKey: raw(32), name: text(256), notAfter: u64, signature: raw(64) }),
  { max: 8 },
);

/** [P85] */
/** [P85] */
const pinnedRelay = optional(
  struct({
    publicKey: raw(32),
    head: struct({ inc: raw(8), relaySeq: u64, chain: raw(32), signature: raw(64) }),
  }),
);

export const grantBody = versioned(
  struct({
    logId: raw(32),
    logKey: raw(32),
    memberKeys: raw(64),
    title: text(256),
    notAfter: end,
    relayOrigin: text(256),
    relay: pinnedRelay,
  }),
);

const ascends = (epochs: readonly JsonObject[]): boolean =>
  epochs.every(({ epoch }, at) => (epoch as number) > Number(epochs[at - 1]?.['epoch'] ?? 0));

/** [P104] */
export const admissionBody = versioned(
  struct({
    keyring: raw(32),
    epochs: where(list(struct({ epoch: u32, key: raw(32) }), { max: 4096, min: 1 }), (epochs) =>
      ascends(epochs as readonly JsonObject[]),
    ),
    relayOrigin: text(256),
    relay: pinnedRelay,
  }),
);

const statementFields = {
  logId: raw(32),
  kind: where(text(64), (kind) => /^[a-z]+(-[a-z]+)*$/.test(kind as string)),
  createdAt: u64,
  fingerprint: raw(32),
  body: text(262144),
};

/** [P90], without and with its signature */
export const unsignedStatement = versioned(struct(statementFields));
export const signedStatement = versioned(struct({ ...statementFields, signature: raw(64) }));
