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
import { AREAS, reportOf, strykerOptions, type Area } from './mutation/areas.js';
import { readReport, unknownSurvivors, type Survivor } from './mutation/survivors.js';

const LEAST_KILLED = 0.9;
const root = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { file: { type: 'string', multiple: true, default: [] }, report: { type: 'boolean' } },
});

/** Runs the mutation tester on one area. `--report` takes what an earlier run found. */
async function run(area: Area): Promise<void> {
  if (values.report === true) return;
  const config = `reports/mutation/${area.name}.config.json`;
  const files = values.file.filter((file) => file.includes(`src/${area.folder}/`));
  await writeFile(join(root, config), JSON.stringify(strykerOptions(area, files)));
  const child = spawn('node_modules/.bin/stryker', ['run', config], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TGMCP_MUTATION_AREA: area.folder },
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the mutation tester failed on ${area.name}`);
}

await mkdir(join(root, 'reports/mutation'), { recursive: true });
const list = await readFile(join(root, 'docs/mutation-survivors.json'), 'utf8');
const chosen = AREAS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const unknown: Survivor[] = [];
let [tried, killed] = [0, 0];
for (const area of chosen) {
  await run(area);
  const result = readReport(await readFile(join(root, reportOf(area)), 'utf8'));
  const share = ((100 * result.killed) / Math.max(1, result.tried)).toFixed(1);
  console.log(`${area.name}: ${result.killed} of ${result.tried} mutants killed (${share} %)`);
  tried += result.tried;
  killed += result.killed;
  unknown.push(...unknownSurvivors(result.survivors, list));
  if (values.report !== true)
    await rm(join(root, `reports/mutation/work-${area.name}`), { recursive: true, force: true });
}
for (const { file, mutator, original, replacement } of unknown) {
  console.log(`${file}: ${mutator}: ${original} -> ${replacement}`);
}
console.log(`${killed} of ${tried} killed; ${unknown.length} survivors without a reason`);
if (killed < tried * LEAST_KILLED || unknown.length > 0) process.exitCode = 1;
