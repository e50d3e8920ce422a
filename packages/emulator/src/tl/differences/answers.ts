/*
 * What one layer writes otherwise than another. Answers are written as layer 198 has them and with what is new since;
 * here a value that the client's layer does not have in that place gets the form it has there.
 */
import type { Schema } from '../schema.js';
import type { TlObject, TlValue } from '../value.js';

type Fit = (value: TlValue, schema: Schema) => TlObject | undefined;

/** By the type that the client's layer expects. What comes out must be of that type in that layer, or undefined. */
const FITS: Readonly<Record<string, Fit>> = {
  // Since 220 a story is named with what it is, not by its number alone.
  RecentStory: (value) => (typeof value === 'number' ? { _: 'recentStory', max_id: value } : undefined),
  // Since 224 a bot may have a say in who joins.
  'messages.ChatInviteJoinResult': (value) => ({ _: 'messages.chatInviteJoinResultOk', updates: value }),
  // Since 229 buttons are one constructor with a type, and inline ones have rows of their own.
  KeyboardButton: button('keyboardButton', 'buttonType'),
  KeyboardInlineButton: button('keyboardInlineButton', 'inlineButtonType'),
  KeyboardInlineButtonRow: (value) => renamed(value, 'keyboardInlineButtonRow'),
  Update: topicUpdate,
  // What a client is too old for, it is told of in these words.
  MessageMedia: (value) => (isLater(value) ? { _: 'messageMediaUnsupported' } : undefined),
  MessageAction: (value) => (isLater(value) ? { _: 'messageActionEmpty' } : undefined),
  SendMessageAction: (value) => (isLater(value) ? { _: 'sendMessageTypingAction' } : undefined),
};

/** Constructors after 198 that answers may hold. Any other that a layer lacks is a mistake of who rendered it. */
const LATER: ReadonlySet<string> = new Set([
  'messageMediaToDo',
  'messageMediaVideoStream',
  'messageActionTodoCompletions',
  'messageActionTodoAppendTasks',
  'messageActionPollAppendAnswer',
  'messageActionPollDeleteAnswer',
  'messageActionNewCreatorPending',
  'messageActionChangeCreator',
  'messageActionSuggestBirthday',
  'messageActionNoForwardsToggle',
  'messageEntityFormattedDate',
  'sendMessageTextDraftAction',
  'sendMessageRichMessageDraftAction',
  'updateChatParticipantRank',
  'updatePinnedForumTopic',
  'updatePinnedForumTopics',
]);

/** The form that a value has in a layer which knows no such value of this type; undefined when there is none. */
export function fitted(type: string, value: TlValue, schema: Schema): TlObject | undefined {
  return FITS[type]?.(value, schema);
}

/** Whether a value may be absent from a list, because the layer is too old for it and has no other form of it. */
export function isLater(value: TlValue): boolean {
  return LATER.has(objectIn(value)?._ ?? '');
}

function objectIn(value: TlValue): TlObject | undefined {
  return typeof value === 'object' && value !== null && '_' in value ? value : undefined;
}

function renamed(value: TlValue, name: string): TlObject | undefined {
  const object = objectIn(value);
  return object === undefined ? undefined : { ...object, _: name };
}

function button(name: string, typePrefix: string): Fit {
  return (value, schema) => {
    const old = objectIn(value);
    if (old === undefined || !old._.startsWith('keyboardButton')) return undefined;
    const type = typePrefix + old._.slice('keyboardButton'.length);
    const known = schema.constructors.has(type) ? type : `${typePrefix}Default`;
    return { _: name, style: old['style'], text: old['text'], type: { ...old, _: known } };
  };
}

/** Topics were pinned in channels only, later in any chat. */
function topicUpdate(value: TlValue, schema: Schema): TlObject | undefined {
  const update = objectIn(value);
  const name = TOPIC_UPDATES[update?._ ?? ''];
  if (update === undefined || name === undefined || !schema.constructors.has(name)) return undefined;
  const peer = objectIn(update['peer']);
  return {
    ...update,
    _: name,
    peer: peer ?? { _: 'peerChannel', channel_id: update['channel_id'] },
    channel_id: peer?.['channel_id'] ?? update['channel_id'],
  };
}

const TOPIC_UPDATES: Readonly<Record<string, string>> = {
  updateChannelPinnedTopic: 'updatePinnedForumTopic',
  updateChannelPinnedTopics: 'updatePinnedForumTopics',
  updatePinnedForumTopic: 'updateChannelPinnedTopic',
  updatePinnedForumTopics: 'updateChannelPinnedTopics',
};
