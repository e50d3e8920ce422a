import { resolve } from 'node:path';
import { startEmulatorProcess, type EmulatorProcess } from './emulator.js';
import { runOperator } from './operator.js';
import { checkOnlyReads, reading } from './reading.js';
import { startServer } from './server.js';
import { demoSettings } from './settings.js';
import type { Stage } from './stage.js';
import { audit, floodWait } from './trouble.js';
import { writing } from './writing.js';

const ALLOWED = '@kites_and_code';
const ELSEWHERE = '@harbour_watch';

/** The main job of both servers, on the demo world. */
export async function wholeStory(stage: Stage): Promise<void> {
  const { transcript, cleanup } = stage;
  transcript.title('tgmcp: two servers, a real MCP client, real MTProto; no account and no network needed.');
  transcript.title('Nobody waits for the 30 s that an approval code has to be old: the clock is moved on.');

  transcript.step('A data centre of our own');
  const emulator = await startEmulatorProcess(['--world', 'demo'], cleanup);
  transcript.did('demo', 'the emulator listens on 127.0.0.1 and speaks MTProto');
  const env = await demoSettings(await cleanup.temporaryFolder(), emulator.env, ALLOWED);

  transcript.step('Log in, once for each server');
  for (const profile of ['read', 'actions']) await logIn(emulator, env, profile, stage);

  const read = await startServer('tgmcp-read', env, stage);
  const actions = await startServer('tgmcp-actions', env, stage);
  transcript.holds(`tgmcp-read shows ${read.tools.length} tools, tgmcp-actions ${actions.tools.length}`);

  const { next } = await emulator.calls(0);
  const group = await reading(read, transcript, ALLOWED);
  await checkOnlyReads(emulator, transcript, next);
  await writing({ emulator, read, actions, operatorEnv: env, ...stage }, group, ELSEWHERE);
  await floodWait(emulator, { read, actions }, transcript, group);
  await audit(env, stage);

  transcript.summary([
    'Read without leaving a mark: dialogs, pages with a cursor, a search.',
    'Sent one message, once, after a person approved it; refused everything else with a reason and a way on.',
    'To go on with your own account, see README.md, "Your own account".',
  ]);
}

/** The reading part on a history that its owner exported from Telegram Desktop. */
export async function ownHistory(stage: Stage, file: string, me: string): Promise<void> {
  const { transcript, cleanup } = stage;
  transcript.title('tgmcp-read on your own exported history: everything stays on this machine.');
  transcript.step('Load the export');
  const emulator = await startEmulatorProcess(
    ['--import', resolve(file), ...(me === '' ? [] : ['--me', me])],
    cleanup,
  );
  transcript.did('demo', `${file} is now a data centre on 127.0.0.1`);
  const env = await demoSettings(await cleanup.temporaryFolder(), emulator.env, '');
  transcript.step('Log in');
  await logIn(emulator, env, 'read', stage);

  const read = await startServer('tgmcp-read', env, stage);
  const { next } = await emulator.calls(0);
  await reading(read, transcript);
  await checkOnlyReads(emulator, transcript, next);
  transcript.summary(['Read your own history through the shipped server, and only read.']);
}

async function logIn(
  emulator: EmulatorProcess,
  env: Readonly<Record<string, string>>,
  profile: string,
  { transcript, cleanup }: Stage,
): Promise<void> {
  const { phone, code, password } = emulator.account;
  await runOperator(['login', '--profile', profile, '--stdin'], env, cleanup, [
    phone,
    code,
    ...(password ? [password] : []),
  ]);
  const how = password ? 'phone, code and two-step password' : 'phone and code';
  transcript.did('person', `tgmcp login --profile ${profile}   (${how})`);
}
