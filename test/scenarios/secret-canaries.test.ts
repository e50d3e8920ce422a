import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createWorld, type World } from '@tgmcp/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { grownOld } from '../support/writing.js';

/*
 * Every secret is a word that stands nowhere else. Both servers and the operator's command are put through a day of work
 * and trouble; then everything they said and wrote is searched, in every form in which a word can hide.
 */

const SECRETS = {
  phrase: 'canary-phrase-vermilion',
  sessionKey: Buffer.from('canary-session-key-0123456789abc').toString('base64'),
  apiHash: 'ca9a27a9b1c0d1e2f3a4b5c6d7e8f901',
  password: 'canary-password-cobalt',
  proxyPassword: 'canary-proxy-password',
  // Longer than codes are: six digits stand in times and hashes by chance.
  code: '860917539204',
};
/** What belongs to people: may be in results, never in logs or errors. */
const PRIVATE = {
  text: 'canary text about the harbour',
  name: 'Canarina',
  title: 'Canary Title',
  phone: '15557070707',
};
const OWNER = {
  id: 7_070n,
  phone: '+15550707',
  code: SECRETS.code,
  firstName: PRIVATE.name,
  password: SECRETS.password,
};
const ROOM = { id: 970n, marked: '-1000000000970' };

let house: House;
const said: string[] = [];
const agents: Agent[] = [];
let session = '';

function world(): World {
  const made = createWorld({ seed: 'canary' });
  const owner = made.addAccount(OWNER).userId;
  const other = made.addUser({ firstName: PRIVATE.name, phone: PRIVATE.phone }).id;
  made.addContact(owner, other);
  const peer = { kind: 'channel', id: ROOM.id } as const;
  made.addSupergroup({
    id: ROOM.id,
    title: PRIVATE.title,
    username: 'canaryroom',
    creator: owner,
    members: [other],
  });
  for (let n = 0; n < 5; n += 1)
    made.addMessage({ peer, from: other, date: 1_790_000_000 + n, text: `${PRIVATE.text} ${n}` });
  return made;
}

const settings = {
  TG_API_HASH: SECRETS.apiHash,
  TG_SESSION_KEY_PROVIDER: 'env',
  TG_SESSION_KEY: SECRETS.sessionKey,
  TG_ACTIONS_CONFIRMATION_PHRASE: SECRETS.phrase,
  TG_ACTIONS_ALLOWED_GROUPS: ROOM.marked,
  TG_LOG_LEVEL: 'debug',
};

