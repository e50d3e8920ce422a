/** Puts the parts together: session, owner, connection, account check, pacing, peers. */
import type { Api } from 'telegram';
import type { Clock } from '../clock/clock.js';
import type { Settings } from '../config/settings.js';
import { done, type Outcome, type Refused } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { Pacer } from '../pacing/pacer.js';
import { refuseState } from '../state/refuse-state.js';
import { StateError, type StateStore } from '../state/store.js';
import { accountMismatch, selfOf } from './account.js';
import type { CallOptions } from './caller.js';
import type { Connection } from './connection.js';
import { Gate, type Grant, type Pass } from './guard/gate.js';
import { GuardRefusal } from './guard/refused.js';
import { addWriteDoor, type GrantedCall } from './guard/write-door.js';
import { telegram as library } from './library.js';
import { createPeers } from './peers/create-peers.js';
import { readList } from './read-list.js';
import { classify, sessionEnded } from './rpc-errors.js';
import { endOf, noteEnd } from './session/ended-sessions.js';
import { createScope } from './scope/scope.js';
import { createSessionOwner } from './session/owner.js';
import type { SessionSource } from './session/session-source.js';
import type { SessionFile } from './session/session-content.js';
import { slowedPeer } from './slow-mode.js';
import { Supervisor } from './supervisor.js';
import type { Account, Telegram } from './telegram.js';

/** What an account at Telegram is made from. */
export interface TelegramOptions {
  readonly settings: Settings;
  readonly store: StateStore;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly profile: 'read' | 'actions';
  /** Numeric id of the account that the session belongs to. */
  readonly accountId: string;
  /** The session that is used. */
  readonly source: SessionSource;
  /** Tells the operator about damage that is got over. */
  readonly warn?: (text: string) => void;
}

