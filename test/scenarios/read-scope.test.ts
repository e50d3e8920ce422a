import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { CARL, FORUM, HALL, PAPER, TALK } from '../support/reading-world.js';
import { CELLAR, HIDDEN_WORDS, scopedWorld, SERVICE } from '../support/scoped-world.js';
import { FRIEND } from '../support/small-world.js';

const HIDDEN = {
  hall: HALL.id,
  paper: PAPER.id,
  cellar: CELLAR.id,
  carl: String(CARL.id),
  service: '777000',
};
/** Their bare ids, as requests carry them. */
const BARE = [HALL.bare, PAPER.bare, CELLAR.bare, CARL.id, SERVICE.id].map(String);
const TITLES = [HALL.title, PAPER.title, CELLAR.title];

const BLOCKED = {
  TG_READ_BLOCKED_CHATS: `${HALL.id}, folder:shelf, chat:${CELLAR.bare}, https://t.me/carlos`,
};

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(scopedWorld);
  agent = await house.start('read', BLOCKED);
});
afterAll(async () => {
  expect(house.emulator.protocolErrors).toEqual([]);
  await house.close();
});

/** Calls a tool, and tells what reached the wire for it. */
async function ask(tool: string, args: Record<string, unknown>, by = agent) {
  const before = house.emulator.calls.all.length;
  const { refused, body } = await by.call(tool, args);
  const calls = house.emulator.calls.all.slice(before);
  return { refused, body, calls, wire: calls.map(({ method }) => method) };
}

/** Whether a request carries an id, in whatever field. */
const names = (params: unknown, id: string): boolean =>
  new RegExp(`"(?:\\w*_)?id":"${id}"|"id":\\["${id}"\\]`).test(JSON.stringify(params));

interface Argument {
  readonly type?: string;
  readonly enum?: readonly string[];
}

/** A value for an argument that has to be given: a chat where it names one. */
function valueFor(name: string, { type, enum: words }: Argument, chat: string): unknown {
  if (['group', 'chat', 'user', 'username', 'user_id', 'peer', 'from'].includes(name)) return chat;
  if (['groups', 'chats', 'peers'].includes(name)) return [chat];
  if (/^(cutoff_iso|since|date)/.test(name)) return '2026-09-01';
  if (words !== undefined) return words[0];
  if (type === 'integer') return 1;
  if (type === 'array') return [1];
  return type === 'object' ? {} : 'words';
}

