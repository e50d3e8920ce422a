import type * as Telegram from 'telegram';
import type { Library } from '../../clients/library.js';
import { messageView } from './message.js';
import type { Place } from './message.js';
import { Names, peerId } from './names.js';
import { listOf, maybe, number, objectOf, plain } from './plain.js';
import type { Plain } from './plain.js';

type Fields = Record<string, unknown>;
type Api = typeof Telegram.Api;

/** Telegram Desktop lowers the ids of what was said before an upgrade by so much. */
const MIGRATED = -1_000_000_000;
const SPECIAL: Readonly<Record<string, string>> = {
  user1271266957: 'replies',
  user489000: 'verification_codes',
};

/** Reads a whole account through a client, and writes it down as Telegram Desktop would. */
export class AccountView {
  readonly #names = new Names();
  readonly #api: Api;

  constructor(
    private readonly client: Telegram.TelegramClient,
    library: Library,
    private readonly self: string,
  ) {
    this.#api = library.Api;
  }

  /** The lists of the account that a client can read. */
  async account(): Promise<Fields> {
    const { users } = this.#api;
    const full = await this.#ask(new users.GetFullUser({ id: new this.#api.InputUserSelf() }));
    const [me] = listOf(full['users']);
    const photos = await this.#ask(
      new this.#api.photos.GetUserPhotos({
        userId: new this.#api.InputUserSelf(),
        offset: 0,
        maxId: 0 as never,
        limit: 100,
      }),
    );
    return {
      personal_information: {
        user_id: number(me?.['id']),
        first_name: me?.['firstName'],
        last_name: me?.['lastName'],
        username: `@${String(me?.['username'])}`,
        bio: objectOf(full['fullUser'])['about'],
      },
      profile_pictures: listOf(photos['photos']).map((photo) => moment(photo['date'])),
      contacts: await this.#contacts(),
    };
  }

  /** The chats with their messages, by the id that an export writes. */
  async chats(): Promise<Map<string, Fields>> {
    const dialogs = await this.#ask(
      new this.#api.messages.GetDialogs({
        offsetPeer: new this.#api.InputPeerEmpty(),
        offsetDate: 0,
        offsetId: 0,
        limit: 100,
        hash: 0 as never,
      }),
    );
    const [users, chats] = [listOf(dialogs['users']), listOf(dialogs['chats'])];
    const found = new Map<string, Fields>();
    for (const dialog of listOf(dialogs['dialogs'])) {
      const id = peerId(objectOf(dialog['peer']));
      const record = [...users, ...chats].find((one) => idOf(one) === id);
      // What a group was before its upgrade is exported as the beginning of the supergroup.
      if (record === undefined || record['migratedTo'] !== undefined) continue;
      found.set(id, await this.#chat(id, record));
    }
    return found;
  }

  async #chat(id: string, record: Plain): Promise<Fields> {
    const messages = await this.#messages(id, inputOf(this.#api, record), 0);
    const upgrade = messages.raw
      .map((one) => maybe(one['action']))
      .find((one) => one?.['chatId'] !== undefined);
    if (upgrade !== undefined && record._ === 'Channel') {
      const old = `chat${number(upgrade['chatId'])}`;
      const input = new this.#api.InputPeerChat({ chatId: big(upgrade['chatId']) });
      messages.views.unshift(...(await this.#messages(old, input, MIGRATED)).views);
    }
    const type = this.#typeOf(id, record);
    const hasName = !['saved_messages', 'replies', 'verification_codes'].includes(type);
    return {
      ...(hasName && { name: this.#names.name(id) }),
      type,
      id: number(record['id']),
      messages: messages.views,
    };
  }

  async #messages(
    chat: string,
    peer: Telegram.Api.TypeInputPeer,
    shift: number,
  ): Promise<{ raw: Plain[]; views: Fields[] }> {
    const page = await this.#ask(
      new this.#api.messages.GetHistory({
        peer,
        offsetId: 0,
        offsetDate: 0,
        addOffset: 0,
        limit: 100,
        maxId: 0,
        minId: 0,
        hash: 0 as never,
      }),
    );
    const raw = listOf(page['messages']).toReversed();
    const place: Place = {
      names: this.#names,
      self: this.self,
      chat,
      shift,
      reactors: async (message) => {
        const id = number(message['id']);
        const request = new this.#api.messages.GetMessageReactionsList({ peer, id, limit: 100 });
        return listOf((await this.#ask(request))['reactions']);
      },
    };
    const views: Fields[] = [];
    for (const message of raw) views.push(await messageView(message, place));
    return { raw, views };
  }

  async #contacts(): Promise<Fields[]> {
    const contacts = await this.#ask(new this.#api.contacts.GetContacts({ hash: 0 as never }));
    // The saved phone book is given out in a takeout session only.
    const takeout = await this.#ask(new this.#api.account.InitTakeoutSession({ contacts: true }));
    const query = new this.#api.contacts.GetSaved();
    const request = new this.#api.InvokeWithTakeout({ takeoutId: big(takeout['id']), query });
    const saved = plain(await this.client.invoke(request)) as Plain[];
    const users = listOf(contacts['users']);
    return saved.map((one) => {
      const user = users.find((other) => other['phone'] === one['phone']);
      return {
        ...(user !== undefined && { user_id: number(user['id']) }),
        first_name: one['firstName'],
        last_name: one['lastName'],
        phone_number: one['phone'],
        ...moment(one['date']),
      };
    });
  }

  #typeOf(id: string, record: Plain): string {
    if (id === this.self) return 'saved_messages';
    if (record._ === 'User') return SPECIAL[id] ?? (record['bot'] === true ? 'bot_chat' : 'personal_chat');
    if (record._ === 'Chat') return 'private_group';
    return record['megagroup'] === true ? 'private_supergroup' : 'private_channel';
  }

  async #ask(request: Parameters<Telegram.TelegramClient['invoke']>[0]): Promise<Plain> {
    const answer = plain(await this.client.invoke(request)) as Plain;
    this.#names.learn(listOf(answer['users']), listOf(answer['chats']));
    return answer;
  }
}

const big = (value: unknown) => BigInt(String(value)) as never;

function moment(seconds: unknown): Fields {
  const date = new Date(number(seconds) * 1000).toISOString().slice(0, 19);
  return { date, date_unixtime: String(number(seconds)) };
}

function idOf(record: Plain): string {
  const kind = record._ === 'User' ? 'user' : record._ === 'Chat' ? 'chat' : 'channel';
  return `${kind}${number(record['id'])}`;
}

function inputOf(api: Api, record: Plain): Telegram.Api.TypeInputPeer {
  const accessHash = big(record['accessHash'] ?? 0n);
  if (record._ === 'User') return new api.InputPeerUser({ userId: big(record['id']), accessHash });
  if (record._ === 'Chat') return new api.InputPeerChat({ chatId: big(record['id']) });
  return new api.InputPeerChannel({ channelId: big(record['id']), accessHash });
}
