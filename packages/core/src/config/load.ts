/** Reads, checks and types the settings of one program. All problems are reported at once. */
import { contradictions, sessionPathConflict } from './contradictions.js';
import { readEnvFile, settingsFile } from './env-file.js';
import { locate, type Folders, type Program, type SettingRow } from './kinds.js';
import { findProject, type Project } from './project.js';
import { policyIssues } from './policy-issues.js';
import { SETTING_ROWS, type Settings } from './settings.js';
import { unknownNames } from './unknown-names.js';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings, or every reason why they cannot be used. Warnings are for the log on stderr. */
export type LoadedSettings =
  | {
      readonly ok: true;
      readonly settings: Settings;
      readonly warnings: readonly string[];
      readonly project: Project;
    }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Loads the settings of a program from its environment and the settings file; the environment wins. */
export function loadSettings(
  program: Program,
  env: Environment,
  project: Project = findProject(env),
): LoadedSettings {
  const problems: string[] = [];
  const warnings: string[] = [];
  const place = settingsFile(env, project);
  const file = readEnvFile(place.file, place.named);
  if (file.ok) warnings.push(...file.warnings);
  else problems.push(file.problem);

  const merged = merge(file.ok ? file.values : {}, env, warnings);
  warnings.push(...unknownNames(Object.keys(merged)));
  const folders = { project: project.project, data: dataFolder(merged, project) };
  const parsed: Record<string, unknown> = {};
  for (const [name, row] of SETTING_ROWS) {
    const value = parseRow(name, row, merged[name] ?? row.fallback, folders);
    if (value.ok) parsed[name] = value.value;
    else problems.push(value.problem);
  }
  if (problems.length > 0) return { ok: false, problems };

  const settings = parsed as Settings;
  const conflict = sessionPathConflict(program, settings);
  if (conflict !== undefined && settings.TG_SESSION_PATH_CONFLICT_MODE === 'warn') warnings.push(conflict);
  if (conflict !== undefined && settings.TG_SESSION_PATH_CONFLICT_MODE === 'fail') problems.push(conflict);
  if (conflict === undefined && settings.TG_SESSION_PATH_CONFLICT_MODE !== 'off') {
    warnings.push(...pathOfEveryProgram(program, file.ok ? file.values : {}, env));
  }
  problems.push(...contradictions(program, settings));
  if (problems.length > 0) return { ok: false, problems };
  warnings.push(...withoutEffect(merged), ...weakened(program, settings));
  return { ok: true, settings, warnings, project };
}

/** A settings file is often read by both servers, and then this one line gives them one session file. */
function pathOfEveryProgram(program: Program, file: Record<string, string>, env: Environment): string[] {
  const inFileAlone = clean(file['TG_SESSION_PATH']) !== '' && clean(env['TG_SESSION_PATH']) === '';
  if (program === 'operator' || !inFileAlone) return [];
  return [
    'TG_SESSION_PATH stands in the settings file, so every server that reads this file uses that session; name TG_READ_SESSION_PATH and TG_ACTIONS_SESSION_PATH there instead',
  ];
}

function dataFolder(merged: Record<string, string>, project: Project): string {
  const written = merged['TG_DATA_DIR'];
  // What cannot be a path is named with the other problems.
  return written === undefined || written.includes('\0') ? project.data : locate(written, project);
}

function parseRow(
  name: string,
  row: SettingRow<unknown>,
  text: string,
  folders: Folders,
): { ok: true; value: unknown } | { ok: false; problem: string } {
  try {
    return { ok: true, value: row.parse(text, folders) };
  } catch {
    // Only the table's own words are shown: the parser's message could repeat a secret.
    const shown = row.secret === true ? 'has a value that is not allowed' : `is "${shorten(text)}"`;
    return { ok: false, problem: `${name} ${shown}; allowed: ${row.allowed}` };
  }
}

/** The environment over the file; empty values count as unset, and so does a comment that was read as a value. */
function merge(file: Record<string, string>, env: Environment, warnings: string[]): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const source of [file, env]) {
    for (const [name, value] of Object.entries(source)) {
      const written = clean(value);
      if (written === '') continue;
      if (KNOWN.has(name) && written.startsWith('#')) {
        warnings.push(`${name} begins with "#": a comment was read as its value, so it counts as not set`);
        delete merged[name];
        continue;
      }
      merged[name] = written;
    }
  }
  return merged;
}

const KNOWN: ReadonlySet<string> = new Set(SETTING_ROWS.map(([name]) => name));

function clean(value: string | undefined): string {
  return (value ?? '').trim();
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function withoutEffect(merged: Record<string, string>): string[] {
  const names = SETTING_ROWS.filter(
    ([name, row]) => row.effect === 'accepted' && name.startsWith('TG_') && differs(merged[name], row),
  ).map(([name]) => name);
  return names.length === 0 ? [] : [`No effect in this version: ${names.join(', ')}`];
}

function differs(written: string | undefined, row: SettingRow<unknown>): boolean {
  return written !== undefined && written !== row.fallback;
}

/** What the operator of the writing server must not overlook. */
function weakened(program: Program, settings: Settings): string[] {
  if (program !== 'actions') return [];
  const issues = policyIssues(settings).join('; ');
  return [
    ...(settings.TG_ACTIONS_UNSAFE_OVERRIDE && issues !== ''
      ? [`TG_ACTIONS_UNSAFE_OVERRIDE allows writing although: ${issues}`]
      : []),
    ...(settings.TG_ACTIONS_APPROVAL_CHANNEL === 'preview'
      ? [
          'TG_ACTIONS_APPROVAL_CHANNEL is "preview": an agent that was told the phrase can send without a person',
        ]
      : []),
  ];
}
