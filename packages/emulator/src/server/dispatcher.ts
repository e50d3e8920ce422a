/*
 * From the bytes of a request to its answer: wrappers off, call logged, fault applied, login checked, handler called,
 * answer encoded. What a handler does wrong is an internal error here and a protocol error in the report.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthKeys } from '../mtproto/auth-keys.js';
import type { Session } from '../mtproto/session.js';
import { RpcError } from '../rpc/handler.js';
import type { CallContext, Handlers } from '../rpc/handler.js';
import { codecFor } from '../tl/codec.js';
import { earlierForm } from '../tl/differences/requests.js';
import { TlError } from '../tl/error.js';
import { fullAllowance } from '../tl/reader.js';
import type { TlObject, TlValue } from '../tl/value.js';
import type { World } from '../world/world.js';
import type { Agenda } from './agenda.js';
import type { CallLog } from './call-log.js';
import type { WorldClock } from './clock.js';
import { checkHome } from './home.js';
import { UNKNOWN_CLIENT } from './logins.js';
import type { KeyLogins } from './logins.js';
import type { Fault, Faults } from './faults.js';
import type { LoadFloods } from './load-floods.js';
import { askedLayer, layerOf } from './layers.js';
import { isPublic } from './public-methods.js';
import { bindTemporaryKey } from './temporary-keys.js';
import { unwrap } from './wrappers.js';
import type { Unwrapped } from './wrappers.js';

/** What the dispatcher works with; `world` is read anew for each call. */
export interface DispatcherParts {
  readonly world: () => World;
  readonly handlers: Handlers;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly floods: LoadFloods;
  readonly clock: WorldClock;
  readonly agenda: Agenda;
  readonly logins: KeyLogins;
  readonly keys: AuthKeys;
  report(problem: string): void;
  unimplemented(method: string): void;
  push(userId: bigint, updates: TlObject, except?: Session): void;
}

/** A request as it was read; `size` is in bytes, unpacked. */
interface Read {
  readonly outer: TlObject;
  readonly layer: number;
  readonly size: number;
}

/** One request on its way. */
interface Errand {
  readonly session: Session;
  readonly messageId: bigint;
  readonly call: Unwrapped;
  readonly n: number;
  /** Read and answered in. */
  readonly layer: number;
}

/** As long as a session remembers answers, the log remembers to which call they belong. */
const REMEMBERED = 400;

/** Answers API requests. */
export class Dispatcher {
  readonly #numbers = new WeakMap<Session, Map<bigint, number>>();

  constructor(private readonly parts: DispatcherParts) {}

