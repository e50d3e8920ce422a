/**
 * Changes the source of what protects the account, one operator, condition, literal or statement at a time, and runs the
 * tests beside it on each change. Fails when fewer than 90 in 100 are noticed, or when one goes unnoticed that
 * docs/mutation-survivors.json does not name with a reason. Arguments: areas, or files with `--file PATH`.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { AREAS, filesOf, memoryOf, reportOf, strykerOptions, type Area } from './mutation/areas.js';
import {
  noSurvivors,
  readReport,
  unknownSurvivors,
  withoutMissed,
  type Survivor,
} from './mutation/survivors.js';

const LEAST_KILLED = 0.9;
const root = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { file: { type: 'string', multiple: true, default: [] }, report: { type: 'boolean' } },
});

/** Runs the mutation tester on one file: what it found is kept when a later one is cut short. */
async function run(area: Area, file: string): Promise<void> {
  const memory = join(root, memoryOf(area));
  const known = await readFile(memory, 'utf8').catch(() => undefined);
  if (known !== undefined) await writeFile(memory, withoutMissed(known, file));
  if (await succeeds(area, file, true)) return;
  if (!(await succeeds(area, file, false))) throw new Error(`the mutation tester failed on ${file}`);
}

async function succeeds(area: Area, file: string, related: boolean): Promise<boolean> {
  const config = `reports/mutation/${area.name}.config.json`;
  await writeFile(join(root, config), JSON.stringify(strykerOptions(area, file, related)));
  const child = spawn('node_modules/.bin/stryker', ['run', config], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TGMCP_MUTATION_TESTS: area.tests.join(',') },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0));
  });
}

/** The files to try now: all of an area, those named, or none when what earlier runs found is asked for. */
async function asked(area: Area): Promise<readonly string[]> {
  if (values.report === true) return [];
  const files = await filesOf(area, root);
  return values.file.length === 0 ? files : files.filter((file) => values.file.includes(file));
}

await mkdir(join(root, 'reports/mutation'), { recursive: true });
const list = await readFile(join(root, 'docs/mutation-survivors.json'), 'utf8');
const chosen = AREAS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const survivors: Survivor[] = [];
const files: string[] = [];
let [tried, killed] = [0, 0];
for (const area of chosen) {
  for (const file of await asked(area)) await run(area, file);
  const result = readReport(await readFile(join(root, reportOf(area)), 'utf8'));
  const share = ((100 * result.killed) / Math.max(1, result.tried)).toFixed(1);
  console.log(`${area.name}: ${result.killed} of ${result.tried} mutants killed (${share} %)`);
  tried += result.tried;
  killed += result.killed;
  survivors.push(...result.survivors);
  files.push(...result.files);
  await rm(join(root, `reports/mutation/work-${area.name}`), { recursive: true, force: true });
}
const unknown = unknownSurvivors(survivors, list);
for (const survivor of unknown) console.log(JSON.stringify(survivor));
const gone = noSurvivors(survivors, list, files);
for (const { file, line } of gone) console.log(`listed, but noticed or gone: ${file}: ${line}`);
console.log(`${killed} of ${tried} killed; ${unknown.length} survivors without a reason`);
if (killed < tried * LEAST_KILLED || unknown.length > 0) process.exitCode = 1;
