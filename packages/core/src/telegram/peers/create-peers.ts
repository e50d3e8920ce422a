import type { Api } from 'telegram';
import type { Clock } from '../../clock/clock.js';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { StateStore } from '../../state/store.js';
import type { TelegramCaller } from '../caller.js';
import { telegram } from '../library.js';
import { outOfScope, type ChatScope } from '../scope/chat-scope.js';
import { entryOf, resolvedPeer, type PeerEntry } from './entry.js';
import { lookUpById, lookUpPhone, lookUpUsername, type Lookup } from './look-up.js';
import { parsePeerName, type PeerName } from './peer-name.js';
import { PeerStore } from './peer-store.js';
import { sightingsIn } from './sightings.js';
import type { Peers, ResolvedPeer, ResolveOptions } from './peers.js';
import { TitleIndex } from './titles.js';

const NAME_LIFE_MS = 300_000;
/** What Telegram answers to an access hash that is no good any more, once it has become a refusal. */
const STALE = /^(PEER_ID_INVALID|USER_ID_INVALID|CHANNEL_INVALID|CHAT_ID_INVALID)$/;

/** The peers of one account, over its state and its one way to Telegram. */
export function createPeers(
  options: {
    readonly store: StateStore;
    readonly clock: Clock;
    readonly scope: ChatScope;
    /** Tells the operator about damage that is got over. */
    readonly warn?: (text: string) => void;
  } & Pick<TelegramCaller, 'call'>,
): Peers {
  const { clock, scope } = options;
  const store = new PeerStore(options.store, options.warn);
  const lookup: Lookup = { call: options.call, remember };
  const titles = new TitleIndex(
    { call: options.call, peers: { remember, known }, scope, serverNow: () => clock.now() },
    clock,
  );
  /** Usernames that were looked up a moment ago: Telegram limits these look-ups strictly. */
  const names = new Map<string, { readonly id: string; readonly at: number }>();

  async function remember(
    users: readonly Api.TypeUser[],
    chats: readonly Api.TypeChat[],
    messages: readonly Api.TypeMessage[] = [],
  ): Promise<void> {
    const sightings = sightingsIn(messages);
    const entries = new Map<string, PeerEntry>();
    for (const entity of [...users, ...chats]) {
      const found = entryOf(entity, sightings);
      if (found !== undefined) entries.set(found.id, found.entry);
    }
    if (entries.size > 0) await store.put(entries);
  }

  async function known(id: string): Promise<ResolvedPeer | undefined> {
    const entry = await store.get(id);
    if (entry?.seen === undefined) return entry === undefined ? undefined : resolvedPeer(id, entry);
    const place = await store.get(entry.seen.chat);
    const chat = place === undefined ? undefined : resolvedPeer(entry.seen.chat, place);
    return chat === undefined ? undefined : resolvedPeer(id, entry, chat.inputPeer);
  }

  async function byId(id: string, name: string, how: ResolveOptions): Promise<Outcome<ResolvedPeer>> {
    const kept = await known(id);
    if (kept !== undefined) return done(kept);
    const asked = await lookUpById(lookup, id, how);
    if (!asked.ok) return asked;
    if ((await known(id)) === undefined) {
      // The list of chats is where an id without a hash can still come from.
      const listed = await titles.refresh(how);
      if (!listed.ok) return listed;
    }
    return found(await known(id), name);
  }

  async function byUsername(
    username: string,
    name: string,
    how: ResolveOptions,
  ): Promise<Outcome<ResolvedPeer>> {
    const key = username.toLowerCase();
    const recent = names.get(key);
    if (how.fresh !== true && recent !== undefined && clock.monotonic() - recent.at < NAME_LIFE_MS) {
      const kept = await known(recent.id);
      if (kept !== undefined) return done(kept);
    }
    const asked = await lookUpUsername(lookup, username, how);
    if (!asked.ok) return renamed(asked, name);
    names.set(key, { id: asked.value, at: clock.monotonic() });
    return found(await known(asked.value), name);
  }

  async function byTitle(title: string, name: string, how: ResolveOptions): Promise<Outcome<ResolvedPeer[]>> {
    const matches = await titles.find(title, how);
    if (!matches.ok) return matches;
    const peers = await Promise.all(matches.value.map((id) => known(id)));
    const all = peers.filter((peer) => peer !== undefined);
    return all.length > 1 ? ambiguous(all, name) : done(all);
  }

  /** A bare word may be a title of an own chat or somebody's username; where it is both, nobody guesses. */
  async function byWord(word: string, name: string, how: ResolveOptions): Promise<Outcome<ResolvedPeer>> {
    const titled = await byTitle(word, name, how);
    if (!titled.ok) return titled;
    const named = await byUsername(word, name, how);
    const [own] = titled.value;
    if (own === undefined) return named;
    // Somebody out of scope is no candidate.
    if (named.ok && !scope.isOpen(named.value.id)) return done(own);
    if (!named.ok) return named.refusal.code === 'PEER_NOT_FOUND' ? done(own) : named;
    return named.value.id === own.id ? done(own) : ambiguous([own, named.value], name);
  }

  async function self(how: ResolveOptions, name: string): Promise<Outcome<ResolvedPeer>> {
    const { Api } = telegram();
    const answer = await options.call(
      new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }),
      signalOf(how),
    );
    if (!answer.ok) return answer;
    await remember(answer.value, []);
    const [user] = answer.value;
    const is = user === undefined ? undefined : entryOf(user);
    return found(is === undefined ? undefined : resolvedPeer(is.id, is.entry), name);
  }

  /** Finds a peer within the scope: nobody else is given out, and an id out of scope is not even looked up. */
  async function resolve(text: string, how: ResolveOptions = {}): Promise<Outcome<ResolvedPeer>> {
    const ready = await scope.ready(how.signal);
    if (!ready.ok) return ready;
    const name = parsePeerName(text);
    const isOpen = how.person === true ? scope.mayBeNamed : scope.isOpen;
    if (name.by === 'id' && !isOpen(name.id)) return outOfScope(name.id);
    const peer = await find(name, text, how);
    return peer.ok && !isOpen(peer.value.id) ? outOfScope(peer.value.id) : peer;
  }

  async function find(name: PeerName, text: string, how: ResolveOptions): Promise<Outcome<ResolvedPeer>> {
    switch (name.by) {
      case 'self':
        return self(how, text);
      case 'id':
        return withMessage(await byId(name.id, text, how), name);
      case 'username':
        return name.bare === true
          ? byWord(name.username, text, how)
          : withMessage(await byUsername(name.username, text, how), name);
      case 'phone': {
        if (how.phones !== true)
          return invalid(
            text,
            'phone numbers are not accepted here; the operator may allow them to be looked up with TG_SHOW_PHONE_NUMBERS=1',
          );
        const asked = await lookUpPhone(lookup, name.phone, how);
        return asked.ok ? found(await known(asked.value), text) : renamed(asked, text);
      }
      case 'title': {
        const titled = await byTitle(name.title, text, how);
        return titled.ok ? found(titled.value[0], text) : titled;
      }
      case 'invite':
        return refuse('INVITE_LINK');
      default:
        return invalid(text, name.reason);
    }
  }

  return {
    resolve,
    remember,
    known,
    async withPeer(peer, call, how = {}) {
      const first = await call(peer.inputPeer);
      if (first.ok || !STALE.test(String(first.refusal.data?.['rpc']))) return first;
      const asked =
        peer.username === undefined
          ? await titles.refresh(how)
          : await byUsername(peer.username, peer.username, { ...how, fresh: true });
      if (!asked.ok) return asked.refusal.code === 'PEER_NOT_FOUND' ? first : asked;
      const anew = await known(peer.id);
      return anew === undefined || isSame(anew, peer) ? first : call(anew.inputPeer);
    },
  };
}

