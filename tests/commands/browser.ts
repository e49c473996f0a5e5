import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A Chromium that tests can start. Without `executablePath`, playwright takes its own. */
export type Browser = {
  /** Which one it is, for the person who reads the test's output. */
  readonly name: string;
  readonly executablePath?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DEBIAN = '/usr/bin/chromium';

/** Quiet, offline but for the pages under test, and able to run as root in a container. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The Chromium to test with: Debian's when present, else npm's on x64 Linux, else playwright's
 * own download. `CARNET_BROWSER` = debian, npm or playwright forces one.
 */
export function findBrowser(choice = process.env['CARNET_BROWSER'] ?? ''): Browser {
  switch (choice || choose()) {
    case 'debian':
      return { name: `Debian's Chromium (${DEBIAN})`, executablePath: DEBIAN, args: ARGS, env: {} };
    case 'npm':
      return npmBrowser();
    case 'playwright':
      return { name: "playwright's own Chromium", args: ARGS, env: {} };
    default:
      throw new Error(`CARNET_BROWSER is debian, npm or playwright, not ${choice}`);
  }
}

function choose(): string {
  if (existsSync(DEBIAN)) return 'debian';
  return process.platform === 'linux' && process.arch === 'x64' ? 'npm' : 'playwright';
}

/** @sparticuz/chromium, unpacked once a version beside the packages. */
function npmBrowser(): Browser {
  const { version } = JSON.parse(
    readFileSync(join(ROOT, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'),
  ) as { version: string };
  const folder = join(ROOT, 'node_modules/.cache', `chromium-${version}`);
  if (!existsSync(folder)) unpack(folder);
  return {
    name: `npm's Chromium (@sparticuz/chromium ${version})`,
    executablePath: join(folder, 'chromium'),
    args: ARGS,
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  };
}

/** The package's own file names Lambda's folders; without any font, text has no height. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/**
 * The package unpacks into the temporary folder, its system libraries only when it believes to be
 * in a Lambda: it gets a process and an empty temporary folder of its own. The folder appears
 * whole or not at all, so that two runs can start at once.
 */
function unpack(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const temporary = mkdtempSync(`${folder}-`);
  const script =
    "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";
  execFileSync(process.execPath, ['--eval', script], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(join(temporary, 'fonts/fonts.conf'), FONTS);
  try {
    renameSync(temporary, folder);
  } catch (failure) {
    if (!existsSync(folder)) throw failure;
    rmSync(temporary, { recursive: true });
  }
}
