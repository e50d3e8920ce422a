import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { CLIENTS } from './clients.js';
import type { Changes, Merged } from './entries.js';
import { mergeJson } from './merge-json.js';

const strict = CLIENTS['claude-code'];
const lenient = CLIENTS.vscode;
const ours = { command: '/usr/bin/node', args: ['/a b/ü.js'], env: { TG_A: '1', TG_B: '' } };
const changes: Changes = { set: { 'tgmcp-read': ours }, remove: ['tgmcp-actions'] };

function textOf(merged: Merged): string {
  if ('problem' in merged) throw new Error(merged.problem);
  return merged.text;
}

describe('merging into JSON', () => {
  it.each(['', '  \n', '{}', '{"mcpServers": {}}', '{"theme": "dark"}'])('fills %j', (text) => {
    const merged = textOf(mergeJson(text, strict, changes));
    expect(JSON.parse(merged)).toMatchObject({ mcpServers: { 'tgmcp-read': ours } });
    expect(mergeJson(merged, strict, changes)).toEqual({ text: merged });
  });

  it.each(['null', '[]', '"x"', '0'])('leaves alone %s in place of the servers', (value) => {
    const merged = mergeJson(`{"mcpServers": ${value}}`, strict, changes);
    expect(merged).toEqual({ problem: 'its "mcpServers" is no object' });
  });

  it('keeps comments, trailing commas, order, indentation and other servers byte for byte', () => {
    const before = [
      '{',
      '\t// mine',
      '\t"servers": {',
      '\t\t"other": { "command": "npx", "env": { "TOKEN": "s3cret" }, }, // one line',
      '\t\t/* of mine */ "tgmcp-read": {',
      '\t\t\t"timeout": 9, // longer',
      '\t\t\t"command": "old",',
      '\t\t\t"env": { "MINE": "x", "TG_A": "0", "TG_B": "filled" }',
      '\t\t}',
      '\t},',
      '\t"inputs": [],',
      '}',
    ].join('\r\n');
    const after = textOf(mergeJson(before, lenient, changes));
    const lines = after.split('\r\n');
    for (const line of [0, 1, 2, 3, 4, 5, 9, 10, 11]) expect(lines).toContain(before.split('\r\n')[line]);
    expect(after).not.toMatch(/(?<!\r)\n/u);
    expect((parse(after) as { servers: Record<string, unknown> }).servers['tgmcp-read']).toEqual({
      timeout: 9,
      command: '/usr/bin/node',
      args: ['/a b/ü.js'],
      env: { MINE: 'x', TG_A: '1', TG_B: 'filled' },
    });
    expect(mergeJson(after, lenient, changes)).toEqual({ text: after });
  });

  it('takes away what is to go, and nothing else', () => {
    const before = JSON.stringify(
      { mcpServers: { a: { command: 'x' }, 'tgmcp-actions': {}, b: {} } },
      null,
      2,
    );
    const { mcpServers } = JSON.parse(textOf(mergeJson(before, strict, changes))) as {
      mcpServers: object;
    };
    expect(Object.keys(mcpServers)).toEqual(['a', 'b', 'tgmcp-read']);
  });

  it.each([
    ['{"a": 1', 'it is not JSON: close brace expected at line 1, column 8'],
    ['{\n  "a": 1,\n}', 'it is not JSON: property name expected at line 3, column 1'],
    ['{} // secret-canary', 'it is not JSON: invalid comment token at line 1, column 4'],
    ['[]', 'it holds no JSON object'],
    ['"x"', 'it holds no JSON object'],
    ['{"mcpServers": []}', 'its "mcpServers" is no object'],
    ['{"mcpServers": {}, "mcpServers": {}}', '"mcpServers" stands twice in it'],
    ['{"mcpServers": {"tgmcp-read": {}, "tgmcp-read": {}}}', '"tgmcp-read" stands twice in it'],
    ['{"mcpServers": {"tgmcp-read": 1}}', 'what stands under "tgmcp-read" is no server'],
    ['{"mcpServers": {"tgmcp-read": {"url": "https://x"}}}', expect.stringContaining('is reached by a URL')],
  ])('leaves %j alone', (text, problem) => {
    expect(mergeJson(text, strict, changes)).toEqual({ problem });
  });
});
