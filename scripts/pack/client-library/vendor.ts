import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { z } from 'zod';
import { root } from '../../programs/bundle.js';
import { folderOf, included, includedIn, type Included } from '../licences.js';

/** Under the GPL; our own cipher takes its place. */
const CIPHER = '@cryptography/aes';
const CIPHER_USERS = ['crypto/IGE.js', 'crypto/crypto.js'];

/** What `websocket` has compiled where it can; each has the same in JavaScript beside it, and we connect by TCP anyhow. */
const COMPILED = /^(?:bufferutil|utf-8-validate)$/;
const notCompiled: Plugin = {
  name: 'not-compiled',
  setup(bundler) {
    bundler.onResolve({ filter: COMPILED }, async ({ path, importer }) => ({
      path: join(await folderOf(createRequire(importer).resolve(path)), 'fallback.js'),
    }));
  },
};

const manifestSchema = z.object({ version: z.string(), license: z.string(), main: z.string() });

/**
 * Puts the client library into `node_modules` of a folder, as a package of its own that npm takes for what it is, and
 * beside it each package that it loads, as one file. So nothing is fetched or compiled when ours is installed.
 */
export async function vendorClientLibrary(folder: string): Promise<Included[]> {
  const main = createRequire(join(root, 'packages/core/package.json')).resolve('telegram');
  const library = dirname(main);
  const modules = join(folder, 'node_modules');
  const target = join(modules, 'telegram');
  const files = (await readdir(library, { recursive: true })).filter((file) => file.endsWith('.js'));
  const needed = new Set<string>();
  const ciphers: string[] = [];
  for (const file of files) {
    let code = await readFile(join(library, file), 'utf8');
    for (const [, name = ''] of code.matchAll(/\brequire\("([^."][^"]*)"\)/gu)) needed.add(name);
    if (code.includes(`require("${CIPHER}")`)) {
      ciphers.push(file.replaceAll('\\', '/'));
      code = code.replaceAll(`require("${CIPHER}")`, 'require("./aes.js")');
    }
    await mkdir(dirname(join(target, file)), { recursive: true });
    await writeFile(join(target, file), code);
  }
  if (String(ciphers.toSorted()) !== String(CIPHER_USERS))
    throw new Error(`The client library uses its cipher in other files than known: ${ciphers.join(', ')}`);
  needed.delete(CIPHER);
  const cipher = await asOneFile(
    join(root, 'scripts/pack/client-library/aes.ts'),
    join(target, 'crypto/aes.js'),
  );

  const dependencies: Record<string, string> = {};
  const others: Included[] = [...cipher];
  const require = createRequire(main);
  for (const name of [...needed].filter((one) => require.resolve(one) !== one).toSorted()) {
    const entry = require.resolve(name);
    const parts = await asOneFile(entry, join(modules, name, 'index.js'));
    const itself = await included(await folderOf(entry));
    dependencies[name] = itself.version;
    others.push(itself, ...parts);
    const { version, licence: license } = itself;
    await writeManifest(join(modules, name), { name, version, license, main: 'index.js' });
  }
  const original: unknown = JSON.parse(await readFile(join(library, 'package.json'), 'utf8'));
  const { version, license, main: start } = manifestSchema.parse(original);
  await writeManifest(target, { name: 'telegram', version, license, main: start, dependencies });
  await cp(join(library, 'LICENSE'), join(target, 'LICENSE'));
  const changes = `${CIPHER_USERS.join(' and ')} load crypto/aes.js, which is ours, instead of ${CIPHER}; types are left out`;
  return [{ ...(await included(library)), changes }, ...others];
}

async function asOneFile(entry: string, out: string): Promise<Included[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    minify: true,
    metafile: true,
    legalComments: 'none',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    plugins: [notCompiled],
    logLevel: 'warning',
  });
  return includedIn(metafile);
}

function writeManifest(folder: string, manifest: Readonly<Record<string, unknown>>): Promise<void> {
  return writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
