import { describeTool } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.js';
import { instructionsFor } from './instructions.js';
import { promptsFor } from './prompts/prompts.js';
import { TOOLSETS } from './shown-names.js';
import { shownTools } from './toolsets.js';

const INSTRUCTIONS = instructionsFor(catalogue);

/** What a model sees of a tool: clients leave the rest out. */
const modelView = catalogue
  .map((tool) => describeTool(tool))
  .map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));

describe('the catalogue of the read server', () => {
  it('is this list, in this order', () => {
    expect(catalogue.map((tool) => tool.name)).toEqual([
      'tg_auth_status',
      'tg_get_my_dialogs',
      'tg_get_unread',
      'tg_get_folders',
      'tg_get_messages',
      'tg_get_messages_since',
      'tg_search_messages',
      'tg_search_global_messages',
      'tg_get_group_info',
      'tg_get_participants',
      'tg_search_participants',
      'tg_get_message_count',
      'tg_get_group_creation_date',
      'tg_resolve_username',
      'tg_get_user_by_id',
      'tg_search_contacts',
      'tg_get_contacts',
      'tg_get_topics',
      'tg_get_common_chats',
      'tg_export',
      'tg_invoke_read',
      'tg_view_image',
      'tg_download_media',
      'tg_get_stories',
      'tg_get_saved_contacts',
      'tg_get_stats',
      'tg_list_sessions',
      'tg_use_session',
    ]);
  });

  it('costs a model at most 3,000 tokens (characters / 4)', () => {
    const characters = modelView.reduce((sum, tool) => sum + JSON.stringify(tool).length, 0);
    expect(characters / 4).toBeLessThanOrEqual(3000);
  });

  it('holds reading tools only, and says so to clients', () => {
    for (const { name, hints, retry } of catalogue) {
      // Whose account is used is not a matter of reading, so that a client may ask its person.
      const readOnlyHint = name !== 'tg_use_session';
      expect(hints, name).toMatchObject({ readOnlyHint, destructiveHint: false, idempotentHint: true });
      expect(hints, name).toHaveProperty('openWorldHint');
      expect(retry, name).toBeUndefined();
    }
  });

  it('has one line for each tool, and instructions that no client cuts', () => {
    for (const { name, description } of catalogue) {
      expect(description, name).not.toContain('\n');
      expect(description.length, name).toBeLessThan(200);
    }
    expect(Buffer.byteLength(INSTRUCTIONS)).toBeLessThan(2048);
  });

  it('names in its instructions every tool that is shown and no other', () => {
    for (const { name } of catalogue) expect(INSTRUCTIONS).toContain(name);
    const named = INSTRUCTIONS.match(/\btg_[a-z_]+/g) ?? [];
    expect(named.filter((name) => !catalogue.some((tool) => tool.name === name))).toEqual([]);
    const without = instructionsFor(catalogue.filter(({ name }) => name !== 'tg_use_session'));
    expect(without).not.toMatch(/tg_use_session|tg_list_sessions/);
    expect(without).toContain('tg_get_stats');
  });

  it('has flat input schemas of plain types that every client takes', () => {
    for (const { name, inputSchema } of modelView) {
      const text = JSON.stringify(inputSchema);
      for (const word of [
        '$schema',
        '$ref',
        'anyOf',
        'oneOf',
        'allOf',
        '"const"',
        '9007199254740991',
        'pattern',
      ]) {
        expect(text.includes(word), `${name} ${word}`).toBe(false);
      }
    }
  });
});

describe('the sets of tools', () => {
  const sets = Object.values(TOOLSETS);

  it('have each tool in one of them', () => {
    for (const { name } of catalogue)
      expect(
        sets.filter((names) => names.includes(name)),
        name,
      ).toHaveLength(1);
  });

  it('narrow the list, the instructions and the prompts to what is chosen', () => {
    expect(shownTools({ TG_READ_TOOLSETS: [] })).toEqual(catalogue);
    const few = shownTools({ TG_READ_TOOLSETS: ['core', 'messages'] });
    const wanted = [...TOOLSETS.core, ...TOOLSETS.messages];
    expect(new Set(few.map(({ name }) => name))).toEqual(new Set(wanted));
    const named = instructionsFor(few).match(/\btg_[a-z_]+/g) ?? [];
    expect(named.filter((name) => !wanted.includes(name))).toEqual([]);
    expect(promptsFor(few).map(({ name }) => name)).toEqual(['digest']);
    const all = promptsFor(catalogue);
    expect(all.map(({ name }) => name)).toEqual(['digest', 'find_decision', 'who_said_what']);
    for (const prompt of all) {
      const names = prompt.text({ topic: 'tea', chat: '', since: '' }).match(/\btg_[a-z_]+/g) ?? [];
      for (const name of names) expect(prompt.needs, name).toContain(name);
    }
  });
});
