/** Reads the ways in which a peer can be named. Asks nobody. */
import { markedId, parseMarkedId } from './ids.js';

/** The ways to name a user or chat. */
export type PeerName =
  | { readonly by: 'self' }
  | { readonly by: 'id'; readonly id: string; readonly messageId?: number; readonly commentId?: number }
  /** `bare`: without an @ or a link, so it may as well be a title. `commentId`: of a comment on that message. */
  | {
      readonly by: 'username';
      readonly username: string;
      readonly bare?: true;
      readonly messageId?: number;
      readonly commentId?: number;
    }
  | { readonly by: 'phone'; readonly phone: string }
  | { readonly by: 'title'; readonly title: string }
  /** Whom an invite link leads to is said only by asking for an invitation. */
  | { readonly by: 'invite' }
  | { readonly by: 'nothing'; readonly reason: string };

const USERNAME = /^[A-Za-z][A-Za-z0-9_]{3,31}$/;
const WEB_LINK = /^(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)\/(.+)$/i;
const APP_LINK = /^tg:(?:\/\/)?([a-z]+)\/?\?(.*)$/i;
/** Paths of t.me that are no usernames. */
const RESERVED =
  /^(joinchat|addstickers|addemoji|addlist|share|proxy|socks|login|iv|bg|setlanguage|confirmphone|invoice|boost|giftcode|m|nft)$/i;

/** What `text` names. */
export function parsePeerName(text: string): PeerName {
  const name = text.trim().normalize('NFC');
  if (name === '') return nothing('the name is empty');
  if (/^(me|self)$/i.test(name)) return { by: 'self' };
  const id = parseMarkedId(name);
  if (id !== undefined) return { by: 'id', id: markedId(id) };
  if (/^-?[0-9]+$/.test(name)) return nothing('the number is no id');
  const typed = /^(user|chat|channel):([1-9][0-9]{0,18})$/i.exec(name);
  if (typed !== null) return typedId(typed[1] ?? '', typed[2] ?? '');
  const web = WEB_LINK.exec(name);
  if (web !== null) return webLink(web[1] ?? '');
  const app = APP_LINK.exec(name);
  if (app !== null) return appLink((app[1] ?? '').toLowerCase(), new URLSearchParams(app[2] ?? ''));
  if (name.startsWith('@')) {
    return USERNAME.test(name.slice(1))
      ? { by: 'username', username: name.slice(1) }
      : nothing('a username has 4 to 32 letters, digits and underscores');
  }
  if (/^\+[0-9 ()-]{6,24}$/.test(name)) return { by: 'phone', phone: name.replace(/[^0-9]/g, '') };
  if (USERNAME.test(name)) return { by: 'username', username: name, bare: true };
  return name.length <= 256 ? { by: 'title', title: name } : nothing('the name is too long');
}

function typedId(type: string, digits: string): PeerName {
  const peer = { type: type.toLowerCase() as 'user' | 'chat' | 'channel', id: BigInt(digits) };
  const marked = markedId(peer);
  // A number that is too large for its type would name another kind of peer.
  return parseMarkedId(marked)?.type === peer.type
    ? { by: 'id', id: marked }
    : nothing('the number is no id');
}

function webLink(rest: string): PeerName {
  const [path = '', query = ''] = rest.split('#', 1)[0]?.split('?') ?? [];
  const parts = path.split('/').filter((part) => part !== '');
  const [first = '', second = '', ...more] = parts;
  if (first.startsWith('+') || /^joinchat$/i.test(first)) return { by: 'invite' };
  const comment = new URLSearchParams(query).get('comment') ?? undefined;
  if (/^c$/i.test(first)) return channelLink(second, more.at(-1), comment);
  if (/^s$/i.test(first)) return webLink(`${[second, ...more].join('/')}?${query}`);
  if (RESERVED.test(first) || !USERNAME.test(first)) return nothing('the link names no chat');
  return { by: 'username', username: first, ...message(more.at(-1) ?? second, comment) };
}

function channelLink(digits: string, post: string | undefined, comment?: string): PeerName {
  if (!/^[1-9][0-9]{0,17}$/.test(digits)) return nothing('the link names no chat');
  return { by: 'id', id: markedId({ type: 'channel', id: BigInt(digits) }), ...message(post, comment) };
}

function appLink(action: string, query: URLSearchParams): PeerName {
  const get = (name: string): string => query.get(name) ?? '';
  if (action === 'resolve' && USERNAME.test(get('domain'))) {
    return { by: 'username', username: get('domain'), ...message(get('post'), get('comment')) };
  }
  if (action === 'resolve' && /^[0-9]{6,15}$/.test(get('phone'))) return { by: 'phone', phone: get('phone') };
  if (action === 'privatepost') return channelLink(get('channel'), get('post'), get('comment'));
  if (action === 'user' && get('id') !== '') return typed('user', get('id'));
  if (action === 'openmessage') {
    const found = get('user_id') === '' ? typed('chat', get('chat_id')) : typed('user', get('user_id'));
    return found.by === 'id' ? { ...found, ...message(get('message_id')) } : found;
  }
  return action === 'join' ? { by: 'invite' } : nothing('the link names no chat');
}

function typed(type: 'user' | 'chat', digits: string): PeerName {
  return /^[1-9][0-9]{0,17}$/.test(digits) ? typedId(type, digits) : nothing('the link names no chat');
}

function message(digits: string | undefined, comment?: string): { messageId?: number; commentId?: number } {
  const messageId = messageNumber(digits);
  const commentId = messageNumber(comment);
  if (messageId === undefined) return {};
  return commentId === undefined ? { messageId } : { messageId, commentId };
}

function messageNumber(digits: string | undefined): number | undefined {
  const id = Number(digits);
  return digits !== undefined && /^[1-9][0-9]*$/.test(digits) && id <= 0x7fff_ffff ? id : undefined;
}

function nothing(reason: string): PeerName {
  return { by: 'nothing', reason };
}
