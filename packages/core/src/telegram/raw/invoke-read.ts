/** Any reading method by its name, for what no tool does. The guard and the chat scope hold as for every call. */
import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { NOT_READING, READ_METHODS } from '../read-methods.js';
import { markedId } from '../reader/marked-id.js';
import { outOfScope } from '../scope/chat-scope.js';
import { isTl } from '../scope/named-peers.js';
import type { Telegram } from '../telegram.js';
import { build, MOST_PROBLEMS, type Building } from './build-request.js';
import { fit, type Fitted } from './fit.js';
import { methodNamed } from './method-name.js';
import { shown } from './show-answer.js';
import { tlSchema } from './tl-schema.js';
import { firstOf, wholePage } from './whole-page.js';

/** The answer as JSON, cut to a size. */
export interface Invoked extends Fitted {
  readonly method: string;
}

/** Bytes of files belong into files. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'upload.getFile': 'files are fetched by tg_download_media and tg_view_image',
};

/** Asked only where the operator shows phone numbers: who tries numbers learns whose they are. */
const WITH_PHONES: Readonly<Record<string, string>> = {
  'contacts.resolvePhone':
    'phone numbers are not looked up here; the operator may allow it with TG_SHOW_PHONE_NUMBERS=1',
};

/** Calls a method. INPUT_INVALID names what is wrong with the arguments, WRITE_BLOCKED what is no reading method. */
export async function invokeRead(
  telegram: Telegram,
  asked: { readonly method: string; readonly params: Readonly<Record<string, unknown>> },
  how: { readonly phones: boolean; readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<Outcome<Invoked>> {
  const { methods } = tlSchema();
  const named = methodNamed(asked.method, methods.keys());
  if (!('name' in named)) {
    const hint = named.meant === undefined ? '' : `; did you mean ${named.meant}?`;
    return invalid([`method: no method of Telegram's API${hint}`]);
  }
  const { name } = named;
  const definition = methods.get(name);
  if (definition === undefined || !(name in READ_METHODS)) {
    const why: Readonly<Record<string, string>> = NOT_READING;
    const message = `${name} is not among the methods that only read. ${why[name] ?? ''}`.trim();
    return refuse('WRITE_BLOCKED', { message, data: { method: name, reached_wire: false } });
  }
  const elsewhere = ELSEWHERE[name] ?? (how.phones ? undefined : WITH_PHONES[name]);
  if (elsewhere !== undefined) return invalid([`method: ${elsewhere}`]);
  const building: Building = { peers: telegram.peers, options: { signal: how.signal }, problems: [] };
  const request = await build(definition, asked.params, building);
  if (building.problems.length > 0) return invalid(building.problems.slice(0, MOST_PROBLEMS));
  if (building.refused !== undefined) return building.refused;
  const wanted = wholePage(request);
  const answer = await telegram.call(request as Api.AnyRequest, { signal: how.signal });
  if (!answer.ok) return answer;
  const found = await met(telegram, answer.value);
  if (!found.ok) return found;
  const value: unknown =
    wanted === undefined
      ? answer.value
      : firstOf(answer.value as Api.messages.TypeMessages, wanted, telegram.scope);
  const json = shown(value, { scope: telegram.scope, phones: how.phones });
  return done({ method: name, ...fit(json, how.maxBytes) });
}

/** Keeps whom the answer tells of, so that their ids are taken afterwards; refused for somebody out of scope. */
export async function met(telegram: Telegram, answer: unknown): Promise<Outcome<void>> {
  if (!isTl(answer)) return done(undefined);
  if (answer.className === 'contacts.ResolvedPeer') {
    const id = markedId(answer['peer'] as Api.TypePeer);
    if (!telegram.scope.isOpen(id)) return outOfScope(id);
  }
  const list = <T>(field: string): T[] => (Array.isArray(answer[field]) ? (answer[field] as T[]) : []);
  await telegram.peers.remember(
    list<Api.TypeUser>('users'),
    list<Api.TypeChat>('chats'),
    list<Api.TypeMessage>('messages').filter((one) => one.className.startsWith('Message')),
  );
  return done(undefined);
}

function invalid(problems: readonly string[]): Outcome<never> {
  return refuse('INPUT_INVALID', { data: { problems } });
}
