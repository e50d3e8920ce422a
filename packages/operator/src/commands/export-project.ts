import { InvalidArgumentError, Option, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { EXIT, Stop, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { exportProject } from '../export/project-analytics.js';

interface ProjectOptions {
  readonly workspace: string;
  readonly group: readonly string[];
  readonly groupsFile?: string;
  readonly participantsLimit: number;
  readonly messagesLimit: number;
  readonly minId: number;
  readonly participantsCsv: boolean;
}

/** Adds `tgmcp export-project`. */
export function addProjectCommand(program: Command, context: Context, ended: (code: ExitCode) => void): void {
  program
    .command('export-project')
    .summary("members and newest messages of groups, for a project's analytics")
    .description(
      'Writes the members and the newest messages of each group, and a report, into raw/ of a workspace, under the names and with the fields of tg-mcp.',
    )
    .requiredOption('--workspace <folder>', 'the project; the files go into its folder raw')
    .option('--group <group>', 'a group: id, @name, link or exact title; may be repeated', collect, [])
    .option('--groups-file <file>', 'a file with one group a line; lines that begin with # are left out')
    .addOption(counted('--participants-limit <number>', 'the most members of each group; 0 for all', 2000))
    .addOption(counted('--messages-limit <number>', 'the newest messages of each group; 0 for all', 5000))
    .addOption(counted('--min-id <id>', 'only messages with a greater id', 0))
    .option('--no-participants-csv', 'write members as JSON only')
    .action(async (options: ProjectOptions) => {
      const groups = [...options.group, ...(await linesOf(options.groupsFile))];
      if (groups.length === 0) throw new Stop(EXIT.usage, 'Name groups by --group or --groups-file.');
      ended(await exportProject({ ...options, groups: [...new Set(groups)] }, context));
    });
}

async function linesOf(file: string | undefined): Promise<string[]> {
  if (file === undefined) return [];
  try {
    const lines = (await readFile(file, 'utf8')).split(/\r?\n/u).map((line) => line.trim());
    return lines.filter((line) => line !== '' && !line.startsWith('#'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Stop(EXIT.usage, `--groups-file ${file} cannot be read (${code}).`);
  }
}

function counted(flags: string, about: string, fallback: number): Option {
  return new Option(flags, about).default(fallback).argParser((text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 0 || value > 2_147_483_647)
      throw new InvalidArgumentError('Allowed: whole numbers from 0.');
    return value;
  });
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
