import { createLog, createRuntime, loadSettings, redact } from '@tgmcp/core';

/** Opens the account of the reading session for `work`, and gives the session back at the end. */
export async function withAccount(work) {
  const loaded = loadSettings('read', process.env);
  if (!loaded.ok) return fail(loaded.problems.join('\n'));
  const { settings, project } = loaded;
  const log = createLog({
    level: 'warn',
    format: 'pretty',
    redact: (text) => redact(text, settings),
    write: (line) => process.stderr.write(line),
  });
  const runtime = createRuntime({ settings, project, log }, 'read');
  try {
    return await work(orFail(await runtime.account()));
  } catch (error) {
    return fail(error.message);
  } finally {
    await runtime.close();
  }
}

/** The value of an outcome; throws what was refused, with the way on. */
export function orFail(outcome) {
  if (outcome.ok) return outcome.value;
  const { code, message, next_step } = outcome.refusal;
  throw new Error(`${code}: ${message} ${next_step}`);
}

function fail(text) {
  console.error(text);
  process.exitCode = 1;
}
