import { loadSettings, StateError } from '@tgmcp/core';
import { EXIT, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { INSTALLATION, SURROUNDINGS, type Check } from '../doctor/checks.js';
import { settingsProblems } from '../doctor/checks/settings.js';
import { bad } from '../doctor/finding.js';
import { patientOf, surroundings } from '../doctor/patient.js';
import { printJson, printReport, verdictOf, type Result } from '../doctor/report.js';

/** What `tgmcp doctor` was asked to do. */
export interface DoctorOptions {
  readonly json?: true;
  /** Whether a warning counts as bad. */
  readonly strict?: true;
  /** Whether Telegram may be asked. */
  readonly online?: true;
}

/**
 * `tgmcp doctor`: looks at everything, changes nothing, and says of what is not well what to run next. 0 when nothing
 * is bad, 1 when something is, 2 when the settings cannot be used.
 */
export async function doctor(options: DoctorOptions, { console, env }: Context): Promise<ExitCode> {
  const around = surroundings(env);
  const results: Result[] = [];
  for (const check of SURROUNDINGS) results.push(await examine(check, around));
  const loaded = loadSettings('operator', env, around.project);
  if (loaded.ok) {
    const patient = patientOf(around, loaded.settings, options.online === true);
    for (const check of INSTALLATION) results.push(await examine(check, patient));
  }
  const print = options.json === true ? printJson : printReport;
  print(console, results, loaded.ok ? loaded.settings : {});
  const verdict = verdictOf(results);
  if (verdict !== 'ok' && options.json !== true && around.project.checkout)
    console.print('Where it says "tgmcp …" and your shell does not know it, type here: make tgmcp ARGS="…"');
  if (settingsProblems(around).length > 0) return EXIT.usage;
  return verdict === 'bad' || (verdict === 'warn' && options.strict === true) ? EXIT.bad : EXIT.ok;
}

/** One check; what it could not look at is bad, and the others go on. */
async function examine<T>(check: Check<T>, subject: T): Promise<Result> {
  const { name } = check;
  try {
    return { name, findings: await check.look(subject) };
  } catch (error) {
    if (!(error instanceof StateError) && !(error instanceof Error && 'code' in error)) throw error;
    return { name, findings: [bad(`this could not be looked at: ${error.message}`, 'tgmcp state check')] };
  }
}
