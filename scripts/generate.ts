/** Rewrites the files that come from tables; with --check it only compares, and fails on a difference. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { clientExamples } from './generate/client-examples.js';
import { envSample } from './generate/env-sample.js';
import { errorsDoc } from './generate/errors-doc.js';
import { methodsDoc } from './generate/methods-doc.js';
import { registryEntries } from './generate/registry-entries.js';
import { policyTogglesDoc } from './generate/policy-toggles-doc.js';
import { settingsDoc } from './generate/settings-doc.js';
import { SNAPSHOTS, toolSnapshots } from './generate/tool-snapshots.js';
import { toolsDoc } from './generate/tools-doc.js';
import { versions } from './generate/versions.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const outputs: Record<string, string> = {
  '.env.sample': envSample(),
  'docs/SETTINGS.md': settingsDoc(),
  'docs/ERRORS.md': errorsDoc(),
  'docs/TOOLS.md': toolsDoc(),
  'docs/ACTION_POLICY_TOGGLES.md': policyTogglesDoc(),
  'packages/emulator/METHODS.md': methodsDoc(),
  ...clientExamples(),
  ...toolSnapshots(),
  ...registryEntries(),
  ...versions(),
};

const checking = process.argv.includes('--check');
const stale: string[] = [];
for (const [path, text] of Object.entries(outputs)) {
  const current = await readFile(root + path, 'utf8').catch(() => undefined);
  if (current === text) continue;
  stale.push(path);
  if (checking) continue;
  await mkdir(dirname(root + path), { recursive: true });
  await writeFile(root + path, text);
}
for (const name of await readdir(root + SNAPSHOTS, { recursive: true }).catch(() => [])) {
  const path = `${SNAPSHOTS}/${name}`;
  if (!path.endsWith('.snap') || path in outputs) continue;
  stale.push(path);
  if (!checking) await rm(root + path);
}
if (checking && stale.length > 0) {
  console.error(`Not as generated: ${stale.join(', ')}. Run: make generate`);
  process.exitCode = 1;
} else {
  console.error(stale.length === 0 ? 'Generated files are current.' : `Rewritten: ${stale.join(', ')}`);
}