describe('a chat that the operator blocked', () => {
  it('is named by no request and shown in no row, whichever tool is asked', async () => {
    const { tools } = await agent.client.listTools();
    const own = /^tg_(use_session|list_sessions|auth_status|get_stats|invoke_read)$/;
    for (const { name: tool, inputSchema } of tools.filter(({ name }) => !own.test(name))) {
      const properties = (inputSchema.properties ?? {}) as Record<string, Argument>;
      // Of a file it has to be said which.
      const needed = [...(inputSchema.required ?? []), ...('message_id' in properties ? ['message_id'] : [])];
      for (const chat of Object.values(HIDDEN)) {
        const args = Object.fromEntries(
          needed.map((name) => [name, valueFor(name, properties[name] ?? {}, chat)]),
        );
        const { refused, body, calls } = await ask(tool, args);
        // A path may have any digits in it by chance, those of the login code too.
        const shown = JSON.stringify(body).replaceAll(house.dir, '');
        for (const word of [...HIDDEN_WORDS, ...TITLES]) expect(shown, tool).not.toContain(word);
        for (const id of BARE) {
          for (const { method, params } of calls) expect(names(params, id), `${tool} ${method}`).toBe(false);
        }
        if (Object.values(args).includes(chat)) {
          const code =
            tool === 'tg_get_user_by_id' && chat.startsWith('-') ? 'INPUT_INVALID' : 'CHAT_OUT_OF_SCOPE';
          expect({ tool, refused, code: body['code'] }).toEqual({ tool, refused: true, code });
        } else if (!refused) {
          for (const id of Object.values(HIDDEN)) expect(shown, tool).not.toContain(`"id":"${id}"`);
        }
      }
    }
  });

  it('is refused under each of its names, and what to do is said', async () => {
    for (const name of [
      `@${HALL.username}`,
      `https://t.me/${HALL.username}/3`,
      'carlos',
      `user:${CARL.id}`,
    ]) {
      const { refused, body } = await ask('tg_get_messages', { group: name });
      expect(refused, name).toBe(true);
      expect(body).toMatchObject({
        code: 'CHAT_OUT_OF_SCOPE',
        next_step: expect.stringContaining('do not look for a way around'),
      });
    }
    // Of a title nobody is told that there is such a chat.
    const titled = await ask('tg_get_messages', { group: CELLAR.title });
    expect(titled.body).toMatchObject({ code: 'PEER_NOT_FOUND' });
  });

  it('leaves the rest as it is, and says nothing of where a passed-on post came from', async () => {
    const dialogs = await ask('tg_get_my_dialogs', {});
    const ids = (dialogs.body['dialogs'] as { id: string }[]).map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set([FORUM.id, TALK.id, String(FRIEND.id)]));
    const talk = await ask('tg_get_messages', { group: TALK.id });
    const posts = talk.body['messages'] as { id: number; text?: string; from_id?: string }[];
    const post = posts.find(({ id }) => id === 5);
    expect(post).toMatchObject({ text: 'First page' });
    expect(JSON.stringify(post)).not.toContain(PAPER.id);
    // Carl's own chat is hidden; what he says in an open group is not.
    expect(posts).toContainEqual(expect.objectContaining({ text: 'Not at all', from_id: String(CARL.id) }));
  });

  it('is left out of each page of a list, and the pages go on behind it', async () => {
    const ids: string[] = [];
    for (let cursor: unknown, pages = 0; pages < 10; pages += 1) {
      const { body } = await ask('tg_get_my_dialogs', { limit: 1, ...(pages > 0 ? { cursor } : {}) });
      ids.push(...(body['dialogs'] as { id: string }[]).map(({ id }) => id));
      cursor = body['next_cursor'];
      if (cursor === undefined) break;
    }
    expect(ids.toSorted()).toEqual([FORUM.id, TALK.id, String(FRIEND.id)].toSorted());
  });
});

describe('a list of allowed chats', () => {
  it('is all there is, but its senders may be named', async () => {
    const only = await house.start('read', { TG_READ_ALLOWED_CHATS: `@${HALL.username},folder:Shelf` });
    const dialogs = await ask('tg_get_my_dialogs', {}, only);
    const ids = (dialogs.body['dialogs'] as { id: string }[]).map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set([HALL.id, PAPER.id]));
    const found = await ask('tg_search_global_messages', { query: 'words' }, only);
    const chats = (found.body['messages'] as { chat_id: string }[]).map(({ chat_id: id }) => id);
    expect(new Set(chats)).toEqual(new Set([HALL.id, PAPER.id]));
    const by = await ask('tg_search_messages', { group: HALL.id, query: 'hidden', from: '@carlos' }, only);
    expect(by.body).toMatchObject({ count: 1, messages: [{ text: 'hidden hall words' }] });
    const other = await ask('tg_get_group_info', { group: FORUM.id }, only);
    expect(other).toMatchObject({ refused: true, body: { code: 'CHAT_OUT_OF_SCOPE' } });
    expect(other.wire).toEqual([]);
  });
});

