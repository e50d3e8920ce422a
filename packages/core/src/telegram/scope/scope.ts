/** The chat scope of an account, put before its way to Telegram. */
import type { Api } from 'telegram';
import type { Clock } from '../../clock/clock.js';
import type { Settings } from '../../config/settings.js';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { StateStore } from '../../state/store.js';
import type { CallOptions, TelegramCaller } from '../caller.js';
import { lookUpUsername } from '../peers/look-up.js';
import type { Peers } from '../peers/peers.js';
import { folderNamed, isInFolder, listFolders } from '../reader/folders.js';
import { listDialogs, type DialogPosition } from '../reader/list-dialogs.js';
import { createChatScope, type ChatScope } from './chat-scope.js';
import { createScopeLists } from './lists.js';

/** Ten pages of a hundred, as far as titles are looked for. */
const MOST_PAGES = 10;

/** What the scope is made from; `call` is the way to Telegram without a scope, for what the scope itself must know. */
export interface ScopeParts extends Pick<TelegramCaller, 'call'> {
  readonly settings: Pick<
    Settings,
    'TG_READ_ALLOWED_CHATS' | 'TG_READ_BLOCKED_CHATS' | 'TG_READ_LOGIN_CODES'
  >;
  readonly store: StateStore;
  readonly clock: Clock;
  /** The id of the account. */
  readonly self: string;
  readonly peers: () => Pick<Peers, 'known' | 'remember'>;
  readonly warn?: ((text: string) => void) | undefined;
}

/** A scope, and the sending of requests within it. */
export interface Scope extends ChatScope {
  /** Sends a request unless it names a chat out of scope, and gives its answer without what is out of scope. */
  within<R extends Api.AnyRequest>(
    request: R,
    options: CallOptions | undefined,
    send: () => Promise<Outcome<R['__response']>>,
  ): Promise<Outcome<R['__response']>>;
}

/** Makes the scope of an account. Asks nothing before the first request. */
export function createScope(parts: ScopeParts): Scope {
  const { settings, store, clock, self, call, peers, warn = () => undefined } = parts;
  const lookup = {
    username: (username: string, signal: AbortSignal | undefined) =>
      lookUpUsername({ call, remember: (...met) => peers().remember(...met) }, username, withSignal(signal)),
    folder: membersOfFolder,
  };
  const gate = createChatScope(settings, createScopeLists({ settings, store, clock, self, lookup, warn }));

  /** Every chat of a folder: those it names, and those of the account's chats that it takes in. */
  async function membersOfFolder(
    title: string,
    signal: AbortSignal | undefined,
  ): Promise<Outcome<readonly string[]>> {
    const options = withSignal(signal);
    const folders = await listFolders({ call }, options);
    if (!folders.ok) return folders;
    const folder = folderNamed(folders.value, title);
    if (folder === undefined) return refuse('PEER_NOT_FOUND');
    const ids = new Set(folder.included);
    let position: DialogPosition | undefined;
    for (let page = 0; folder.kinds.size > 0 && page < MOST_PAGES; page += 1) {
      const source = { call, peers: peers(), scope: { isOpen: () => true }, serverNow: () => clock.now() };
      const portion = await listDialogs(source, position, 100, options);
      if (!portion.ok) return portion;
      for (const { facts, after } of portion.value.items) {
        position = after;
        if (isInFolder(folder, facts, true)) ids.add(facts.id);
      }
      if (!portion.value.more || portion.value.items.length === 0) break;
    }
    return done([...ids]);
  }

  return {
    ready: gate.ready,
    isOpen: gate.isOpen,
    mayBeNamed: gate.mayBeNamed,
    async within(request, options, send) {
      const ready = await gate.ready(options?.signal);
      if (!ready.ok) return ready;
      const admitted = gate.admits(request, self);
      if (!admitted.ok) return admitted;
      const answer = await send();
      return answer.ok ? gate.cleansed(answer.value) : answer;
    },
  };
}

function withSignal(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
