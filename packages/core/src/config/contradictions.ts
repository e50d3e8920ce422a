import type { Program } from './kinds.js';
import { isSamePath } from '../platform/same-path.js';
import { rawMethodProblems } from './raw-methods.js';
import { realPath, sessionPath } from './session-path.js';
import type { Settings } from './settings.js';

/** Settings that say the program is another one than it is, or that ask the read server to write, or that open what stays shut. Each stops the start. */
export function contradictions(program: Program, settings: Settings): string[] {
  if (program === 'operator') return [];
  const found: string[] = [];
  const context = program === 'read' ? 'read_mcp' : 'actions_mcp';
  const marker = program === 'read' ? '0' : '1';
  if (settings.TG_WRITE_CONTEXT !== '' && settings.TG_WRITE_CONTEXT !== context) {
    found.push(`TG_WRITE_CONTEXT is "${settings.TG_WRITE_CONTEXT}"; allowed in tgmcp-${program}: ${context}`);
  }
  if (settings.TG_ACTION_PROCESS !== '' && settings.TG_ACTION_PROCESS !== marker) {
    found.push(
      `TG_ACTION_PROCESS is "${settings.TG_ACTION_PROCESS}"; allowed in tgmcp-${program}: ${marker}`,
    );
  }
  if (program !== 'read') return [...found, ...rawMethodProblems(settings.TG_ACTIONS_RAW_METHODS)];
  const openings = [
    ['TG_BLOCK_DIRECT_TELETHON_WRITE', '0', !settings.TG_BLOCK_DIRECT_TELETHON_WRITE, '1'],
    ['TG_ALLOW_DIRECT_TELETHON_WRITE', '1', settings.TG_ALLOW_DIRECT_TELETHON_WRITE, '0'],
    ['TG_ENFORCE_ACTION_PROCESS', '0', !settings.TG_ENFORCE_ACTION_PROCESS, '1'],
    ['TG_AUTH_BOOTSTRAP', '1', settings.TG_AUTH_BOOTSTRAP, '0'],
  ] as const;
  for (const [name, value, opened, allowed] of openings) {
    if (opened)
      found.push(`${name} is "${value}"; allowed in tgmcp-read: ${allowed} (no setting makes it write)`);
  }
  return found;
}

/** The reason why two servers must not use one session file, if these settings make them do it. */
export function sessionPathConflict(program: Program, settings: Settings): string | undefined {
  if (program === 'operator') return undefined;
  const own = sessionPath(settings, program);
  const otherProgram = program === 'read' ? 'actions' : 'read';
  // The path of this program alone says nothing of the other's.
  const other = sessionPath({ ...settings, TG_SESSION_PATH: '' }, otherProgram);
  if (!isSamePath(realPath(other), realPath(own))) return undefined;
  return `tgmcp-read and tgmcp-actions use the same session file ${own}; give each its own: tgmcp login --profile ${otherProgram}`;
}