/** The account of a session file; connects at the first call. */
export function createTelegram(options: TelegramOptions): Telegram {
  const { settings, store, pacer, clock, profile, source } = options;
  const list = readList(profile, settings);
  const program = `tgmcp-${profile}`;
  const deadlineMs = settings.TG_CALL_DEADLINE_SEC * 1000;
  const owner =
    profile === 'actions' || settings.TG_SESSION_LOCK_MODE === 'exclusive'
      ? createSessionOwner({ store, clock, program, takeoverSec: settings.TG_SESSION_IDLE_TAKEOVER_SEC })
      : undefined;
  const supervisor = new Supervisor({
    settings,
    program,
    list,
    clock,
    connectMs: deadlineMs,
    serverTime: (seconds) => {
      serverAheadMs = seconds * 1000 - clock.now();
    },
  });
  // What may be sent at all is decided before anything else, without a connection.
  const gate = new Gate(list);
  let serverAheadMs = 0;
  /** The session whose end was looked up. */
  let known: string | undefined;
  let checking: Promise<Outcome<Account>> | undefined;
  let account: { readonly of: Connection; readonly is: Account } | undefined;

  /** The session in the file, unless some process has learnt that Telegram ended it. */
  async function usable(): Promise<Outcome<SessionFile>> {
    const read = await source.current();
    if (!read.ok || known === read.value.session) return read;
    try {
      const ended = await endOf(store, read.value.session);
      if (ended !== undefined) source.latch(ended);
    } catch (error) {
      return refuseState(error);
    }
    known = read.value.session;
    return source.current();
  }

  /** The session, if it may be used now. */
  async function session(): Promise<Outcome<SessionFile>> {
    if (supervisor.closed) return refuse('CANCELLED');
    const read = await usable();
    if (!read.ok) {
      supervisor.drop();
      return read;
    }
    const held = await owner?.hold(read.value.session);
    if (held !== undefined && !held.ok) {
      supervisor.drop();
      return held;
    }
    return read;
  }

  /** One paced request on the session's connection. `check`: it is the account check itself. */
  async function paced<R extends Api.AnyRequest>(
    file: SessionFile,
    request: R,
    call: CallOptions,
    how: { readonly grant?: Grant | undefined; readonly check?: (connection: Connection) => void },
  ): Promise<Outcome<R['__response']>> {
    const method = gate.admits(request.getBytes(), how.grant);
    const kind = list.has(method) ? 'read' : 'write';
    const slowed = slowedPeer(request);
    const passes: Pass[] = [];
    let reached = false;
    let ending: string | undefined;
    const outcome = await pacer.run<R['__response']>(
      {
        method,
        kind,
        deadlineMs,
        async prepare(signal) {
          await supervisor.connection(file.session, signal);
          reached = true;
        },
        ...(slowed === undefined ? {} : { peer: slowed }),
        ...call,
      },
      async (ticket, signal) => {
        const connection = await supervisor.connection(file.session, signal);
        if (how.check === undefined && !connection.verified) throw new Unverified();
        const answer = await connection.send({ request, ticket, kind, signal, grant: how.grant }, (pass) =>
          passes.push(pass),
        );
        how.check?.(connection);
        return answer;
      },
      (error) => {
        const ended = sessionEnded(error);
        if (ended !== undefined) {
          source.latch(ended);
          supervisor.drop();
          ending = ended;
        }
        if (error instanceof Unverified) return { kind: 'refusal', refusal: UNVERIFIED };
        const failure = classify(error, method);
        // Nothing is repeated for a program that ends.
        return failure.kind === 'transient' && failure.refusal !== undefined && supervisor.closed
          ? { kind: 'refusal', refusal: failure.refusal }
          : failure;
      },
    );
    if (ending !== undefined) await tellOthers(file.session, ending);
    if (outcome.ok || outcome.refusal === UNVERIFIED) return outcome;
    const left = passes.some((pass) => pass.left);
    const told = left || kind === 'write' ? withReach(outcome, left) : outcome;
    return reached || told.refusal.code !== 'DEADLINE'
      ? told
      : refuse('DISCONNECTED', { data: { ...told.refusal.data, reached_wire: false } });
  }

  /** Other processes, and later ones, need not try a session that is over. */
  async function tellOthers(dead: string, reason: string): Promise<void> {
    try {
      await noteEnd(store, dead, reason, clock.now());
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      options.warn?.(`other processes cannot be told that the session has ended: ${error.message}`);
    }
  }

  async function checkAccount(file: SessionFile, call: CallOptions): Promise<Outcome<Account>> {
    const { Api } = library();
    let connection: Connection | undefined;
    const request = new Api.users.GetUsers({ id: [new Api.InputUserSelf()] });
    const answer = await paced(file, request, call, { check: (used) => (connection = used) });
    if (!answer.ok) return answer;
    const is = selfOf(answer.value);
    if (is === undefined || connection === undefined) {
      return refuse('NOT_AUTHORIZED', { data: { reason: 'Telegram did not say whose session this is' } });
    }
    const mismatch = accountMismatch(is, file, settings);
    if (mismatch !== undefined) {
      supervisor.drop();
      return mismatch;
    }
    await peers.remember(answer.value, []);
    connection.verified = true;
    account = { of: connection, is };
    return done(is);
  }

  /** The account behind the present connection, checked once for each. */
  async function verified(file: SessionFile, call: CallOptions = {}): Promise<Outcome<Account>> {
    if (account !== undefined && account.of.ended === undefined && supervisor.serves(file.session)) {
      return done(account.is);
    }
    checking ??= checkAccount(file, call).finally(() => {
      checking = undefined;
    });
    return checking;
  }

  async function run<R extends Api.AnyRequest>(
    request: R,
    call: CallOptions | undefined,
    grant: Grant | undefined,
  ): Promise<Outcome<R['__response']>> {
    try {
      gate.admits(request.getBytes(), grant);
    } catch (error) {
      if (error instanceof GuardRefusal) {
        return refuse('WRITE_BLOCKED', {
          data: { method: error.method, why: error.why, reached_wire: false },
        });
      }
      throw error;
    }
    const { deadlineMs: most = deadlineMs, ...given } = withoutUndefined(call ?? {});
    const ends = clock.monotonic() + most;
    for (;;) {
      const file = await session();
      if (!file.ok) return withReach(file, false);
      const checked = await verified(file.value, { deadlineMs: most });
      if (!checked.ok) return withReach(checked, false);
      const left = Math.max(1, ends - clock.monotonic());
      const outcome = await paced(file.value, request, { ...given, deadlineMs: left }, { grant });
      // The connection was lost in between and the account behind the new one is not checked yet.
      if (outcome.ok || outcome.refusal !== UNVERIFIED) return outcome;
    }
  }

  const scope = createScope({
    settings,
    store,
    clock,
    self: options.accountId,
    peers: () => peers,
    call: (request, call) => run(request, call, undefined),
    warn: options.warn,
  });

  /** The way of every tool, reading or writing: nothing about a chat out of scope leaves or comes in. */
  const scoped: GrantedCall = (request, call, grant) =>
    scope.within(request, call, () => run(request, call, grant));

  const telegram: Telegram = {
    call: (request, call) => scoped(request, call, undefined),
    scope,
    peers: createPeers({
      store,
      clock,
      scope,
      call: (request, call) => scoped(request, call, undefined),
      ...(options.warn === undefined ? {} : { warn: options.warn }),
    }),
    async account() {
      const file = await session();
      return file.ok ? verified(file.value) : file;
    },
    async hold() {
      const file = await session();
      return file.ok ? done(undefined) : file;
    },
    async status() {
      const status = await source.status();
      const seen = status.authorized === 'no' ? undefined : account;
      return {
        ...status,
        connected: supervisor.connected,
        ...(seen === undefined ? {} : { authorized: 'yes', account: seen.is }),
      };
    },
    serverNow: () => clock.now() + serverAheadMs,
    async close() {
      supervisor.close();
      await owner?.release();
    },
  };
  const { peers } = telegram;
  if (profile === 'actions') addWriteDoor(telegram, scoped);
  return telegram;
}

class Unverified extends Error {
  override readonly name = 'Unverified';
}

const UNVERIFIED = refuse('DISCONNECTED', { data: { reached_wire: false } }).refusal;

/** Says in a refusal whether bytes of the request left; only then may a caller think that it was carried out. */
function withReach({ refusal }: Refused, left: boolean): Refused {
  const { reached_wire: _, ...data } = refusal.data ?? {};
  return { ok: false, refusal: { ...refusal, data: left ? data : { ...data, reached_wire: false } } };
}

function withoutUndefined(options: CallOptions): CallOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