  /** Takes a request; the answer goes out over its session. Never rejects. */
  async dispatch(session: Session, messageId: bigint, dc: number, body: Buffer): Promise<void> {
    try {
      await this.#take(session, messageId, dc, body);
    } catch (error) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.parts.report(`request ${messageId} could not be dealt with: ${what}`);
    }
  }

  async #take(session: Session, messageId: bigint, dc: number, body: Buffer): Promise<void> {
    const read = this.#read(session, messageId, body);
    if (read === undefined) return;
    const call = unwrap(read.outer);
    const n = this.parts.calls.begin(
      {
        at: this.parts.clock.now(),
        dc,
        account: session.key.userId?.toString() ?? null,
        method: call.request._,
        wrappers: call.wrappers,
        request: call.request,
      },
      read.size,
    );
    this.#remember(session, messageId, n);
    await this.#perform({ session, messageId, call, n, layer: read.layer }, dc);
  }

  /** Logs that a request came again and was not done again. */
  repeated(session: Session, messageId: bigint): void {
    const n = this.#numbers.get(session)?.get(messageId);
    if (n !== undefined) this.parts.calls.repeat(n, this.parts.clock.now());
  }

  /** A request by the schema of its layer; undefined when it cannot be read, which the client is told. */
  #read(session: Session, messageId: bigint, body: Buffer): Read | undefined {
    let layer: number | undefined;
    try {
      ({ served: layer } = askedLayer(session, body));
      const allowance = fullAllowance();
      const { unpacked } = allowance;
      const outer = codecFor(layer).decode.object(body, allowance);
      return { outer, layer, size: body.length + unpacked - allowance.unpacked };
    } catch (error) {
      if (!(error instanceof TlError)) throw error;
      const how = layer === undefined ? '' : ` in layer ${layer}`;
      this.parts.report(`request ${messageId} cannot be read${how}: ${error.message}`);
      session.fail(
        messageId,
        400,
        layer === undefined ? 'CONNECTION_LAYER_INVALID' : 'INPUT_REQUEST_INVALID',
      );
      return undefined;
    }
  }

  async #perform(errand: Errand, dc: number): Promise<void> {
    const { session, messageId, call, n } = errand;
    const names = [call.request._, earlierForm(call.request)?._].filter((name) => name !== undefined);
    const fault = this.parts.faults.take(names, session.key.userId?.toString() ?? null);
    if (fault?.kind === 'delay') await this.#delay(fault);
    if (fault?.kind === 'hold') await this.parts.faults.cleared();
    if (fault?.kind === 'silence' || fault?.kind === 'close_before') {
      session.forget(messageId);
      this.parts.calls.end(n, fault.kind);
      if (fault.kind === 'close_before') session.link?.close();
      return;
    }
    let answer: Buffer;
    try {
      if (fault?.kind === 'error') throw errorOf(fault);
      answer = await this.#answer(errand, dc);
      if (fault?.kind === 'error_after') throw errorOf(fault);
    } catch (error) {
      this.#fail(errand, error);
      return;
    }
    const lost = fault?.kind === 'lose_answer' || fault?.kind === 'close_after';
    session.answer(messageId, answer, { lose: lost });
    this.parts.calls.end(n, lost ? fault.kind : 'ok');
    if (fault?.kind === 'close_after') session.link?.close();
  }

  async #delay({ delay_ms = 0, delay_sec }: Fault): Promise<void> {
    if (delay_sec === undefined) return sleep(delay_ms, undefined, { ref: false });
    const { agenda, clock } = this.parts;
    return new Promise((resolve) => agenda.add(clock.now() + delay_sec * 1000, resolve));
  }

  async #answer(errand: Errand, dc: number): Promise<Buffer> {
    const { session, messageId, call, layer } = errand;
    const { key } = session;
    const method = call.request._;
    if (key.dead) throw new RpcError(406, 'AUTH_KEY_DUPLICATED');
    if (call.layer !== undefined && call.initialised) {
      key.layer = layer;
      session.layer = layer;
    }
    if (call.client !== undefined) (key.permanent ?? key).client = call.client;
    if (key.login !== undefined) key.login.active = this.parts.clock.now() / 1000;
    if (method === 'auth.bindTempAuthKey') {
      const isBound = bindTemporaryKey(this.parts.keys, session, messageId, call.request);
      return codecFor(layer).answer(method, isBound);
    }
    if (key.expiresAt !== undefined && key.permanent === undefined)
      throw new RpcError(401, 'AUTH_KEY_PERM_EMPTY');
    if (layerOf(session) === undefined) throw new RpcError(400, 'CONNECTION_NOT_INITED');
    await waitFor(session, call.after);
    if (key.userId === undefined && !isPublic(method)) {
      throw new RpcError(401, key.ended ?? 'AUTH_KEY_UNREGISTERED');
    }
    checkHome(this.parts.world(), key, method);
    this.#checkLoad(method, key.userId);
    const value = await this.#handle(call.request, this.#contextOf(errand, dc, layer));
    // Before login too: a client that waits for a login token to be accepted is told so.
    if (!call.withoutUpdates) session.wantsUpdates = true;
    return codecFor(layer).answer(method, value);
  }

  /** Throws 420 FLOOD_WAIT_X for an account that asks too much, where that is switched on. */
  #checkLoad(method: string, userId: bigint | undefined): void {
    const wait = userId === undefined ? 0 : this.parts.floods.take(method, `${userId}`);
    if (wait > 0) throw new RpcError(420, `FLOOD_WAIT_${wait}`);
  }

  /** By the handler of the method, or of the one that it was before it moved. */
  async #handle(request: TlObject, context: CallContext): Promise<TlValue> {
    const { handlers } = this.parts;
    const handler = handlers[request._];
    if (handler !== undefined) return handler(request, context);
    const earlier = earlierForm(request);
    const former = earlier === undefined ? undefined : handlers[earlier._];
    if (earlier !== undefined && former !== undefined) return former(earlier, context);
    this.parts.unimplemented(request._);
    throw new RpcError(400, `METHOD_NOT_IMPLEMENTED_IN_EMULATOR:${request._}`);
  }

  #contextOf({ session, call }: Errand, dc: number, layer: number): CallContext {
    const { key } = session;
    const { clock, logins } = this.parts;
    const { client = UNKNOWN_CLIENT } = key.permanent ?? key;
    return {
      world: this.parts.world(),
      get userId() {
        return key.userId;
      },
      authKeyId: (key.permanent ?? key).id,
      dc,
      layer,
      client,
      logins,
      wrapping: call.wrapping,
      now: () => clock.now() / 1000,
      bind: (userId, origin) => logins.bind(key, userId, clock.now() / 1000, origin),
      push: (userId, updates) => this.parts.push(userId, updates, session),
      later: (at, run) =>
        this.#later(at, run, { dc, layer, authKeyId: (key.permanent ?? key).id, client, logins }),
    };
  }

  /** What happens by itself later belongs to no session: its pushes reach all. */
  #later(
    at: number,
    run: (call: CallContext) => void,
    origin: Pick<CallContext, 'dc' | 'layer' | 'authKeyId' | 'client' | 'logins'>,
  ): void {
    const context: CallContext = {
      ...origin,
      world: this.parts.world(),
      userId: undefined,
      wrapping: {},
      now: () => this.parts.clock.now() / 1000,
      bind: () => undefined,
      push: (userId, updates) => this.parts.push(userId, updates),
      later: (next, then) => this.#later(next, then, origin),
    };
    this.parts.agenda.add(at * 1000, () => run(context));
  }

  #fail({ session, messageId, call, n }: Errand, error: unknown): void {
    let known = error;
    if (!(known instanceof RpcError)) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.parts.report(`the handler of ${call.request._} failed: ${what}`);
      known = new RpcError(500, 'INTERNAL');
    }
    const { code, text } = known as RpcError;
    session.fail(messageId, code, text);
    this.parts.calls.end(n, `${code} ${text}`);
  }

  #remember(session: Session, messageId: bigint, n: number): void {
    const numbers = this.#numbers.get(session) ?? new Map<bigint, number>();
    this.#numbers.set(session, numbers.set(messageId, n));
    const [oldest] = numbers.keys();
    if (numbers.size > REMEMBERED && oldest !== undefined) numbers.delete(oldest);
  }
}

function errorOf(fault: Fault): RpcError {
  return new RpcError(fault.code ?? 500, fault.message ?? 'INTERNAL');
}

/** Waits for the answers to earlier requests of the session, as invokeAfterMsg asks. */
async function waitFor(session: Session, messageIds: readonly bigint[]): Promise<void> {
  for (const id of messageIds) {
    const request = session.answers.get(id);
    await request?.settled;
    if (request?.state === 'failed') throw new RpcError(400, 'MSG_WAIT_FAILED');
  }
}