beforeAll(async () => {
  house = await openHouse(world, OWNER.id);
  await operator(['session', 'encrypt']);
  for (const profile of ['read', 'actions']) {
    const words = [OWNER.phone, OWNER.code, OWNER.password].join('\n');
    await operator(['login', '--stdin', '--overwrite', '--profile', profile], `${words}\n`);
  }
  await operator(
    ['login', '--stdin', '--overwrite'],
    `${OWNER.phone}\n${OWNER.code}\nnot-${OWNER.password}\n`,
  );
  session = Buffer.from(house.emulator.keys.of(OWNER.id)[0]?.bytes ?? []).toString('base64');
  await readingDay();
  await writingDay();
  for (const args of [
    ['session', 'list'],
    ['state', 'check'],
    ['approve', '--json'],
    ['audit', 'verify'],
  ])
    await operator(args);
}, 120_000);
afterAll(async () => {
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

async function operator(
  args: readonly string[],
  input = '',
  changes: Record<string, string> = {},
): Promise<void> {
  const ran = await house.operator(args, input, { ...settings, ...changes });
  said.push(ran.stdout, ran.stderr);
}

async function call(
  agent: Agent,
  tool: string,
  args: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const answer = await agent.call(tool, args);
  said.push(`${answer.refused ? 'refused ' : ''}${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function readingDay(): Promise<void> {
  const agent = await house.start('read', settings);
  agents.push(agent);
  const group = ROOM.marked;
  await call(agent, 'tg_auth_status');
  await call(agent, 'tg_get_my_dialogs');
  await call(agent, 'tg_get_messages', { group });
  await call(agent, 'tg_search_messages', { group, query: 'harbour' });
  await call(agent, 'tg_get_group_info', { group: `+${PRIVATE.phone}` });
  await call(agent, 'tg_get_group_info', { group: PRIVATE.title });
  await call(agent, 'tg_get_messages', { group: `${PRIVATE.title} ${PRIVATE.text}` });
  await call(agent, 'tg_resolve_username', { username: 'nobody_here' });
  await call(agent, 'tg_use_session', { session_name: 'actions' });
  await call(agent, 'tg_get_messages', { group, limit: 'many', colour: SECRETS.phrase });
  const proxied = await house.start('read', {
    ...settings,
    TG_PROXY_URL: `socks5://me:${SECRETS.proxyPassword}@127.0.0.1:9`,
    TG_CALL_DEADLINE_SEC: '3',
  });
  agents.push(proxied);
  await call(proxied, 'tg_auth_status');
  const { faults } = house.emulator;
  const troubles = [
    [500, 'INTERNAL'],
    [420, 'FLOOD_WAIT_700'],
    [400, 'SOMETHING_NEW'],
  ] as const;
  for (const [code, message] of troubles) {
    faults.add({ method: 'messages.getHistory', kind: 'error', times: 4, code, message });
    await call(agent, 'tg_get_messages', { group });
    faults.clear();
  }
  await call(agent, 'tg_get_stats');
  const locked = await house.start('read', { ...settings, TG_SESSION_KEY: `${SECRETS.sessionKey}x` });
  agents.push(locked);
  await call(locked, 'tg_auth_status');
}

async function writingDay(): Promise<void> {
  const agent = await house.start('actions', settings);
  agents.push(agent);
  await house.passTime(1000);
  const message = { group: ROOM.marked, message_text: `${PRIVATE.text}, answered` };
  const shown = await call(agent, 'tg_send_message', message);
  const execution = { ...message, dry_run: false, confirm: true, approval_code: shown['approval_code'] };
  await call(agent, 'tg_send_message', execution);
  await call(agent, 'tg_send_message', { ...execution, confirmation_text: 'a guess' });
  const id = String(shown['proposal_id']);
  await operator(['approve', id, '--phrase-stdin'], 'a wrong one\n');
  await operator(['approve', id, '--phrase-stdin'], `${SECRETS.phrase}\n`);
  await grownOld(house);
  await call(agent, 'tg_send_message', execution);
  await call(agent, 'tg_send_message', { ...message, group: PRIVATE.title });
  await call(agent, 'tg_send_message', { group: `+${PRIVATE.phone}`, message_text: PRIVATE.text });
  await call(agent, 'tg_get_actions_policy');
}

/** A word in the forms in which it can stand in a text. */
function forms(word: string): string[] {
  const bytes = Buffer.from(word);
  return [
    word,
    encodeURIComponent(word),
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/u, ''),
    JSON.stringify(word).slice(1, -1),
  ];
}

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function found(text: string, words: Readonly<Record<string, string>>): string[] {
  return Object.entries(words)
    .filter(([, word]) => forms(word).some((form) => text.includes(form)))
    .map(([name]) => name);
}

const logs = (): string => agents.map((agent) => agent.stderr()).join('\n');

describe('secrets', () => {
  it('were all in use: the day went as it should', () => {
    const all = said.join('\n');
    for (const word of [
      'Logged in as',
      '"authorized":true',
      'two-step password is wrong',
      'TELEGRAM_TROUBLE',
      'FLOOD_WAIT',
      'SESSION_KEY_MISSING',
      'DISCONNECTED',
      'APPROVAL_PENDING',
      '"dry_run":false',
    ])
      expect(all).toContain(word);
    expect(session.length).toBeGreaterThan(300);
  });

  it('stand in no result, error, log or output', () => {
    expect(found(`${said.join('\n')}\n${logs()}`, { ...SECRETS, session: session.slice(40, 120) })).toEqual(
      [],
    );
  });

  it('stand in no file but those that are made for them', async () => {
    const hits: string[] = [];
    for (const file of await files(house.dir)) {
      const text = await readFile(file, 'latin1');
      hits.push(
        ...found(text, { ...SECRETS, session: session.slice(40, 120) }).map(
          (name) => `${name} in ${relative(house.dir, file)}`,
        ),
      );
    }
    expect(hits).toEqual([]);
  });
});

describe('what belongs to people', () => {
  it('stands in no log and no refusal, though the calls named it', () => {
    const refusals = said.filter((one) => one.startsWith('refused')).join('\n');
    expect(found(logs(), PRIVATE)).toEqual([]);
    expect(found(refusals, { text: PRIVATE.text, phone: PRIVATE.phone, name: PRIVATE.name })).toEqual([]);
  });

  it('is shown to the agent where it reads, phone numbers excepted', () => {
    const all = said.join('\n');
    for (const word of [PRIVATE.text, PRIVATE.title]) expect(all).toContain(word);
    expect(all).not.toContain(PRIVATE.phone);
  });
});
