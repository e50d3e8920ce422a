/**
 * What was approved is what is sent: whatever of an action, or of the world around it, changes between its preview and
 * its execution, the execution is refused, nothing reaches the wire, and the code stays good for what was approved.
 */
import { cp, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileStore, systemClock } from '@tgmcp/core';
import { inlineKeyboard, type World, type WorldChannel } from '@tgmcp/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../support/mcp-client.js';
import { CHANNEL, FRIEND, GROUP, OTHER, PERSON } from '../../support/small-world.js';
import { CHATS, executed, openWriteBench, say, type WriteBench } from './bench.js';
import { BAR, FORUM, MENU, NEWCOMERS, numberOf, WORKSHOP } from './world.js';
import type { Args } from './write-row.js';

/** What changes after the preview, and how the execution is refused. */
interface Change {
  readonly what: string;
  readonly tool?: string;
  readonly args: Args;
  /** Other arguments of the execution, or another tool. */
  readonly change?: Args;
  readonly changedTool?: string;
  /** What somebody does to the world; it gives back how that is undone. */
  readonly meanwhile?: (world: World) => () => void;
  readonly code?: string;
  readonly fields?: readonly string[];
}

const NAMES_ARE_ASKED_ANEW_SEC = 301;
const to = (text: string, more: Args = {}): Args => ({ group: WORKSHOP.id, message_text: text, ...more });
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const later = new Date(Date.now() + 7_200_000).toISOString();

function channel(world: World, bare: bigint): WorldChannel {
  const found = world.channels.get(bare);
  if (found === undefined) throw new Error(`There is no channel ${bare}`);
  return found;
}

function retitled(bare: bigint, title: string): (world: World) => () => void {
  return (world) => {
    const chat = channel(world, bare);
    const before = chat.title;
    chat.title = title;
    return () => {
      chat.title = before;
    };
  };
}

/** The username of the group goes to another chat, as its new owner would have it. */
function usernameMoved(world: World): () => void {
  const group = { kind: 'channel', id: GROUP.bare } as const;
  const other = { kind: 'channel', id: OTHER.bare } as const;
  world.setUsername(group, undefined);
  world.setUsername(other, GROUP.username);
  return () => {
    world.setUsername(other, OTHER.username);
    world.setUsername(group, GROUP.username);
  };
}

function messageEdited(bare: bigint, id: number, edit: { text?: string; button?: string }) {
  return (world: World): (() => void) => {
    const message = channel(world, bare).history.get(id);
    if (message === undefined) throw new Error(`There is no message ${id}`);
    const { text, replyMarkup } = message;
    if (edit.text !== undefined) message.text = edit.text;
    if (edit.button !== undefined) {
      message.replyMarkup = inlineKeyboard([[{ text: edit.button, callback: 'order:everything' }]]);
    }
    return () => {
      message.text = text;
      if (replyMarkup !== undefined) message.replyMarkup = replyMarkup;
    };
  };
}

const FORWARD = { from_group: WORKSHOP.id, to_group: GROUP.id };
const TABLE: readonly Change[] = [
  { what: 'the text', args: to('Text'), change: { message_text: 'Text!' } },
  { what: 'a character nobody sees', args: to('Seen'), change: { message_text: 'Se\u200Ben' } },
  {
    what: 'the formatting of the same text',
    args: to('**Bold** move', { parse_mode: 'markdown' }),
    change: { message_text: 'Bold **move**' },
  },
  {
    what: 'where a link leads',
    args: to('[here](https://example.org/a)', { parse_mode: 'markdown' }),
    change: { message_text: '[here](https://example.org/b)' },
  },
  { what: 'the chat', args: to('Chat'), change: { group: GROUP.id }, fields: ['group'] },
  {
    what: 'whose the username is',
    args: to('Username', { group: `@${GROUP.username}` }),
    meanwhile: usernameMoved,
    fields: ['group'],
  },
  {
    what: 'the title of the chat that was named by it',
    args: to('Title', { group: GROUP.title }),
    meanwhile: retitled(GROUP.bare, 'The Old Group'),
    code: 'PEER_NOT_FOUND',
  },
  {
    what: 'that another chat has the same title',
    args: to('Decoy', { group: GROUP.title }),
    meanwhile: retitled(CHANNEL.bare, GROUP.title),
    code: 'PEER_AMBIGUOUS',
  },
  { what: 'the message that is answered', args: to('Reply', { reply_to: 1 }), change: { reply_to: 2 } },
  {
    what: 'the topic',
    args: to('Topic', { group: FORUM.id, topic_id: FORUM.topic }),
    change: { topic_id: 1 },
  },
  { what: 'the time', args: to('Time', { schedule: inAnHour }), change: { schedule: later } },
  { what: 'that it is scheduled', args: to('At once', { schedule: inAnHour }), change: { schedule: '' } },
  { what: 'silence', args: to('Silent', { silent: true }), change: { silent: false } },
  {
    what: 'force_resend',
    args: to('Forced'),
    change: { force_resend: true },
    fields: ['force_resend'],
  },
  {
    what: 'the message that is edited',
    tool: 'tg_edit_message',
    args: { group: WORKSHOP.id, message_id: numberOf('To be edited'), new_text: 'Edited' },
    change: { message_id: numberOf('To be edited too') },
  },
  {
    what: 'whom it adds',
    tool: 'tg_add_member_to_group',
    args: { group: WORKSHOP.id, user: `@${NEWCOMERS[0].username}` },
    change: { user: `@${NEWCOMERS[1].username}` },
  },
  {
    what: 'where messages are forwarded from',
    tool: 'tg_forward_messages',
    args: { ...FORWARD, message_ids: [numberOf('To be forwarded')] },
    change: { from_group: FORUM.id, message_ids: [FORUM.note] },
  },
  {
    what: 'a forwarded message, edited by its author',
    tool: 'tg_forward_messages',
    args: { ...FORWARD, message_ids: [numberOf('To be forwarded too')] },
    meanwhile: messageEdited(WORKSHOP.bare, numberOf('To be forwarded too'), { text: 'Another' }),
  },
  {
    what: 'the data of a button, changed by its bot',
    tool: 'tg_click_inline_button',
    args: { group: BAR.id, message_id: MENU, button_text: 'Tea' },
    meanwhile: messageEdited(BAR.bare, MENU, { button: 'Tea' }),
  },
  {
    what: 'the tool',
    tool: 'tg_pin_message',
    args: { group: WORKSHOP.id, message_id: numberOf('To be pinned') },
    changedTool: 'tg_delete_messages',
    change: { message_id: undefined, message_ids: [numberOf('To be pinned')] },
    fields: ['tool', 'content', 'options'],
  },
];

