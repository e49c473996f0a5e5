import { fromBase64Url } from '#base/bytes.ts';
import { err, ok, type Result } from '#base/result.ts';
import { SIGNING_PUBLIC_KEY_BYTES } from '#crypto/sign.ts';

export type RelayConfig = {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Where database, blobs and the relay's key lie. */
  readonly dataFolder: string;
  /** Where the built app lies. */
  readonly appFolder: string;
  /** Other relays that this app may reach, as origins. */
  readonly relays: readonly string[];
  /** Public keys whose word this app takes for who somebody is, base64url [P73]. */
  readonly attesters: readonly string[];
  /** Origins that clients dial; empty: whatever the Host header says. */
  readonly origins: readonly string[];
  readonly isBehindProxy: boolean;
  /** Paths of PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly logLevel: string;
  /** Below this much free disk, nothing new is taken. */
  readonly minFreeMiB: number;
  /** What one log may take, files included. */
  readonly maxLogMiB: number;
};

type Environment = Readonly<Record<string, string | undefined>>;

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug'];

/** Reads the configuration; the error is one sentence for the operator. */
export function readConfig(environment: Environment): Result<RelayConfig, string> {
  const get = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const port = Number(get('PORT') ?? 4173);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return err(`PORT must be a number from 0 to 65535, not "${get('PORT') ?? ''}".`);
  }
  const relays = readOrigins('CARNET_RELAYS', get('CARNET_RELAYS'));
  if (!relays.ok) return relays;
  const origins = readOrigins('CARNET_ORIGIN', get('CARNET_ORIGIN'));
  if (!origins.ok) return origins;
  const attesters = readKeys('CARNET_ATTESTERS', get('CARNET_ATTESTERS'));
  if (!attesters.ok) return attesters;
  const cert = get('CARNET_TLS_CERT');
  const key = get('CARNET_TLS_KEY');
  if ((cert === undefined) !== (key === undefined)) {
    return err('CARNET_TLS_CERT and CARNET_TLS_KEY go together: give both or neither.');
  }
  const logLevel = get('CARNET_LOG') ?? 'info';
  if (!logLevels.includes(logLevel)) {
    return err(`CARNET_LOG must be one of ${logLevels.join(', ')}, not "${logLevel}".`);
  }
  const minFreeMiB = readMiB('CARNET_MIN_FREE_MIB', get('CARNET_MIN_FREE_MIB'), 512);
  if (!minFreeMiB.ok) return minFreeMiB;
  const maxLogMiB = readMiB('CARNET_MAX_LOG_MIB', get('CARNET_MAX_LOG_MIB'), 20_480);
  if (!maxLogMiB.ok) return maxLogMiB;
  const proxy = get('CARNET_PROXY') ?? '0';
  if (proxy !== '0' && proxy !== '1') return err(`CARNET_PROXY must be 0 or 1, not "${proxy}".`);
  return ok({
    host: get('HOST') ?? 'localhost',
    port,
    dataFolder: get('CARNET_DATA') ?? './data',
    appFolder: get('CARNET_APP') ?? './build',
    relays: relays.value,
    attesters: attesters.value,
    origins: origins.value,
    isBehindProxy: proxy === '1',
    tls: cert !== undefined && key !== undefined ? { cert, key } : undefined,
    logLevel,
    minFreeMiB: minFreeMiB.value,
    maxLogMiB: maxLogMiB.value,
  });
}

function readMiB(
  name: string,
  text: string | undefined,
  otherwise: number,
): Result<number, string> {
  const size = Number(text ?? otherwise);
  if (Number.isInteger(size) && size >= 0 && size < 2 ** 33) return ok(size);
  return err(`${name} must be a whole number of MiB, not "${text ?? ''}".`);
}

/** Ed25519 public keys in base64url, separated by commas or spaces: `npm run attest -- key` prints one. */
function readKeys(name: string, text: string | undefined): Result<string[], string> {
  const keys = (text ?? '').split(/[\s,]+/).filter(Boolean);
  const wrong = keys.find((key) => !isPublicKey(key));
  if (wrong === undefined) return ok(keys);
  return err(
    `${name} must list public keys as "npm run attest -- key" prints them, not "${wrong}".`,
  );
}

function isPublicKey(text: string): boolean {
  const key = fromBase64Url(text);
  return key.ok && key.value.length === SIGNING_PUBLIC_KEY_BYTES;
}

/** Origins separated by commas or spaces: scheme, host, port, and nothing else. */
function readOrigins(name: string, text: string | undefined): Result<string[], string> {
  const origins = (text ?? '').split(/[\s,]+/).filter(Boolean);
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong === undefined) return ok(origins);
  return err(`${name} must list origins such as https://relais.example, not "${wrong}".`);
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return origin === text && (protocol === 'https:' || protocol === 'http:');
}
