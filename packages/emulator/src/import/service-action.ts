import type { TlObject } from '../tl/value.js';
import type { ExportedMessage } from './export-shape.js';
import { numberIn, stringIn } from './fields.js';

/** What a service action needs to know about the chat it happened in. */
export interface ActionContext {
  /** The person with that shown name, when somebody of that name wrote in the export. */
  personNamed(name: string): bigint | undefined;
  readonly actor: bigint | undefined;
  readonly owner: bigint;
  /** The basic group that this supergroup was, when its history is in the export. */
  readonly formerGroup: bigint | undefined;
}

type Translate = (message: ExportedMessage, context: ActionContext) => TlObject | undefined;

const DISCARDED: Readonly<Record<string, string>> = {
  missed: 'phoneCallDiscardReasonMissed',
  disconnect: 'phoneCallDiscardReasonDisconnect',
  hangup: 'phoneCallDiscardReasonHangup',
  busy: 'phoneCallDiscardReasonBusy',
};

const title = (message: ExportedMessage): string => stringIn(message, 'title') ?? '';

function people(message: ExportedMessage, context: ActionContext): bigint[] {
  const names: unknown = message['members'];
  if (!Array.isArray(names)) return [];
  return names.flatMap((name) => (typeof name === 'string' ? (context.personNamed(name) ?? []) : []));
}

function phoneCall(message: ExportedMessage): TlObject {
  const reason = DISCARDED[stringIn(message, 'discard_reason') ?? ''];
  return {
    _: 'messageActionPhoneCall',
    call_id: BigInt(numberIn(message, 'id') ?? 0),
    reason: reason === undefined ? undefined : { _: reason },
    duration: numberIn(message, 'duration_seconds') ?? numberIn(message, 'duration'),
  };
}

/** Telegram Desktop's action names and TL's; undefined from a row means: tell it in words. */
const ACTIONS: Readonly<Record<string, Translate>> = {
  create_group: (message, context) => ({
    _: 'messageActionChatCreate',
    title: title(message),
    users: people(message, context),
  }),
  create_channel: (message) => ({ _: 'messageActionChannelCreate', title: title(message) }),
  edit_group_title: (message) => ({ _: 'messageActionChatEditTitle', title: title(message) }),
  delete_group_photo: () => ({ _: 'messageActionChatDeletePhoto' }),
  invite_members: (message, context) => {
    const users = people(message, context);
    return users.length === 0 ? undefined : { _: 'messageActionChatAddUser', users };
  },
  remove_members: (message, context) => {
    const [user] = people(message, context);
    return user === undefined ? undefined : { _: 'messageActionChatDeleteUser', user_id: user };
  },
  join_group_by_link: (message, context) => ({
    _: 'messageActionChatJoinedByLink',
    inviter_id: context.personNamed(stringIn(message, 'inviter') ?? '') ?? context.actor ?? context.owner,
  }),
  join_group_by_request: () => ({ _: 'messageActionChatJoinedByRequest' }),
  migrate_from_group: (message, context) => ({
    _: 'messageActionChannelMigrateFrom',
    title: title(message),
    chat_id: context.formerGroup ?? 0n,
  }),
  pin_message: () => ({ _: 'messageActionPinMessage' }),
  clear_history: () => ({ _: 'messageActionHistoryClear' }),
  phone_call: phoneCall,
  take_screenshot: () => ({ _: 'messageActionScreenshotTaken' }),
  joined_telegram: () => ({ _: 'messageActionContactSignUp' }),
  set_messages_ttl: (message) => ({
    _: 'messageActionSetMessagesTTL',
    period: numberIn(message, 'period') ?? 0,
  }),
  edit_chat_theme: (message) => ({
    _: 'messageActionSetChatTheme',
    emoticon: stringIn(message, 'emoticon') ?? '',
  }),
  topic_created: (message) => ({
    _: 'messageActionTopicCreate',
    title: title(message),
    icon_color: 0x6fb9f0,
  }),
};

/** A TL MessageAction for a service message; an action without one of its own is told in words. */
export function actionOf(message: ExportedMessage, context: ActionContext): TlObject {
  const name = stringIn(message, 'action') ?? 'unknown';
  return (
    ACTIONS[name]?.(message, context) ?? { _: 'messageActionCustomAction', message: inWords(message, name) }
  );
}

function inWords(message: ExportedMessage, name: string): string {
  const who = stringIn(message, 'actor') ?? 'Somebody';
  const whom: unknown = message['members'];
  const rest = Array.isArray(whom) ? `: ${whom.filter((one) => typeof one === 'string').join(', ')}` : '';
  return `${who}: ${name.replaceAll('_', ' ')}${rest}`;
}