let bench: WriteBench;
let agent: Agent;
beforeAll(async () => {
  bench = await openWriteBench();
  agent = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: [...CHATS, OTHER.id].join(',') });
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  expect(bench.house.emulator.protocolErrors).toEqual([]);
  await bench.house.close();
});

const stateOf = (account: bigint): string => join(bench.house.dir, 'state', String(account));

/** The newest line of the audit log of an account. */
async function audited(account: bigint): Promise<unknown> {
  const store = createFileStore({ root: stateOf(account), clock: systemClock() });
  return JSON.parse((await store.readLog('audit')).at(-1) ?? '{}');
}

async function approvedCode(tool: string, args: Args): Promise<unknown> {
  const shown = await agent.call(tool, { ...args });
  expect(shown).toMatchObject({ refused: false });
  await say(bench.house, shown.body, 'yes');
  await bench.grownOld();
  return shown.body['approval_code'];
}

describe('changed between preview and execution,', () => {
  it.each(TABLE)('$what refuses it', async ({ args, change, meanwhile, ...row }) => {
    const { tool = 'tg_send_message', changedTool = tool } = row;
    const { code: refusal = 'APPROVAL_MISMATCH', fields = ['content'] } = row;
    const code = await approvedCode(tool, args);
    const undo = meanwhile?.(bench.house.emulator.world);
    // Names that were looked up are trusted for minutes: what is sent goes to the approved id then.
    if (undo !== undefined) await bench.house.passTime(NAMES_ARE_ASKED_ANEW_SEC);
    bench.writes();
    const data = refusal === 'APPROVAL_MISMATCH' ? { fields, sent: 'no' } : { sent: 'no' };
    expect(await executed(agent, changedTool, { ...args, ...change }, code)).toMatchObject({
      refused: true,
      body: { code: refusal, data },
    });
    expect(bench.writes()).toEqual([]);
    expect(await audited(PERSON.id)).toMatchObject({ event: 'refusal', outcome: 'refused', code: refusal });

    undo?.();
    await bench.house.passTime(undo === undefined ? 0 : NAMES_ARE_ASKED_ANEW_SEC);
    expect(await executed(agent, tool, args, code)).toMatchObject({
      refused: false,
      body: { already_sent: false },
    });
    expect(bench.writes()).toHaveLength(1);
  });

  it('a file, by one of the same size and time, refuses it', async () => {
    const file = join(bench.house.dir, 'outbox', 'swapped.txt');
    await writeFile(file, 'What was approved');
    const { atime, mtime } = await stat(file);
    const args = { group: WORKSHOP.id, file_path: 'swapped.txt' };
    const code = await approvedCode('tg_send_file', args);
    await writeFile(file, 'What nobody knows');
    await utimes(file, atime, mtime);
    bench.writes();
    expect(await executed(agent, 'tg_send_file', args, code)).toMatchObject({
      refused: true,
      body: { code: 'APPROVAL_MISMATCH', data: { fields: ['content'], sent: 'no' } },
    });
    expect(bench.writes()).toEqual([]);
    await writeFile(file, 'What was approved');
    expect(await executed(agent, 'tg_send_file', args, code)).toMatchObject({ refused: false });
  });

  it('the account refuses it, even where the state of the one is put in the place of the other’s', async () => {
    const args = to('Account');
    const code = await approvedCode('tg_send_message', args);
    const TG_SESSION_PATH = await bench.house.logIn('friend', FRIEND.id);
    const other = await bench.server({ TG_SESSION_PATH, TG_ACTIONS_ALLOWED_GROUPS: WORKSHOP.id });
    bench.writes();
    expect(await executed(other, 'tg_send_message', args, code)).toMatchObject({
      refused: true,
      body: { code: 'APPROVAL_UNKNOWN', data: { sent: 'no' } },
    });
    for (const folder of ['proposals', 'approvals']) {
      await cp(join(stateOf(PERSON.id), folder), join(stateOf(FRIEND.id), folder), { recursive: true });
    }
    expect(await executed(other, 'tg_send_message', args, code)).toMatchObject({
      refused: true,
      body: { code: 'APPROVAL_MISMATCH', data: { fields: ['account'], sent: 'no' } },
    });
    expect(bench.writes()).toEqual([]);
  });
});
