/* For the services' own tests: calls handlers as a connection would, without one, and checks each answer by the schema. */
import { RpcError } from '../../rpc/handler.js';
import type { CallContext, ClientInfo, Logins, Wrapping } from '../../rpc/handler.js';
import { codecFor } from '../../tl/codec.js';
import { knownLayers, loadSchema } from '../../tl/load.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import type { World } from '../../world/world.js';
import { isObject } from './fields.js';
import { services } from '../index.js';

/** What a made-up client says of itself. */
const CLIENT: ClientInfo = {
  apiId: 1,
  deviceModel: 'Test device',
  systemVersion: '1.0',
  appVersion: '2.0',
  langPack: '',
};

/** The sessions that a world knows, so that one can end another. */
const open = new WeakMap<World, TestSession[]>();

/** One made-up session: its calls, its clock and what was pushed to accounts. */
export class TestSession {
  readonly pushed: { readonly userId: bigint; readonly updates: TlObject }[] = [];
  /** Updates for this session's auth key alone. */
  readonly notices: TlObject[] = [];
  readonly #call: CallContext;
  #waiting: { readonly at: number; readonly run: (call: CallContext) => void }[] = [];
  userId: bigint | undefined;
  time = 1_760_000_000;
  /** When it was logged in. */
  since = this.time - 30 * 86_400;
  revoked = false;
  /** The layer it speaks. */
  layer = 198;
  wrapping: Wrapping = {};
  /** Further layers in which answers and updates must be writable. */
  alsoIn: readonly number[] = [];

  constructor(
    readonly world: World,
    userId?: bigint,
    readonly authKeyId = '00000000000000aa',
    dc = 2,
  ) {
    this.userId = userId;
    const peers = open.get(world) ?? [];
    open.set(world, [...peers, this]);
    const readLayer = (): number => this.layer;
    const readUser = (): bigint | undefined => this.userId;
    const readWrapping = (): Wrapping => this.wrapping;
    this.#call = {
      world,
      get userId() {
        return readUser();
      },
      authKeyId,
      dc,
      get layer() {
        return readLayer();
      },
      client: CLIENT,
      logins: loginsOf(world),
      get wrapping() {
        return readWrapping();
      },
      now: () => this.time,
      bind: (bound) => {
        this.userId = bound;
        this.since = this.time;
      },
      push: (to, updates) => {
        codecFor().encode.object(updates);
        for (const layer of this.alsoIn) codecFor(layer).encode.object(updates);
        this.pushed.push({ userId: to, updates });
      },
      later: (at, run) => void this.#waiting.push({ at, run }),
    };
  }

  /** Calls a method; rejects with its RpcError. */
  async value(method: string, fields: Readonly<Record<string, TlValue>> = {}): Promise<TlValue> {
    const handler = services[method];
    if (handler === undefined) throw new Error(`no handler for ${method}`);
    const answer = await handler({ _: method, ...fields }, this.#call);
    codecFor(layerWith(method, this.layer)).answer(method, answer);
    for (const layer of this.alsoIn) {
      // A method that has moved since is answered under its old name, by the same value.
      if (codecFor(layer).schema.functions.has(method)) codecFor(layer).answer(method, answer);
    }
    return answer;
  }

  /** Calls a method that answers with an object. */
  async call(method: string, fields: Readonly<Record<string, TlValue>> = {}): Promise<TlObject> {
    const answer = await this.value(method, fields);
    if (!isObject(answer)) throw new Error(`${method} did not answer with an object`);
    return answer;
  }

  /** Calls a method that must fail and returns the error as `code TEXT`. */
  async failure(method: string, fields: Readonly<Record<string, TlValue>> = {}): Promise<string> {
    try {
      await this.value(method, fields);
    } catch (error) {
      if (error instanceof RpcError) return `${error.code} ${error.text}`;
      throw error;
    }
    return 'no error';
  }

  /** Lets time pass, with what is to happen in it. */
  pass(seconds = 0): void {
    this.time += seconds;
    for (;;) {
      const due = this.#waiting.filter((task) => task.at <= this.time).toSorted((a, b) => a.at - b.at);
      if (due.length === 0) return;
      this.#waiting = this.#waiting.filter((task) => !due.includes(task));
      for (const task of due) task.run(this.#call);
    }
  }

  /** The InputPeer under which this session's account knows a peer. */
  input(peer: PeerRef): TlObject {
    if (peer.kind === 'chat') return { _: 'inputPeerChat', chat_id: peer.id };
    const access_hash = this.world.accessHash(this.userId ?? 0n, peer);
    return peer.kind === 'user'
      ? { _: 'inputPeerUser', user_id: peer.id, access_hash }
      : { _: 'inputPeerChannel', channel_id: peer.id, access_hash };
  }
}

/** The asked layer, or the newest one that has a method which that layer lacks. */
function layerWith(method: string, layer: number): number {
  const usual = loadSchema(layer);
  if (usual.functions.has(method)) return usual.layer;
  const newer = knownLayers().findLast((one) => loadSchema(one).functions.has(method));
  if (newer === undefined) throw new Error(`no known layer has ${method}`);
  return newer;
}

function loginsOf(world: World): Logins {
  const sessions = (): readonly TestSession[] => open.get(world) ?? [];
  return {
    of: (userId) =>
      sessions()
        .filter((session) => session.userId === userId)
        .map(({ authKeyId, since, time }) => ({ authKeyId, client: CLIENT, since, active: time })),
    isOpen: (authKeyId, userId) =>
      sessions().some((one) => one.authKeyId === authKeyId && one.userId === userId),
    revoke: (authKeyId) => {
      for (const session of sessions().filter((one) => one.authKeyId === authKeyId)) {
        session.userId = undefined;
        session.revoked = true;
      }
    },
    notify: (authKeyId, updates) => {
      codecFor().encode.object(updates);
      for (const session of sessions().filter((one) => one.authKeyId === authKeyId)) {
        session.notices.push(updates);
      }
    },
  };
}
