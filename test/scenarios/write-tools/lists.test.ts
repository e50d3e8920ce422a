/** What is particular to tools that change the person's own list of chats: drafts, mutes, the archive, pins, folders. */
import type { TlObject } from '@tgmcp/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../support/mcp-client.js';
import { CLUB, FRIEND, GROUP, OTHER, PERSON } from '../../support/small-world.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { folders, listed, titled } from './list-rows.js';
import { marked, WORKSHOP } from './world.js';

let bench: WriteBench;

beforeAll(async () => {
  bench = await openWriteBench();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const world = () => bench.house.emulator.world;

async function approved(tool: string, args: object): Promise<() => Promise<Answer>> {
  const { body } = await bench.agent.call(tool, { ...args });
  await say(bench.house, body, 'yes');
  await bench.grownOld();
  return () => executed(bench.agent, tool, args, body['approval_code']);
}

const doneNow = { refused: false, body: { already_sent: false } };
const refusedFor = (problem: string): object => ({
  refused: true,
  body: { code: 'INPUT_INVALID', data: { problems: [expect.stringContaining(problem)] } },
});

describe('a draft', () => {
  const draft = () => listed(world(), 'user', FRIEND.id).draft?.text;
  const args = { group: String(FRIEND.id), message_text: 'By the model' };

  it('shows what it replaces, and replaces nothing that was written since', async () => {
    const go = await approved('tg_save_draft', args);
    listed(world(), 'user', FRIEND.id).draft = { text: 'By the person', date: 1_790_300_000 };
    expect(await go()).toMatchObject({ refused: true, body: { code: 'APPROVAL_MISMATCH' } });
    expect(draft()).toBe('By the person');
    expect(bench.writes()).toEqual([]);

    expect((await bench.agent.call('tg_save_draft', args)).body).toMatchObject({
      details: [{ label: 'Replaces the draft', text: 'By the person' }],
    });
    const again = await approved('tg_save_draft', args);
    expect(await again()).toMatchObject(doneNow);
    expect(draft()).toBe('By the model');
  });

  it('is cleared by an empty text, which shows what goes; where there is none, that is said', async () => {
    const go = await approved('tg_save_draft', { ...args, message_text: ' ' });
    expect(await go()).toMatchObject({ refused: false, body: { cleared: true } });
    expect(draft()).toBeUndefined();
    expect(await bench.agent.call('tg_save_draft', { group: CLUB.id, message_text: '' })).toMatchObject(
      refusedFor('no draft to clear'),
    );
    bench.writes();
  });
});

describe('the state of a chat', () => {
  const TOOL = 'tg_set_dialog_state';
  const club = () => listed(world(), 'chat', CLUB.bare);

  it('is muted to the end that the approver saw, other settings of it kept', async () => {
    const chat = listed(world(), 'channel', GROUP.bare);
    chat.notify = { showPreviews: false, silent: true };
    const args = { group: GROUP.id, state: 'mute', until: '2d' };
    const { body } = await bench.agent.call(TOOL, args);
    const [, shown = ''] = /until (\S+)$/.exec(String(body['action'])) ?? [];
    await say(bench.house, body, 'yes');
    await bench.grownOld();
    expect(await executed(bench.agent, TOOL, args, body['approval_code'])).toMatchObject({
      refused: false,
      body: { already_sent: false, until: shown },
    });
    expect(chat).toMatchObject({
      muteUntil: Date.parse(shown) / 1000,
      notify: { showPreviews: false, silent: true },
    });
  });

  it.each([
    ['unmute', () => ({ muteUntil: club().muteUntil }), { muteUntil: 0 }, 'account.updateNotifySettings'],
    ['archive', () => ({ folder: club().folder }), { folder: 1 }, 'folders.editPeerFolders'],
    ['unarchive', () => ({ folder: club().folder }), { folder: 0 }, 'folders.editPeerFolders'],
    ['pin', () => ({ order: club().pinnedOrder }), { order: 1 }, 'messages.toggleDialogPin'],
    ['unpin', () => ({ order: club().pinnedOrder }), { order: 0 }, 'messages.toggleDialogPin'],
  ])('is set by %s, and what stands so already is left alone', async (state, now, wanted, method) => {
    bench.writes();
    if (state === 'unmute') club().muteUntil = 0x7fff_ffff;
    const args = { group: CLUB.id, state };
    expect(await (await approved(TOOL, args))()).toMatchObject(doneNow);
    expect(now()).toEqual(wanted);
    expect(bench.writes()).toEqual([method]);
    const again = await approved(TOOL, { ...args, force_resend: true });
    expect(await again()).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(bench.writes()).toEqual([]);
  });

  it.each([
    [{ state: 'pin', until: '8h' }, 'belongs to state=mute'],
    [{ state: 'mute', until: '0h' }, 'in the future'],
    [{ state: 'mute', until: '2020-01-01' }, 'in the future'],
    [{ state: 'mute', until: 'tomorrow' }, 'ISO 8601'],
    [{ state: 'read' }, 'state'],
  ])('is refused for %o', async (args, problem) => {
    expect(await bench.agent.call(TOOL, { group: CLUB.id, ...args })).toMatchObject(refusedFor(problem));
    expect(bench.writes()).toEqual([]);
  });
});

describe('a folder', () => {
  const TOOL = 'tg_edit_folder';
  const named = (title: string, field: string) => {
    const peers = (folders(world()).get(titled(title))?.[field] ?? []) as readonly TlObject[];
    return peers.map((peer) => peer['channel_id'] ?? peer['user_id'] ?? peer['chat_id']);
  };
  const go = async (args: object): Promise<Answer> => (await approved(TOOL, args))();

  it('is made, filled, emptied, renamed and deleted, and says each time what stands in it', async () => {
    expect(await go({ folder: 'Kites', action: 'create', chats: [WORKSHOP.id] })).toMatchObject(doneNow);
    expect(await go({ folder: 'kites', action: 'add', chats: [GROUP.id, String(FRIEND.id)] })).toMatchObject(
      doneNow,
    );
    expect(named('Kites', 'include_peers')).toEqual([WORKSHOP.bare, GROUP.bare, FRIEND.id]);
    expect(await go({ folder: 'Kites', action: 'remove', chats: [WORKSHOP.id] })).toMatchObject(doneNow);
    expect(named('Kites', 'include_peers')).toEqual([GROUP.bare, FRIEND.id]);
    expect(named('Kites', 'exclude_peers')).toEqual([]);

    const renaming = { folder: 'Kites', action: 'rename', new_title: 'Boats' };
    const { body } = await bench.agent.call(TOOL, renaming);
    expect(body).toMatchObject({
      details: [
        { label: 'Folder', text: 'Kites' },
        { label: 'New title', text: 'Boats' },
        { label: 'In it now, 2 by name', text: expect.stringContaining(GROUP.title) },
      ],
    });
    expect(await go(renaming)).toMatchObject({ refused: false, body: { title: 'Boats' } });
    expect(await go({ folder: 'Boats', action: 'delete' })).toMatchObject(doneNow);
    expect(folders(world()).size).toBe(0);
    expect(bench.writes()).toEqual(Array.from({ length: 5 }, () => 'messages.updateDialogFilter'));
  });

  it('that takes chats by their kind keeps out by name whoever is taken out of it', async () => {
    const title = { _: 'textWithEntities', text: 'All', entities: [] };
    const lists = { pinned_peers: [], include_peers: [], exclude_peers: [] };
    const account = world().accounts.get(PERSON.id);
    if (account === undefined) throw new Error('The person has an account');
    account.filters = [{ _: 'dialogFilter', groups: true, id: 7, title, emoticon: '⭐', ...lists }];
    expect(await go({ folder: 'All', action: 'remove', chats: [GROUP.id] })).toMatchObject(doneNow);
    expect(named('All', 'exclude_peers')).toEqual([GROUP.bare]);
    expect(folders(world()).get(titled('All'))).toMatchObject({ groups: true, emoticon: '⭐' });
    expect(await go({ folder: 'All', action: 'add', chats: [GROUP.id] })).toMatchObject(doneNow);
    expect(named('All', 'exclude_peers')).toEqual([]);
    expect(named('All', 'include_peers')).toEqual([GROUP.bare]);
    bench.writes();
  });

  it('that a person changes after the preview is another one', async () => {
    const rename = await approved(TOOL, { folder: 'All', action: 'rename', new_title: 'Some' });
    const filter = folders(world()).get(titled('All'));
    Object.assign(filter ?? {}, { bots: true });
    expect(await rename()).toMatchObject({ refused: true, body: { code: 'APPROVAL_MISMATCH' } });
    expect(bench.writes()).toEqual([]);
  });

  it.each([
    [{ action: 'create', folder: 'all', chats: [GROUP.id] }, 'one of that title already'],
    [{ action: 'create', folder: 'Thirteen char', chats: [GROUP.id] }, '1 to 12 characters'],
    [{ action: 'create', folder: 'Empty' }, 'needs at least one'],
    [{ action: 'rename', folder: 'All' }, 'new_title'],
    [{ action: 'delete', folder: 'All', chats: [GROUP.id] }, 'takes none'],
    [{ action: 'delete', folder: 'Nowhere' }, 'there are: All'],
    [{ action: 'add', folder: 'All', new_title: 'Some', chats: [GROUP.id] }, 'belongs to action=rename'],
  ])('is refused for %o', async (args, problem) => {
    expect(await bench.agent.call(TOOL, args)).toMatchObject(refusedFor(problem));
    expect(bench.writes()).toEqual([]);
  });

  it('takes no chat that is not on the allowlist, and none at all where the account is not', async () => {
    const args = { folder: 'New', action: 'create', chats: [GROUP.id, `@${OTHER.username}`] };
    const refused = { refused: true, body: { code: 'TARGET_NOT_ALLOWED', data: { verb: 'edit_folder' } } };
    expect(await bench.agent.call(TOOL, args)).toMatchObject(refused);
    const agent = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: `${GROUP.id},${OTHER.id}` });
    expect(await agent.call(TOOL, args)).toMatchObject(refused);
    await agent.close();
    expect(bench.writes()).toEqual([]);
  });

  it('of unknown outcome is found by its number and title', async () => {
    const method = 'messages.updateDialogFilter';
    const make = await approved(TOOL, { folder: 'Trains', action: 'create', chats: [marked(WORKSHOP.bare)] });
    bench.house.emulator.faults.add({ method, kind: 'error', code: 500, message: 'INTERNAL', times: 1 });
    expect(await make()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect(folders(world()).has(titled('Trains'))).toBe(false);
    expect(await make()).toMatchObject(doneNow);
    expect(folders(world()).has(titled('Trains'))).toBe(true);
  });
});
