/** The pages for those who come from another system, held against the tables of this one and facts about theirs. */
import { SETTING_GROUPS, describeTool } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { catalogue as actionsCatalogue } from '../../packages/tgmcp-actions/dist/catalogue.js';
import { catalogue as readCatalogue } from '../../packages/tgmcp-read/dist/catalogue.js';
import { repositoryFile } from '../support/house.js';
import { scriptOptions, TARGETS, wrongArguments } from './definitions.js';
import { spansOf } from './pages.js';
import { THEIR_SETTINGS, THEIR_TOOLS } from './tg-mcp.js';

const page = await repositoryFile('docs/migration/from-tg-mcp.md');
const part = (heading: string): string =>
  new RegExp(`\n## ${heading}\n([^]*?)(?=\n## |$)`, 'u').exec(page)?.[1] ?? '';
/** The cells of the rows of a table, without its head. */
const rowsOf = (text: string): string[][] =>
  [...text.matchAll(/^\| (.*) ?\|$/gmu)].map(([, row = '']) => row.split('|').map((cell) => cell.trim()));

const rows = new Map(Object.values(SETTING_GROUPS).flatMap((group) => Object.entries(group)));
const listed = [...readCatalogue.map(describeTool), ...actionsCatalogue.map(describeTool)];
const argumentsOf = (name: string): string[] =>
  listed
    .filter((tool) => tool.name === name)
    .flatMap(({ inputSchema }) => Object.keys((inputSchema as { properties?: object }).properties ?? {}));

describe('coming from tg-mcp', () => {
  const said = new Map(
    rowsOf(part('Settings')).map(([name = '', , here = '']) => [spansOf(name)[0] ?? '', here]),
  );

  it.each(Object.entries(THEIR_SETTINGS))(
    '%s is kept with its default, or the page says otherwise',
    (name, theirs) => {
      const row = rows.get(name);
      const here = said.get(name);
      expect(row).toBeDefined();
      if (here === undefined && theirs !== '') expect(row?.fallback).toBe(theirs);
      const [first = ''] = here === undefined ? [] : spansOf(here);
      // A value that the page gives first, as "`20`; messages to people", is the default.
      if (here?.startsWith(`\`${first}\``) === true && !first.includes('.'))
        expect(row?.fallback).toBe(first);
    },
  );

  it('says which settings have no effect, and of no other one', () => {
    const listed = spansOf(/Known, and without effect: ([^]*?), and what stood/u.exec(page)?.[1] ?? '');
    const idle = Object.keys(THEIR_SETTINGS).filter((name) => rows.get(name)?.effect === 'accepted');
    expect(listed.toSorted()).toEqual(idle.toSorted());
  });

  it.each(Object.entries(THEIR_TOOLS))(
    '%s takes its arguments, or the page says which are gone',
    (name, words) => {
      const ours = argumentsOf(name);
      const gone = [...page.matchAll(new RegExp(`^\\| .*\`${name}\`.*\\|.*\`(\\w+)\` is gone`, 'gmu'))];
      const missing = words.split(' ').filter((word) => word !== '' && !ours.includes(word));
      expect(missing).toEqual(gone.map(([, argument]) => argument));
    },
  );

  it('counts their tools', () => {
    const [, read, both] = /All (\d+) reading and (\d+) action tools/u.exec(page) ?? [];
    const count = (catalogue: readonly { readonly name: string }[]): number =>
      Object.keys(THEIR_TOOLS).filter((name) => catalogue.some((tool) => tool.name === name)).length;
    expect([count(readCatalogue), count(actionsCatalogue)]).toEqual([Number(read), Number(both)]);
  });

  it('names the options that the scripts have', async () => {
    const table = rowsOf(part('Programs and scripts').split('name by name:')[1] ?? '').slice(1);
    expect(table.length).toBe(5);
    for (const [script = '', same = '', added = ''] of table) {
      const { options, passedTo } = scriptOptions(spansOf(script)[0] ?? '');
      const named = spansOf(`${same} ${added}`).map((option) => option.slice(2));
      if (passedTo === undefined) expect(named.toSorted(), script).toEqual(Object.keys(options).toSorted());
      else
        for (const option of named)
          expect(await wrongArguments([passedTo, 'write-call', 'TOOL', `--${option}`]), option).not.toContain(
            'unknownOption',
          );
    }
  });

  it('names targets of make that are there, and says of the others that they are gone', () => {
    const [kept = '', gone = ''] = [
      /^\| targets of make: (`dev-setup`[^|]*)/mu,
      /^\| targets of make: (`setup-dirs`[^|]*)/mu,
    ].map((pattern) => pattern.exec(page)?.[1] ?? '');
    const names = spansOf;
    expect(names(kept).length).toBeGreaterThan(12);
    expect(names(kept).filter((name) => !TARGETS.has(name))).toEqual([]);
    expect(names(gone).filter((name) => TARGETS.has(name))).toEqual([]);
  });
});

describe('coming from elsewhere', () => {
  it.each([
    [
      'fast-mcp-telegram',
      'search_messages_globally get_messages send_message edit_message find_chats get_chat_info send_message_to_phone invoke_mtproto',
    ],
    ['streetfdn-telegram-mcp', 'authenticate list_chats get_messages send_message'],
    [
      'mctl-telegram',
      'list_dialogs get_unread_messages get_messages search_messages prepare_get_media get_media send_message prepare_send_message send_media edit_message delete_messages forward_messages set_reaction prepare_pin_message pin_message get_my_send_status get_my_identity get_my_audit_log set_send_consent disconnect_telegram_account delete_telegram_account',
    ],
  ])('%s: each of its tools has a way here', async (name, tools) => {
    const text = await repositoryFile(`docs/migration/from-${name}.md`);
    const theirs = [...text.matchAll(/^\|([^|]*)\|/gmu)].flatMap(([, cell = '']) => spansOf(cell));
    expect(tools.split(' ').filter((tool) => !theirs.includes(tool))).toEqual([]);
    expect(text).toContain('## Missing on purpose');
  });
});
