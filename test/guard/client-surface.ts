/** Everything with which a client of the library writes, logs in or sends, each called so that it comes to its request. */
import type { TelegramClient } from 'telegram';
import { library, senderOf, type Request } from './library.js';

/** One way to write. */
export interface Way {
  readonly name: string;
  /** The method that it would send first. */
  readonly method: string;
  run(client: TelegramClient): Promise<unknown>;
}

/** Members of the client that send nothing, or only what is read; checked against the library's own list. */
export const NOT_WRITING: ReadonlySet<string> = new Set([
  'constructor',
  'checkAuthorization',
  'buildReplyMarkup',
  'downloadFile',
  'iterDownload',
  'downloadMedia',
  'downloadProfilePhoto',
  'parseMode',
  'setParseMode',
  'iterMessages',
  'getMessages',
  'iterDialogs',
  'getDialogs',
  'iterParticipants',
  'getParticipants',
  'on',
  'addEventHandler',
  'removeEventHandler',
  'listEventHandlers',
  'getMe',
  'isBot',
  'isUserAuthorized',
  'getEntity',
  'getInputEntity',
  'getPeerId',
  '_getInputDialog',
  '_getInputNotify',
  '_handleReconnect',
  'connect',
  '_switchDC',
  'getDC',
  '_removeSender',
  '_getResponseMessage',
]);

/** Chats to write to, as the library takes them; none of them needs to be looked up. */
export function chats() {
  const { Api, helpers } = library();
  const id = (value: string) => helpers.returnBigInt(value);
  return {
    self: new Api.InputPeerSelf(),
    channel: new Api.InputPeerChannel({ channelId: id('900'), accessHash: id('5') }),
    user: new Api.InputPeerUser({ userId: id('7002'), accessHash: id('5') }),
    group: new Api.InputPeerChat({ chatId: id('800') }),
  };
}

/** A message that nobody may send. */
export function unwanted(): Request {
  const { Api, helpers } = library();
  const message = {
    peer: new Api.InputPeerSelf(),
    message: 'unwanted',
    randomId: helpers.returnBigInt('11'),
  };
  return new Api.messages.SendMessage(message);
}

const API = { apiId: 1, apiHash: 'hash' };

/** What the login methods of the library ask for; the first error ends them, as it is. */
function loginAnswers() {
  return {
    phoneNumber: '+15550001',
    phoneCode: () => Promise.resolve('11111'),
    password: () => Promise.resolve('secret'),
    qrCode: () => Promise.resolve(),
    async onError(error: Error): Promise<never> {
      throw error;
    },
  };
}

export const CLIENT_WAYS: readonly Way[] = [
  way('sendMessage', 'messages.sendMessage', (c) => c.sendMessage(chats().self, { message: 'x' })),
  way('sendFile', 'upload.saveFilePart', (c) => c.sendFile(chats().self, { file: Buffer.from('x') })),
  way('sendFile', 'messages.sendMedia', (c) =>
    c.sendFile(chats().self, { file: new (library().Api.InputMediaDice)({ emoticon: '🎲' }) }),
  ),
  way('uploadFile', 'upload.saveFilePart', (c) => upload(c, 3)),
  way('uploadFile', 'upload.saveBigFilePart', (c) => upload(c, 11 * 1024 * 1024)),
  way('forwardMessages', 'messages.forwardMessages', (c) =>
    c.forwardMessages(chats().self, { messages: [1], fromPeer: chats().group }),
  ),
  way('editMessage', 'messages.editMessage', (c) => c.editMessage(chats().self, { message: 1, text: 'x' })),
  way('deleteMessages', 'messages.deleteMessages', (c) =>
    c.deleteMessages(chats().self, [1], { revoke: true }),
  ),
  way('deleteMessages', 'channels.deleteMessages', (c) =>
    c.deleteMessages(chats().channel, [1], { revoke: true }),
  ),
  way('pinMessage', 'messages.updatePinnedMessage', (c) => c.pinMessage(chats().self, 1)),
  way('unpinMessage', 'messages.updatePinnedMessage', (c) => c.unpinMessage(chats().self, 1)),
  way('unpinMessage', 'messages.unpinAllMessages', (c) => c.unpinMessage(chats().self)),
  way('markAsRead', 'messages.readHistory', (c) => c.markAsRead(chats().self, 1)),
  way('markAsRead', 'channels.readHistory', (c) => c.markAsRead(chats().channel, 1)),
  way('markAsRead', 'messages.readMentions', (c) => c.markAsRead(chats().self, 1, { clearMentions: false })),
  way('kickParticipant', 'channels.editBanned', (c) => c.kickParticipant(chats().channel, chats().user)),
  way('kickParticipant', 'messages.deleteChatUser', (c) => c.kickParticipant(chats().group, chats().user)),
  way('kickParticipant', 'channels.leaveChannel', (c) => c.kickParticipant(chats().channel, chats().self)),
  way('inlineQuery', 'messages.getInlineBotResults', (c) => c.inlineQuery(chats().user, 'x')),
  way('updateTwoFaSettings', 'account.getPassword', (c) =>
    c.updateTwoFaSettings({ isCheckPassword: false, newPassword: 'y' }),
  ),
  way('sendCode', 'auth.sendCode', (c) => c.sendCode(API, '+15550001')),
  way('signInUser', 'auth.sendCode', (c) => c.signInUser(API, loginAnswers())),
  way('signInUserWithQrCode', 'auth.exportLoginToken', (c) => c.signInUserWithQrCode(API, loginAnswers())),
  way('signInWithPassword', 'account.getPassword', (c) => c.signInWithPassword(API, loginAnswers())),
  way('signInBot', 'auth.importBotAuthorization', (c) => c.signInBot(API, { botAuthToken: '1:x' })),
  way('start', 'auth.sendCode', (c) => c.start(loginAnswers())),
  way('invoke', 'messages.sendMessage', (c) => c.invoke(unwanted() as never)),
  way('invokeWithSender', 'messages.sendMessage', (c) =>
    c.invokeWithSender(unwanted() as never, senderOf(c) as never),
  ),
  {
    name: '_sender.send',
    method: 'messages.sendMessage',
    run: (client) => senderOf(client).send(unwanted()),
  },
  {
    name: 'getSender().send',
    method: 'messages.sendMessage',
    run: async (client) => (await senderTo(client)).send(unwanted()),
  },
  {
    name: 'getSender(own data centre).send',
    method: 'messages.sendMessage',
    run: async (client) => (await senderTo(client, client.session.dcId)).send(unwanted()),
  },
];

function way(name: string, method: string, run: Way['run']): Way {
  return { name: `client.${name}`, method, run };
}

async function upload(client: TelegramClient, size: number): Promise<unknown> {
  const { CustomFile } = library().client.uploads;
  return client.uploadFile({ file: new CustomFile('x.bin', size, '', Buffer.alloc(size)), workers: 1 });
}

type Sending = { send(request: Request): Promise<unknown> };

function senderTo(client: TelegramClient, dc?: number): Promise<Sending> {
  return (client as unknown as { getSender(dc?: number): Promise<Sending> }).getSender(dc);
}
