import { loadSettings } from '@tgmcp/core';
import { credentialsProvider } from '@tgmcp/core/login';
import { readFile } from 'node:fs/promises';
import { ask } from '../console/ask.js';
import { EXIT, Stop } from '../console/exit.js';
import type { Context } from '../context.js';
import { prepareSettingsFile, writeSettings } from '../setup/settings-file.js';
import { setupOf, type Setup } from '../setup/setup.js';
import { credentialled, usableSettings } from '../usable-settings.js';

/** What `tgmcp credentials` was asked to do. */
export interface CredentialsOptions {
  readonly apiId?: string;
  readonly apiHashFile?: string;
  readonly stdin?: true;
  readonly overwrite?: true;
}

/** `tgmcp credentials`: puts the api id and hash into the settings file, private. The hash is shown nowhere. */
export async function credentials(options: CredentialsOptions, context: Context): Promise<void> {
  const { console, env } = context;
  const file = await prepareSettingsFile(context);
  const { settings } = usableSettings(context);
  const provider = credentialsProvider(settings);
  if (provider !== 'env') {
    await credentialled(settings);
    console.print(
      `The api id and hash come from where TG_SECRET_PROVIDER says (${provider}), and are at hand.`,
    );
    return;
  }
  const setup = await setupOf(env);
  const isKept = setup?.inFile('TG_API_ID') === true && setup.inFile('TG_API_HASH');
  if (isKept && options.overwrite !== true) {
    if (options.apiId !== undefined || options.apiHashFile !== undefined || options.stdin === true)
      throw new Stop(
        EXIT.refused,
        `There is an api id and hash in ${file} already, and they are kept. To replace them: --overwrite`,
      );
    console.print(`The api id and hash are set, in ${file}.`);
    return;
  }
  const known = (name: Credential): string | undefined =>
    options.overwrite === true ? undefined : given(name, setup, context);
  const id = await sure('TG_API_ID', options.apiId ?? known('TG_API_ID'), options, context);
  const inFile = await hashInFile(options);
  const hash = await sure('TG_API_HASH', inFile ?? known('TG_API_HASH'), options, context);
  await writeSettings({ TG_API_ID: id, TG_API_HASH: hash }, context);
  console.print(`The api id and hash are in ${file}, readable by you alone.`);
}

type Credential = 'TG_API_ID' | 'TG_API_HASH';

/** What this shell or the settings file says already. */
function given(name: Credential, setup: Setup | undefined, { env }: Context): string | undefined {
  const here = (env[name] ?? '').trim();
  if (here !== '') return here;
  return setup?.inFile(name) === true ? String(setup.settings[name]) : undefined;
}

async function hashInFile({ apiHashFile }: CredentialsOptions): Promise<string | undefined> {
  if (apiHashFile === undefined) return undefined;
  try {
    return (await readFile(apiHashFile, 'utf8')).trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Stop(EXIT.usage, `${apiHashFile} cannot be read (${code}).`);
  }
}

/** A value that can be used: the one that is known, or an answer. A person may answer again. */
async function sure(
  name: Credential,
  known: string | undefined,
  options: CredentialsOptions,
  context: Context,
): Promise<string> {
  for (;;) {
    const value = known ?? (await asked(name, options, context));
    const problem = problemWith(name, value, context);
    if (problem === undefined) return value;
    if (known !== undefined || options.stdin === true)
      throw new Stop(EXIT.usage, `${problem}. ${WHERE} Nothing was written.`);
    context.console.note(`${problem}.`);
  }
}

async function asked(name: Credential, options: CredentialsOptions, { console }: Context): Promise<string> {
  const what = name === 'TG_API_ID' ? 'the api id' : 'the api hash';
  if (options.stdin === true) return (await console.readLine(what)).trim();
  if (!console.interactive)
    throw new Stop(
      EXIT.usage,
      `There is no terminal to ask for ${what} at. ${WHERE}\nFor scripts: tgmcp credentials --api-id ID --api-hash-file FILE; or --stdin, with both as lines; or both in the environment of this shell.`,
      'unasked',
    );
  if (name === 'TG_API_HASH') return (await ask.hidden('Your api hash')).trim();
  console.note(WHERE);
  return ask.line('Your api id', 'a number, such as 1234567');
}

const WHERE = 'Both are yours to get at https://my.telegram.org, "API development tools".';

/** Why a value cannot be used, in the words of the table of settings, which repeat no secret. */
function problemWith(name: Credential, value: string, { env }: Context): string | undefined {
  if (value === '') return `${name} is empty`;
  if (/^0+$/u.test(value) && name === 'TG_API_ID') return 'TG_API_ID is 0, which means not set';
  const loaded = loadSettings('operator', { ...env, [name]: value });
  return loaded.ok ? undefined : loaded.problems.find((one) => one.startsWith(name));
}