/** Only what a call takes; a look-up is urgent like the call it serves. */
function signalOf({ signal }: ResolveOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function isSame(one: ResolvedPeer, other: ResolvedPeer): boolean {
  return one.inputPeer.getBytes().equals(other.inputPeer.getBytes());
}

function withMessage(
  peer: Outcome<ResolvedPeer>,
  { messageId, commentId }: { readonly messageId?: number; readonly commentId?: number },
): Outcome<ResolvedPeer> {
  if (!peer.ok || messageId === undefined) return peer;
  return done({ ...peer.value, messageId, ...(commentId === undefined ? {} : { commentId }) });
}

function found(peer: ResolvedPeer | undefined, name: string): Outcome<ResolvedPeer> {
  return peer === undefined ? refuse('PEER_NOT_FOUND', { data: asked(name) }) : done(peer);
}

/** What was asked for, unless it may be a phone number or a title: refusals are logged, and whose words those are is unknown. */
function asked(name: string): { readonly peer?: string } {
  return /^(?:-?\d{1,20}|(?:user|chat|channel):-?\d{1,20}|@?[A-Za-z][A-Za-z0-9_]{3,31}|me)$/u.test(
    name.trim(),
  )
    ? { peer: name }
    : {};
}

/** The name that was asked for belongs into the refusal; Telegram's own word stays beside it. */
function renamed(refused: Outcome<never> & { ok: false }, name: string): Outcome<never> {
  const { refusal } = refused;
  return refusal.code === 'PEER_NOT_FOUND'
    ? { ok: false, refusal: { ...refusal, data: { ...refusal.data, ...asked(name) } } }
    : refused;
}

function invalid(name: string, reason: string): Outcome<never> {
  return refuse('PEER_INVALID', {
    message: `This is not a way to name a user or chat: ${reason}.`,
    data: asked(name),
  });
}

function ambiguous(peers: readonly ResolvedPeer[], name: string): Outcome<never> {
  const candidates = peers.slice(0, 10).map(({ id, kind, title, username }) => ({
    id,
    type: kind,
    title,
    ...(username === undefined ? {} : { username }),
  }));
  return refuse('PEER_AMBIGUOUS', { data: { ...asked(name), candidates } });
}
