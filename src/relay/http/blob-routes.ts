import type { IncomingMessage } from 'node:http';
import { parseId, type BlobId, type LogId } from '#base/ids.ts';
import { MAX_BLOB_CHUNKS } from '#protocol/blob-manifest.ts';
import type { Bearer, BlobDesk } from '../blobs/blob-desk.ts';
import type { Tokens } from '../tokens.ts';
import { bytesAnswer, empty, json, readBody, refuse, type Answer } from './answer.ts';

const MAX_MANIFEST_BYTES = 64 + 32 * MAX_BLOB_CHUNKS;
const MAX_CHUNK_BYTES = 512 * 1024 + 17;

type BlobAddress = {
  readonly log: LogId;
  readonly blob: BlobId;
  readonly index: number | undefined;
};

/** `/relay/blobs/{log}/{blob}` is a manifest, `…/{index}` a chunk. */
function parseAddress(path: string): BlobAddress | undefined {
  const parts = /^\/relay\/blobs\/([0-9a-f]{64})\/([0-9a-f]{64})(?:\/(0|[1-9]\d{0,4}))?$/.exec(
    path,
  );
  const log = parseId('LogId', parts?.[1] ?? '');
  const blob = parseId('BlobId', parts?.[2] ?? '');
  const index = parts?.[3];
  return log && blob
    ? { log, blob, index: index === undefined ? undefined : Number(index) }
    : undefined;
}

/** The token of `Authorization: Bearer …`, if it is one of ours and has not ended. */
export function bearerOf(request: IncomingMessage, tokens: Tokens): Bearer | undefined {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  return token === undefined ? undefined : tokens.bearerOf(token);
}

export async function answerBlob(
  path: string,
  request: IncomingMessage,
  desk: BlobDesk,
  tokens: Tokens,
): Promise<Answer> {
  const address = parseAddress(path);
  if (!address) return refuse('NOT_FOUND');
  const bearer = bearerOf(request, tokens);
  if (!bearer || bearer.logId !== address.log) return refuse('UNAUTHORIZED');
  if (request.method === 'GET') return fetchBlob(address, bearer, desk);
  if (request.method === 'PUT') return putBlob(address, bearer, request, desk);
  return refuse('NOT_ALLOWED');
}

async function fetchBlob(
  { blob, index }: BlobAddress,
  bearer: Bearer,
  desk: BlobDesk,
): Promise<Answer> {
  const bytes =
    index === undefined ? await desk.manifest(bearer, blob) : await desk.chunk(bearer, blob, index);
  return bytes ? bytesAnswer(bytes) : refuse('NOT_FOUND');
}

async function putBlob(
  { blob, index }: BlobAddress,
  bearer: Bearer,
  request: IncomingMessage,
  desk: BlobDesk,
): Promise<Answer> {
  const body = await readBody(request, index === undefined ? MAX_MANIFEST_BYTES : MAX_CHUNK_BYTES);
  if (!body.ok) return refuse(body.error);
  if (index === undefined) {
    const missing = await desk.declare(bearer, blob, body.value);
    return missing.ok ? json(200, { missing: missing.value }) : refuse(missing.error);
  }
  const put = await desk.putChunk(bearer, blob, index, body.value);
  return put.ok ? empty(204) : refuse(put.error);
}
