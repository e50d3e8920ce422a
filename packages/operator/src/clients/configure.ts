import { SETTING_GROUPS } from '@tgmcp/core';
import { ask } from '../console/ask.js';
import { EXIT, Stop, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import type { ClientKind, Entry } from './clients.js';
import { readConfigFile, writeConfigFile, type ConfigFile } from './config-file.js';
import { shownDiff } from './diff.js';
import { isRecord, type Changes, type Merged } from './entries.js';
import { startsOurs } from './known-by.js';
import { mergeJson, readJson } from './merge-json.js';
import { mergeToml, readToml, renderToml } from './merge-toml.js';
import type { RenderedServer } from './servers.js';

/** How far a merge goes: to show it, to write it once a person said yes, or to write it. */
export type How = 'show' | 'ask' | 'write';

/** The servers in a client's format, as the whole of a new file. */
export function renderFor(client: ClientKind, servers: readonly RenderedServer[]): string {
  const entries = entriesFor(client, servers);
  return client.syntax === 'toml'
    ? renderToml(client.root, entries).trimEnd()
    : JSON.stringify({ [client.root]: entries }, null, 2);
}

/**
 * Merges servers into a file of a client: shows what changes, then writes it. Our own writing server (`dropped`) goes
 * when only reading is asked for; every other server stays as it is, and so does a file that cannot be understood.
 */
export async function configure(
  client: ClientKind,
  servers: readonly RenderedServer[],
  options: {
    readonly file: string;
    readonly how: How;
    readonly dropped: readonly string[];
    /** Shows the change. */
    show(diff: string): void;
  },
  { console }: Context,
): Promise<ExitCode> {
  const { file, how } = options;
  const alone = (problem: string): Stop =>
    new Stop(
      EXIT.refused,
      `${file} was left alone: ${problem}. To put the servers in by hand, run this without --write and --file.`,
    );
  const before = await readConfigFile(file);
  if ('problem' in before) throw alone(before.problem);
  const there = serversIn(client, before);
  const changes: Changes = {
    set: entriesFor(client, servers),
    remove: options.dropped.filter((name) => startsOurs(there[name], 'actions')),
  };
  const merged = merge(client, before.text, changes);
  if ('problem' in merged) throw alone(merged.problem);
  if (merged.text === before.text) {
    console.print(`${file} says this already; nothing is to be written.`);
    return EXIT.ok;
  }
  options.show(
    shownDiff(file, before.text, merged.text, {
      there: others(client, before, changes),
      ours: changes.set,
    }),
  );
  for (const name of changes.remove)
    console.note(`${name} goes, because the profile is "read"; --profile full keeps it.`);
  if (how === 'show') {
    console.note('Nothing was written; --write does.');
    return EXIT.ok;
  }
  if (how === 'ask') await agreed(file, console.interactive);
  const problem = await writeConfigFile(before, merged.text);
  if (problem !== undefined) throw alone(problem.problem);
  console.note(`Written to ${file}. ${client.next}`);
  return EXIT.ok;
}

async function agreed(file: string, interactive: boolean): Promise<void> {
  if (!interactive)
    throw new Stop(
      EXIT.usage,
      'Nothing was written: there is no terminal to ask at. To write it all the same: --yes',
    );
  const labels = { yes: 'Yes, write it', no: 'No, leave it as it is' };
  if (!(await ask.yes(`Write this to ${file}?`, labels))) throw new Stop(EXIT.ok, 'Nothing was written.');
}

function entriesFor(client: ClientKind, servers: readonly RenderedServer[]): Record<string, Entry> {
  return Object.fromEntries(servers.map((server) => [server.name, client.entry(server)]));
}

function merge(client: ClientKind, text: string, changes: Changes): Merged {
  return client.syntax === 'toml' ? mergeToml(text, client, changes) : mergeJson(text, client, changes);
}

function valueOf(client: ClientKind, { text }: ConfigFile): Record<string, unknown> {
  const read = client.syntax === 'toml' ? readToml(text) : readJson(text, client.syntax === 'jsonc');
  return 'value' in read && isRecord(read.value) ? read.value : {};
}

function serversIn(client: ClientKind, file: ConfigFile): Record<string, unknown> {
  const servers = valueOf(client, file)[client.root];
  return isRecord(servers) ? servers : {};
}

/** Everything in a file that may be somebody's secret: other servers, and of ours what no setting of ours says. */
function others(client: ClientKind, file: ConfigFile, { set, remove }: Changes): unknown[] {
  const { [client.root]: servers, ...rest } = valueOf(client, file);
  const entries = Object.entries(isRecord(servers) ? servers : {});
  return [
    rest,
    ...entries.map(([name, entry]) =>
      set[name] !== undefined || remove.includes(name) ? unshownVariables(entry) : entry,
    ),
  ];
}

const SHOWN: ReadonlySet<string> = new Set(
  Object.values(SETTING_GROUPS)
    .flatMap((rows) => Object.entries(rows))
    .flatMap(([name, row]) => (row.secret === true ? [] : [name])),
);

function unshownVariables(entry: unknown): unknown {
  const env = isRecord(entry) && isRecord(entry['env']) ? entry['env'] : {};
  return Object.entries(env).filter(([name]) => !SHOWN.has(name));
}
