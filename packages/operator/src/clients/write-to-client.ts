import { resolve } from 'node:path';
import type { ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { CLIENTS, whereabouts, type ClientId } from './clients.js';
import { configure, type How } from './configure.js';
import { renderServers, type Installation, type ServersAsked } from './servers.js';

/** Merges servers into the file of a client, the usual one unless another is named, as far as `how` says. */
export async function writeToClient(
  id: ClientId,
  asked: ServersAsked,
  { file, how }: { readonly file?: string | undefined; readonly how: How },
  installation: Installation,
  context: Context,
): Promise<ExitCode> {
  const client = CLIENTS[id];
  const { console, env } = context;
  const options = {
    file: file === undefined ? client.place(whereabouts(env)) : resolve(file),
    how,
    dropped: asked.profile === 'read' ? [asked.names.actions] : [],
    show: (diff: string): void => console.print(diff),
  };
  const code = await configure(client, renderServers(asked, installation), options, context);
  if (asked.profile === 'full' && !installation.settings.TG_ACTIONS_ENABLED)
    console.note(
      `Writing is off until TG_ACTIONS_ENABLED=1 stands in ${installation.file}: tgmcp writing on`,
    );
  return code;
}
