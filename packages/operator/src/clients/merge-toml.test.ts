import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { CLIENTS } from './clients.js';
import type { Changes, Merged } from './entries.js';
import { mergeToml } from './merge-toml.js';

const ours = { command: '/usr/bin/node', args: ['/a b/ü.js'], env: { TG_A: '1', TG_Q: 'C:\\x "q"' } };
const changes: Changes = { set: { 'tgmcp-read': ours }, remove: ['tgmcp-actions'] };
const merge = (text: string, what = changes): Merged => mergeToml(text, CLIENTS.codex, what);

function textOf(merged: Merged): string {
  if ('problem' in merged) throw new Error(merged.problem);
  return merged.text;
}

const MINE = `# my own
model = "x" # best

[mcp_servers.other]   # keep
command = 'npx'
args = [
  "a", # one
  "b",
]
  [mcp_servers.other.env]
  TOKEN = "s3cret"

[tui]
note = """
[mcp_servers.tgmcp-read]
command = "no table"
"""
when = 1979-05-27T07:32:00Z
big = 9007199254740993
f = 1.0
[[list]]
a = 1
`;

describe('merging into TOML', () => {
  it.each([
    ['nothing', ''],
    ['a comment', '# only this'],
    ['a file of mine', MINE],
    ['a file with the line ends of Windows', MINE.replaceAll('\n', '\r\n')],
  ])('adds tables of its own after %s and changes nothing before them', (_, before) => {
    const after = textOf(merge(before));
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length).trim()).toMatch(/^\[mcp_servers\.tgmcp-read\]\r?\ncommand = /u);
    expect(parse(after, { integersAsBigInt: true })).toMatchObject({ mcp_servers: { 'tgmcp-read': ours } });
    expect(merge(after)).toEqual({ text: after });
  });

  it.each([
    ['inline', 'mcp_servers = { other = { command = "x" } } # mine\n'],
    ['dotted', '[mcp_servers]\nother.command = "x" # mine\n[z]\na = 1\n'],
    ['quoted', '[mcp_servers."we ird"] # mine\ncommand = "x"\n'],
  ])('finds a way where servers are written %s', (_, before) => {
    const after = textOf(merge(before));
    expect(after).toContain('# mine');
    const servers = parse(after)['mcp_servers'] as Record<string, unknown>;
    expect(Object.values(servers)).toMatchObject([{ command: 'x' }, ours]);
    expect(merge(after)).toEqual({ text: after });
  });

  it('changes an entry in its place and keeps what a person added', () => {
    const before = `${MINE}
[mcp_servers.tgmcp-read]
# of mine
command = "old"
startup_timeout_sec = 40
[mcp_servers.tgmcp-read.env]
MINE = "x" # too
TG_A = "0"

[mcp_servers.tgmcp-actions]
command = "node"

[last]
z = 1
`;
    const after = textOf(merge(before));
    expect(after.startsWith(MINE)).toBe(true);
    expect(after).toContain('# of mine\ncommand = "/usr/bin/node"\nstartup_timeout_sec = 40\n');
    expect(after).toContain('MINE = "x" # too\nTG_A = "1"\n');
    expect(after).not.toContain('tgmcp-actions');
    expect(after.trimEnd().endsWith('[last]\nz = 1')).toBe(true);
    expect(merge(after)).toEqual({ text: after });
  });

  it.each([
    ['a = 1\nsecret-canary', 'it is not TOML: line 2, column 1'],
    ['mcp_servers = 1', 'its "mcp_servers" is no table'],
    ['[mcp_servers]\ntgmcp-read = 1', 'what stands under "tgmcp-read" is no server'],
    ['[mcp_servers.tgmcp-read]\nurl = "https://x"', expect.stringContaining('is reached by a URL')],
  ])('leaves %j alone', (text, problem) => {
    expect(merge(text)).toEqual({ problem });
  });
});
