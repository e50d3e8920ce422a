import { describeTool } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { VERBS } from './actions/action.js';
import { catalogue } from './catalogue.js';
import { INSTRUCTIONS } from './instructions.js';
import { WRITE_METHODS } from './telegram/write-methods.js';
import { shownTools } from './toolsets.js';
import { WRITE_TOOLS } from './tools/write-tools.js';

/** How many tools the reference has, and what a model may pay for all of them (characters / 4). */
const REFERENCE_TOOLS = 41;
const REFERENCE_TOKENS = 6000;
const MOST_TOKENS = 8000;

/** What a model sees of a tool: clients leave the rest out. */
const modelView = catalogue
  .map((tool) => describeTool(tool))
  .map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
const cost = (tools: readonly object[]): number =>
  tools.reduce((sum, tool) => sum + JSON.stringify(tool).length, 0) / 4;

describe('the catalogue of the actions server', () => {
  it('costs a model at most 8,000 tokens, and leaves the tools that are missing their share of 6,000', () => {
    expect(cost(modelView)).toBeLessThanOrEqual(MOST_TOKENS);
    expect(cost(modelView)).toBeLessThanOrEqual((REFERENCE_TOKENS / REFERENCE_TOOLS) * modelView.length);
  });

  it('has one line for each tool, and instructions that no client cuts', () => {
    for (const { name, description } of catalogue) {
      expect(description, name).not.toContain('\n');
      expect(description.length, name).toBeLessThan(200);
    }
    expect(Buffer.byteLength(INSTRUCTIONS)).toBeLessThan(2048);
  });

  it('explains in its instructions each argument that all write tools share', () => {
    for (const argument of ['dry_run', 'confirm', 'confirmation_text', 'approval_code', 'force_resend']) {
      expect(INSTRUCTIONS).toContain(argument);
    }
  });
});

describe('the write tools', () => {
  it('preview unless told otherwise, and say that they change things', () => {
    for (const { tool } of WRITE_TOOLS) {
      expect(tool.input.shape['dry_run']?.safeParse(undefined), tool.name).toMatchObject({ data: true });
      expect(tool.hints, tool.name).toMatchObject({ readOnlyHint: false, destructiveHint: true });
      expect(tool.retry, tool.name).toMatch(/^(dedup|absolute|probe|never)$/);
    }
  });

  it('have a verb each, by which an allowlist entry can be narrowed to one of them', () => {
    const verbs = WRITE_TOOLS.map(({ verb }) => verb);
    expect(new Set(verbs).size).toBe(verbs.length);
    expect(verbs.filter((verb) => !VERBS.includes(verb))).toEqual([]);
  });

  it('are narrowed to the sets that are chosen, and all else stays', () => {
    expect(shownTools({ TG_ACTIONS_TOOLSETS: [] })).toEqual(catalogue);
    const names = shownTools({ TG_ACTIONS_TOOLSETS: ['members'] }).map(({ name }) => name);
    expect(names).toContain('tg_leave_dialog');
    expect(names).toContain('tg_get_actions_policy');
    expect(names).not.toContain('tg_send_message');
    expect(names).not.toContain('tg_send_message_with_lane');
    expect(shownTools({ TG_ACTIONS_TOOLSETS: ['lanes'] }).map(({ name }) => name)).toContain(
      'tg_send_message_with_lane',
    );
  });

  it('make clients ask their user at each call where they can, unless the settings say otherwise', () => {
    const asking = (settings: { TG_ACTIONS_CLIENT_ASKS?: boolean }): string[] =>
      shownTools({ TG_ACTIONS_TOOLSETS: [], ...settings })
        .map((tool) => describeTool(tool))
        .filter(({ _meta }) => _meta?.['anthropic/requiresUserInteraction'] === true)
        .map(({ name }) => name);
    const all = asking({});
    expect(asking({ TG_ACTIONS_CLIENT_ASKS: true })).toEqual(all);
    for (const { tool } of WRITE_TOOLS) expect(all).toContain(tool.name);
    for (const name of ['tg_approve_write_lane', 'tg_approve_batch']) expect(all).toContain(name);
    // A person approved the lane so that nobody is asked for each of its messages.
    expect(all).not.toContain('tg_send_message_with_lane');
    expect(all).not.toContain('tg_get_actions_policy');
    expect(asking({ TG_ACTIONS_CLIENT_ASKS: false })).toEqual([]);
  });

  it('need all methods of the write list and no other', () => {
    const needed = new Set(WRITE_TOOLS.flatMap(({ methods }) => methods));
    expect([...needed].toSorted()).toEqual(Object.keys(WRITE_METHODS).toSorted());
  });
});
