/**
 * Which chats the agent may read: TG_READ_ALLOWED_CHATS and TG_READ_BLOCKED_CHATS as ids. Asked by the one way to
 * Telegram before anything leaves and about everything that comes back, so no tool can forget it.
 */
import type { Api } from 'telegram';
import type { Settings } from '../../config/settings.js';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { cleanse } from './answers.js';
import { isTl, namedPeers, SELF } from './named-peers.js';
import { markedId } from '../reader/marked-id.js';
import type { ScopeLists } from './lists.js';

/** Accounts that bring login codes: Telegram itself, and the one that passes on codes of other services. */
const CODE_CHATS: ReadonlySet<string> = new Set(['777000', '489000']);

/** The scope of one account. */
export interface ChatScope {
  /** Resolves what names and folders stand for, where that is due; refused where it cannot be known. */
  readonly ready: (signal?: AbortSignal) => Promise<Outcome<void>>;
  /** Whether a chat may be read. Answers as of the last {@link ready}. */
  readonly isOpen: (id: string) => boolean;
  /** Whether somebody may be named as a person within an open chat: its sender, its member. */
  readonly mayBeNamed: (id: string) => boolean;
}

/** The scope with what the way to Telegram does with it. */
export interface ScopeGate extends ChatScope {
  /** CHAT_OUT_OF_SCOPE where a request names a chat that may not be read. `self` is the id of the account. */
  admits(request: Api.AnyRequest, self: string): Outcome<void>;
  /** The answer without what is out of scope. */
  cleansed<T>(answer: T): Outcome<T>;
}

/** Makes the gate over the lists. */
export function createChatScope(
  settings: Pick<Settings, 'TG_READ_LOGIN_CODES'>,
  lists: ScopeLists,
): ScopeGate {
  const isSecret = (id: string): boolean => !settings.TG_READ_LOGIN_CODES && CODE_CHATS.has(id);
  const isBlocked = (id: string): boolean => lists.blocked.has(id) || isSecret(id);
  const isOpen = (id: string): boolean => !isBlocked(id) && (lists.allowed?.has(id) ?? true);
  const mayBeNamed = (id: string): boolean => !isBlocked(id);
  return {
    ready: (signal) => lists.ready(signal),
    isOpen,
    mayBeNamed,
    admits(request, self) {
      // Who the account is, is no chat.
      if (isAboutSelf(request)) return done(undefined);
      for (const { id: named, person } of namedPeers(request)) {
        const id = named === SELF ? self : named;
        if (!(person ? mayBeNamed(id) : isOpen(id))) return outOfScope(id);
      }
      return done(undefined);
    },
    cleansed(answer) {
      const found = resolvedIn(answer);
      if (found !== undefined && isBlocked(found)) return outOfScope(found);
      return done(cleanse(answer, { isOpen, isBlocked, isSecret }));
    },
  };
}

/** The refusal for a chat that is out of scope. */
export function outOfScope(id: string): Outcome<never> {
  return refuse('CHAT_OUT_OF_SCOPE', { data: { peer: id, reached_wire: false } });
}

/** Whom a look-up of a name or number found. */
function resolvedIn(answer: unknown): string | undefined {
  if (!isTl(answer) || answer.className !== 'contacts.ResolvedPeer') return undefined;
  return markedId(answer['peer'] as Api.TypePeer);
}

function isAboutSelf(request: Api.AnyRequest): boolean {
  return (
    request.className === 'users.GetUsers' &&
    'id' in request &&
    Array.isArray(request.id) &&
    request.id.every((one: unknown) => isTl(one) && one.className === 'InputUserSelf')
  );
}