describe('the chat with login codes', () => {
  it('is not told of by what is counted, nor by where a page ends', async () => {
    const total = await ask('tg_search_global_messages', { query: SERVICE.code });
    expect(total.body).toMatchObject({ totals: { [SERVICE.code]: 0 }, count: 0 });
    const params = {
      filter: 'inputMessagesFilterEmpty',
      min_date: 0,
      max_date: 0,
      offset_rate: 0,
      offset_id: 0,
      offset_peer: '',
    };
    const pageOf = async (q: string, limit: number, by = agent) => {
      const asked = { method: 'messages.searchGlobal', params: { ...params, q, limit } };
      const { body, calls } = await ask('tg_invoke_read', asked, by);
      expect(calls.at(-1)?.params).toMatchObject({ limit: 100 });
      return body['result'] as { _: string; messages: { message?: string }[]; next_rate?: number };
    };
    expect(await pageOf(SERVICE.code, 1)).toEqual(await pageOf('no such words', 1));
    const first = await pageOf('First page', 1);
    expect(first.messages).toHaveLength(1);
    // The newest hit is the code itself; the page goes on behind it as if it were not there.
    const all = await pageOf('words', 1, await house.start('read'));
    expect(all.messages).toMatchObject([{ message: expect.stringMatching(/^hidden .* words$/) }]);
    expect(all.next_rate).toBeGreaterThan(0);
  });

  it('is not told of by the cursors of a search, and neither is another hidden chat', async () => {
    const cursors: string[] = [];
    let found = 0;
    for (let cursor: unknown = ''; typeof cursor === 'string';) {
      const asked = {
        query: 'words',
        also: [SERVICE.code, 'First page', 'Off topic', 'Not at all'],
        limit: 1,
        cursor,
      };
      const { body } = await ask('tg_search_global_messages', asked);
      found += body['count'] as number;
      cursor = body['next_cursor'];
      if (typeof cursor === 'string') cursors.push(Buffer.from(cursor, 'base64url').toString());
    }
    expect([found, cursors.length]).toEqual([3, 2]);
    for (const id of Object.values(HIDDEN)) expect(cursors.join('\n')).not.toContain(`"${id}"`);
  });

  it('is shown only where the operator says so', async () => {
    const hidden = await ask('tg_search_global_messages', { query: 'Login' });
    expect(hidden.body).toMatchObject({ count: 0 });
    const shown = await house.start('read', { TG_READ_LOGIN_CODES: '1' });
    const found = await ask('tg_search_global_messages', { query: 'Login' }, shown);
    expect(found.body).toMatchObject({ count: 1, messages: [{ chat_id: '777000' }] });
  });
});

describe('the actions server', () => {
  it('keeps to the same scope, for reading and for writing', async () => {
    const writer = await house.start('actions', {
      ...BLOCKED,
      TG_ACTIONS_ALLOWED_GROUPS: `${HALL.id},${FORUM.id}`,
    });
    const dialogs = await ask('tg_get_my_dialogs', {}, writer);
    const ids = (dialogs.body['dialogs'] as { id: string }[]).map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set([FORUM.id, TALK.id, String(FRIEND.id)]));
    const hidden = await ask('tg_send_message', { group: HALL.id, message_text: 'hello' }, writer);
    expect(hidden).toMatchObject({ refused: true, body: { code: 'CHAT_OUT_OF_SCOPE' }, wire: [] });
    const open = await ask('tg_send_message', { group: FORUM.id, message_text: 'hello' }, writer);
    expect(open.refused).toBe(false);
  });
});

describe('a scope that leads nowhere', () => {
  it.each(['@nobodyhere', 'folder:Nowhere'])('stops all reading: %s', async (entry) => {
    const closed = await house.start('read', { TG_READ_BLOCKED_CHATS: entry });
    const { refused, body, wire } = await ask('tg_get_my_dialogs', {}, closed);
    expect(refused).toBe(true);
    expect(body).toMatchObject({
      code: 'SCOPE_UNRESOLVED',
      data: { setting: 'TG_READ_BLOCKED_CHATS', entry },
    });
    expect(wire).not.toContain('messages.getDialogs');
  });
});
