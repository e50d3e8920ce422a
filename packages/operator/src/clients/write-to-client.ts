import { resolve } from 'node:path';
import type { Console } from '../console/console.js';
import type { ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { readClientConfig } from '../preflight/client-config.js';
import { CLIENTS, whereabouts, type ClientId } from './clients.js';
import { configure, type How } from './configure.js';
import { rememberFile } from './remembered-files.js';
import { renderServers, type Installation, type RenderedServer, type ServersAsked } from './servers.js';
import { strangeIn } from './this-installation.js';

/**
 * Merges servers into the file of a client, the usual one unless another is named, as far as `how` says. Another one is
 * remembered, and so is one whose place depends on the working folder.
 */
export async function writeToClient(
  id: ClientId,
  asked: ServersAsked,
  { file, how }: { readonly file?: string | undefined; readonly how: How },
  installation: Installation,
  context: Context,
): Promise<ExitCode> {
  const client = CLIENTS[id];
  const { console, env } = context;
  const usual = client.place(whereabouts(env));
  const options = {
    file: file === undefined ? usual : resolve(file),
    how,
    dropped: asked.profile === 'read' ? [asked.names.actions] : [],
    show: (diff: string): void => console.print(diff),
  };
  const servers = renderServers(asked, installation);
  const code = await configure(client, servers, options, context);
  if (how !== 'show' && (id === 'claude-code' || options.file !== usual)) {
    const problem = await rememberFile(installation.settings.TG_DATA_DIR, { id, file: options.file });
    if (problem !== undefined)
      console.note(
        `It could not be remembered (${problem}) that this file was written: "tgmcp config" will be named as the next step.`,
      );
  }
  if (how !== 'show') tellStrange(options.file, servers, asked, installation, console);
  if (asked.profile === 'full' && !installation.settings.TG_ACTIONS_ENABLED)
    console.note(
      `Writing is off until TG_ACTIONS_ENABLED=1 stands in ${installation.file}: tgmcp writing on`,
    );
  return code;
}

/**
 * Says what else an entry of ours holds: it stays, and may be a person's own or somebody else's. What was rendered is no
 * stranger, also where the settings that it names cannot be used yet.
 */
function tellStrange(
  file: string,
  servers: readonly RenderedServer[],
  { approval }: ServersAsked,
  installation: Installation,
  console: Console,
): void {
  const read = readClientConfig(file);
  if ('problem' in read) return;
  const settings = { ...installation.settings, TG_ACTIONS_APPROVAL_CHANNEL: approval };
  for (const { name, profile, command, args, env } of servers) {
    const strangeOf = (entry: unknown): readonly string[] =>
      strangeIn(entry, profile, { ...installation, settings });
    const own = strangeOf({ command, args, env });
    const strange = strangeOf(read.servers[name]).filter((part) => !own.includes(part));
    if (strange.length > 0)
      console.note(
        `"${name}" there also says what this installation does not: ${strange.join(', ')}. It was there before; take it out, unless you put it there.`,
      );
  }
}
