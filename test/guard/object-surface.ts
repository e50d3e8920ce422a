/** What messages, buttons, inline results and events of the library can send: they keep the bare client. */
import type { Api, TelegramClient } from 'telegram';
import type * as Buttons from 'telegram/tl/custom/messageButton.js';
import type * as Results from 'telegram/tl/custom/inlineResult.js';
import type * as Callbacks from 'telegram/events/CallbackQuery.js';
import { chats, type Way } from './client-surface.js';
import { library, load } from './library.js';

/** Members of messages, buttons, results and events that send something, by the class that has them. */
export const WRITING_MEMBERS = {
  Message: ['respond', 'reply', 'forwardTo', 'edit', 'delete', 'pin', 'unpin', 'markAsRead', 'click'],
  MessageButton: ['click'],
  InlineResult: ['click'],
  CallbackQueryEvent: ['answer', 'respond', 'reply', 'edit', 'delete'],
} as const;

/** Asynchronous members of the same classes that only look something up. */
export const LOOKING_UP: ReadonlySet<string> = new Set([
  '_refetchSender',
  '_refetchChat',
  '_reloadMessage',
  'getButtons',
  'getReplyMessage',
  'downloadMedia',
  'getMessage',
  'resolve',
]);

/** The classes themselves. */
export function classes(): Record<keyof typeof WRITING_MEMBERS, { readonly prototype: object }> {
  return {
    Message: library().Api.Message,
    MessageButton: buttons().MessageButton,
    InlineResult: results().InlineResult,
    CallbackQueryEvent: callbacks().CallbackQueryEvent,
  };
}

export const OBJECT_WAYS: readonly Way[] = [
  way('Message.respond', 'messages.sendMessage', (c) => message(c).respond({ message: 'x' })),
  way('Message.reply', 'messages.sendMessage', (c) => message(c).reply({ message: 'x' })),
  way('Message.forwardTo', 'messages.forwardMessages', (c) => message(c).forwardTo(chats().self)),
  way('Message.edit', 'messages.editMessage', (c) => message(c).edit({ text: 'x' })),
  way('Message.delete', 'messages.deleteMessages', (c) => message(c).delete({ revoke: true })),
  way('Message.pin', 'messages.updatePinnedMessage', (c) => message(c).pin()),
  way('Message.unpin', 'messages.updatePinnedMessage', (c) => message(c).unpin()),
  way('Message.markAsRead', 'messages.readHistory', (c) => message(c).markAsRead()),
  way('Message.click', 'messages.getBotCallbackAnswer', (c) => message(c).click({ data: Buffer.from('x') })),
  way('Message.click', 'messages.sendVote', (c) => poll(c).click({ i: 0 })),
  way('MessageButton.click', 'messages.sendMessage', (c) =>
    button(c, new (library().Api.KeyboardButton)({ text: 'x' })),
  ),
  way('MessageButton.click', 'messages.getBotCallbackAnswer', (c) =>
    button(c, new (library().Api.KeyboardButtonCallback)({ text: 'x', data: Buffer.from('x') })),
  ),
  way('MessageButton.click', 'messages.getBotCallbackAnswer', (c) =>
    button(c, new (library().Api.KeyboardButtonGame)({ text: 'x' })),
  ),
  way('MessageButton.click', 'messages.startBot', (c) =>
    button(c, new (library().Api.KeyboardButtonSwitchInline)({ text: 'x', query: 'x' })),
  ),
  way('InlineResult.click', 'messages.sendInlineBotResult', (c) => result(c).click(chats().self)),
  way('CallbackQueryEvent.answer', 'messages.setBotCallbackAnswer', (c) => event(c).answer({ message: 'x' })),
  way('CallbackQueryEvent.respond', 'messages.setBotCallbackAnswer', (c) =>
    event(c).respond({ message: 'x' }),
  ),
  way('CallbackQueryEvent.reply', 'messages.setBotCallbackAnswer', (c) => event(c).reply({ message: 'x' })),
  way('CallbackQueryEvent.edit', 'messages.editMessage', (c) => event(c).edit({ message: 1, text: 'x' })),
  way('CallbackQueryEvent.delete', 'messages.deleteMessages', (c) => event(c).delete({ revoke: true })),
];

function way(name: string, method: string, run: Way['run']): Way {
  return { name, method, run };
}

const buttons = () => load('telegram/tl/custom/messageButton.js') as typeof Buttons;
const results = () => load('telegram/tl/custom/inlineResult.js') as typeof Results;
const callbacks = () => load('telegram/events/CallbackQuery.js') as typeof Callbacks;

/** A message as the library hands it out: with the client inside. */
function message(client: TelegramClient, media?: Api.TypeMessageMedia): Api.Message {
  const { Api, helpers } = library();
  const found = new Api.Message({
    id: 1,
    peerId: new Api.PeerUser({ userId: helpers.returnBigInt('7002') }),
    date: 1,
    message: 'x',
    ...(media === undefined ? {} : { media }),
  });
  found['_finishInit'](client, new Map(), chats().self);
  return found;
}

function poll(client: TelegramClient): Api.Message {
  const { Api, helpers } = library();
  const text = new Api.TextWithEntities({ text: 'x', entities: [] });
  const answers = [new Api.PollAnswer({ text, option: Buffer.from('0') })];
  const asked = new Api.Poll({ id: helpers.returnBigInt('1'), question: text, answers });
  return message(client, new Api.MessageMediaPoll({ poll: asked, results: new Api.PollResults({}) }));
}

function button(client: TelegramClient, original: Api.TypeKeyboardButton): Promise<unknown> {
  const { MessageButton } = buttons();
  const { self, user } = chats();
  return new MessageButton(client, original, self, user, 1).click({});
}

function result(client: TelegramClient): Results.InlineResult {
  const { Api, helpers } = library();
  const sendMessage = new Api.BotInlineMessageText({ message: 'x' });
  const found = new Api.BotInlineResult({ id: '1', type: 'article', sendMessage });
  return new (results().InlineResult)(client, found, helpers.returnBigInt('1'));
}

function event(client: TelegramClient): Callbacks.CallbackQueryEvent {
  const { Api, helpers } = library();
  const id = helpers.returnBigInt('7002');
  const peer = new Api.PeerUser({ userId: id });
  const update = new Api.UpdateBotCallbackQuery({
    queryId: id,
    userId: id,
    peer,
    msgId: 1,
    chatInstance: id,
  });
  const pressed = new (callbacks().CallbackQueryEvent)(update, peer, 1);
  Reflect.set(pressed, '_client', client);
  Reflect.set(pressed, '_inputChat', chats().self);
  return pressed;
}
