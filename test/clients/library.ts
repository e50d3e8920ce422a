/*
 * Two client libraries of one lineage and two code bases, in one form: `telegram` (layer 198) and its successor
 * `teleproto` (layer 228). The types are those of `telegram`; what differs between the two is settled here.
 */
import { createRequire } from 'node:module';
import type * as Telegram from 'telegram';
import type * as Uploads from 'telegram/client/uploads.js';
import type * as Connections from 'telegram/network/connection/index.js';
import type * as Events from 'telegram/events/index.js';
import type * as Sessions from 'telegram/sessions/index.js';
import type * as Successor from 'teleproto';

type Client = Telegram.TelegramClient;
/** The names of the packages under test. */
export type LibraryName = 'telegram' | 'teleproto';
type Params = ConstructorParameters<typeof Telegram.TelegramClient>[3];
type ComputeCheck = (
  challenge: Telegram.Api.account.Password,
  password: string,
) => Promise<Telegram.Api.InputCheckPasswordSRP>;

/** Which parts of a file. */
export interface Range {
  readonly dcId: number;
  readonly offset: number;
  /** Bytes of a part, and how many parts. */
  readonly requestSize: number;
  readonly parts: number;
}

/** What the checks use of a library. */
export interface Library {
  readonly name: LibraryName;
  readonly Api: typeof Telegram.Api;
  readonly errors: typeof Telegram.errors;
  readonly helpers: typeof Telegram.helpers;
  readonly CustomFile: typeof Uploads.CustomFile;
  readonly connections: typeof Connections;
  readonly events: typeof Events;
  readonly computeCheck: ComputeCheck;
  /** A client that is silent, retries soon and has not connected. */
  client(session: string, params?: Partial<Params>): Client;
  /** Some parts of a file, from an offset on. */
  range(client: Client, file: Telegram.Api.TypeInputFileLocation, range: Range): AsyncIterable<Buffer>;
  /** Makes a forum topic and returns its id; the call moved between the two layers. */
  makeTopic(client: Client, peer: Telegram.Api.TypeInputPeer, title: string): Promise<number>;
  /** The titles of a forum's topics. */
  topics(client: Client, peer: Telegram.Api.TypeInputPeer): Promise<string[]>;
  /** The session of a client as text. */
  save(client: Client): string;
}

const load = createRequire(import.meta.url);

/** Loads a library; the emulator's preload must have been loaded before. */
export function loadLibrary(name: LibraryName): Library {
  const telegram = load(name) as typeof Telegram & Pick<typeof Successor, 'Api'>;
  const { StringSession } = load(`${name}/sessions/index.js`) as typeof Sessions;
  const { Logger, LogLevel } = load(`${name}/extensions/Logger.js`) as {
    Logger: typeof Telegram.Logger;
    LogLevel: { NONE: ConstructorParameters<typeof Telegram.Logger>[0] };
  };
  return {
    name,
    Api: telegram.Api,
    errors: telegram.errors,
    helpers: telegram.helpers,
    ...(load(`${name}/client/uploads.js`) as Pick<Library, 'CustomFile'>),
    ...(load(`${name}/Password.js`) as Pick<Library, 'computeCheck'>),
    connections: load(`${name}/network/connection/index.js`) as typeof Connections,
    events: load(`${name}/events/index.js`) as typeof Events,
    client: (session, params = {}) => {
      const client = new telegram.TelegramClient(new StringSession(session), 1, 'hash', {
        baseLogger: new Logger(LogLevel.NONE),
        retryDelay: 20,
        ...params,
      });
      client.onError = async () => undefined;
      return client;
    },
    range: (client, file, { parts, ...range }) =>
      name === 'telegram'
        ? client.iterDownload({
            file,
            ...range,
            offset: telegram.helpers.returnBigInt(range.offset),
            limit: parts,
          })
        : (client as unknown as Successor.TelegramClient).iterDownload(file, {
            ...range,
            limit: parts * range.requestSize,
          }),
    makeTopic: async (client, peer, title) => {
      const randomId = telegram.helpers.generateRandomLong();
      const answer = await client.invoke(
        name === 'telegram'
          ? new telegram.Api.channels.CreateForumTopic({ channel: peer, title, randomId })
          : moved(telegram).CreateForumTopic({ peer, title, randomId }),
      );
      const made = (answer as Telegram.Api.Updates).updates.find(
        (update): update is Telegram.Api.UpdateMessageID => update instanceof telegram.Api.UpdateMessageID,
      );
      if (made === undefined) throw new Error('no topic was made');
      return made.id;
    },
    topics: async (client, peer) => {
      const page = { offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 20 };
      const answer = await client.invoke(
        name === 'telegram'
          ? new telegram.Api.channels.GetForumTopics({ channel: peer, ...page })
          : moved(telegram).GetForumTopics({ peer, ...page }),
      );
      return answer.topics.map((topic) => ('title' in topic ? topic.title : ''));
    },
    save: (client) => client.session.save() as unknown as string,
  };
}

/** The calls about topics as they are in newer layers. */
function moved(telegram: typeof Telegram) {
  type Channels = typeof Telegram.Api.channels;
  const messages = telegram.Api.messages as unknown as Record<string, new (fields: object) => unknown>;
  const make =
    <Name extends 'CreateForumTopic' | 'GetForumTopics'>(name: Name) =>
    (fields: object): InstanceType<Channels[Name]> => {
      const Request = messages[name];
      if (Request === undefined) throw new Error(`no messages.${name}`);
      return new Request(fields) as InstanceType<Channels[Name]>;
    };
  return { CreateForumTopic: make('CreateForumTopic'), GetForumTopics: make('GetForumTopics') };
}
