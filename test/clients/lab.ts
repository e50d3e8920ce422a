import { createRequire } from 'node:module';
import type * as Telegram from 'telegram';
import { startEmulator, type Emulator, type World } from '@tgmcp/emulator';
import { loadLibrary, type Library, type LibraryName } from './library.js';
import { ANN, BOB, CID, clientsWorld } from './world.js';

type Client = Telegram.TelegramClient;
type Params = Parameters<Library['client']>[1];
/** Somebody of the world, as a client may name them. */
export type Person = typeof ANN | typeof BOB | typeof CID;

/** A client library, an emulator and three people who are connected. One for a process, as it has one preload. */
export interface Lab {
  readonly library: Library;
  readonly emulator: Emulator;
  readonly world: World;
  readonly ann: Client;
  readonly bob: Client;
  readonly cid: Client;
  /** Another client, connected with a session string or with none; closed at the end. */
  connect(session?: string, params?: Params): Promise<Client>;
  /** Another client of somebody, on a key of its own. */
  another(person: Person, params?: Params): Promise<Client>;
  /** The input peer by which a person knows somebody, without asking. */
  peer(viewer: Person, other: Person): Telegram.Api.InputPeerUser;
  /** A fresh supergroup of Bob's with Ann in it; returns its username, by which everybody finds it. */
  room(options?: Partial<Parameters<World['addSupergroup']>[0]>): string;
  close(): Promise<void>;
}

/** Starts an emulator, leads this process to it and connects the three. */
export async function openLab(name: LibraryName): Promise<Lab> {
  const emulator = await startEmulator({ world: clientsWorld });
  leadThisProcessTo(emulator);
  const library = loadLibrary(name);
  const clients: Client[] = [];
  let rooms = 0;

  const connect = async (session = '', params: Params = {}): Promise<Client> => {
    const client = library.client(session, params);
    clients.push(client);
    await client.connect();
    return client;
  };
  const another = (person: Person, params: Params = {}): Promise<Client> =>
    connect(emulator.mintSession(person.id), params);

  const [ann, bob, cid] = [await another(ANN), await another(BOB), await another(CID)];
  return {
    library,
    emulator,
    get world() {
      return emulator.world;
    },
    ann,
    bob,
    cid,
    connect,
    another,
    peer: (viewer, other) =>
      new library.Api.InputPeerUser({
        userId: library.helpers.returnBigInt(other.id),
        accessHash: library.helpers.returnBigInt(
          emulator.world.accessHash(viewer.id, { kind: 'user', id: other.id }),
        ),
      }),
    room: (options = {}) => {
      rooms += 1;
      const username = `room${rooms}`;
      emulator.world.addSupergroup({
        title: `Room ${rooms}`,
        username,
        creator: BOB.id,
        members: [ANN.id],
        ...options,
      });
      return username;
    },
    async close() {
      await Promise.all(clients.map((client) => client.destroy()));
      await emulator.stop();
    },
  };
}

/** What NODE_OPTIONS does for a program of its own. */
export function leadThisProcessTo(emulator: Emulator): void {
  const { NODE_OPTIONS = '', ...rest } = emulator.env;
  Object.assign(process.env, rest);
  const preload = /--require[= ]"?([^"]+?)"?$/.exec(NODE_OPTIONS.trim())?.[1];
  if (preload === undefined) throw new Error(`no preload in ${NODE_OPTIONS}`);
  createRequire(import.meta.url)(preload);
}

/** The error a call must end with, as `code TEXT`; waits come as `420 wait N`. */
export async function failure(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { code, errorMessage, seconds } = error as {
      code?: number;
      errorMessage?: string;
      seconds?: number;
    };
    if (errorMessage === undefined) throw error;
    return seconds === undefined ? `${code} ${errorMessage}` : `${code} wait ${seconds}`;
  }
  return 'no error';
}
