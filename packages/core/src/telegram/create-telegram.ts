/** Puts the parts together: session, owner, connection, account check, pacing, peers. */
import type { Api } from 'telegram';
import type { Clock } from '../clock/clock.js';
import type { Settings } from '../config/settings.js';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { Pacer } from '../pacing/pacer.js';
import type { StateStore } from '../state/store.js';
import { accountMismatch, selfOf } from './account.js';
import type { CallOptions } from './caller.js';
import type { Connection } from './connection.js';
import { Gate, type Grant, type Pass } from './guard/gate.js';
import { GuardRefusal } from './guard/refused.js';
import { addWriteDoor, type GrantedCall } from './guard/write-door.js';
import { telegram as library } from './library.js';
import { CARRY, OtherCentres, type How, type OtherCentre } from './other-centres.js';
import { createPeers } from './peers/create-peers.js';
import { toldOf, UNVERIFIED, Unverified, withReach } from './reach.js';
import { readList } from './read-list.js';
import { classify, sessionEnded } from './rpc-errors.js';
import { createScope } from './scope/scope.js';
import { createSessionOwner } from './session/owner.js';
import type { SessionSource } from './session/session-source.js';
import type { SessionFile } from './session/session-content.js';
import { slowedPeer } from './slow-mode.js';
import { Supervisor } from './supervisor.js';
import type { Account, Telegram } from './telegram.js';
import { UsableSession } from './usable-session.js';

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
  const usable = new UsableSession(source, store, clock, options.warn);
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
  const centres = new OtherCentres({
    settings,
    program,
    list,
    clock,
    connectMs: deadlineMs,
    serverTime: () => undefined,
  });
  // What may be sent at all is decided before anything else, without a connection.
  const gate = new Gate(list);
  let serverAheadMs = 0;
  let checking: Promise<Outcome<Account>> | undefined;
  let account: { readonly of: Connection; readonly is: Account } | undefined;

  /** The session, if it may be used now. */
  async function session(): Promise<Outcome<SessionFile>> {
    if (supervisor.closed) return refuse('CANCELLED');
    const read = await usable.read();
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

  /** One paced request on the session's connection, or one to another data centre. */
  async function paced<R extends Api.AnyRequest>(
    file: SessionFile,
    request: R,
    call: CallOptions,
    how: How,
  ): Promise<Outcome<R['__response']>> {
    const method = gate.admits(request.getBytes(), how.grant);
    const kind = list.has(method) || how.grant === CARRY ? 'read' : 'write';
    const connect = (signal: AbortSignal): Promise<Connection> =>
      (how.at?.supervisor ?? supervisor).connection(how.at === undefined ? file.session : '', signal);
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
          await connect(signal);
          reached = true;
        },
        ...(slowed === undefined ? {} : { peer: slowed }),
        ...call,
      },
      async (ticket, signal) => {
        const connection = await connect(signal);
        if (how.check === undefined && !connection.verified) throw new Unverified();
        const answer = await connection.send({ request, ticket, kind, signal, grant: how.grant }, (pass) =>
          passes.push(pass),
        );
        how.check?.(connection);
        return answer;
      },
      (error) => {
        const ended = sessionEnded(error);
        if (ended !== undefined && how.at !== undefined) {
          // Only the login there is gone; it is carried over anew.
          how.at.supervisor.drop();
          return { kind: 'refusal', refusal: UNVERIFIED };
        }
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
    if (ending !== undefined) await usable.tellOthers(file.session, ending);
    if (outcome.ok || outcome.refusal === UNVERIFIED) return outcome;
    const left = passes.some((pass) => pass.left);
    const told = toldOf(outcome, kind, left);
    return reached || told.refusal.code !== 'DEADLINE'
      ? told
      : refuse('DISCONNECTED', { data: { ...told.refusal.data, reached_wire: false } });
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

  /** Whether a request goes to another data centre than that of the session, and to which. */
  function elsewhere(file: SessionFile, dc: number | undefined): OtherCentre | undefined {
    if (dc === undefined || dc === account?.of.dc) return undefined;
    return centres.at(dc, file.session, async () =>
      supervisor.connection(file.session, AbortSignal.timeout(deadlineMs)),
    );
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
    const { deadlineMs: most = deadlineMs, dc, ...given } = withoutUndefined(call ?? {});
    const ends = clock.monotonic() + most;
    for (let round = 1; ; round += 1) {
      const file = await session();
      if (!file.ok) return withReach(file, false);
      const checked = await verified(file.value, { deadlineMs: most });
      if (!checked.ok) return withReach(checked, false);
      const left = Math.max(1, ends - clock.monotonic());
      const at = elsewhere(file.value, dc);
      const outcome = await paced(file.value, request, { ...given, deadlineMs: left }, { grant, at });
      // The connection is new, or was lost in between, and the account behind it is not checked yet.
      if (outcome.ok || outcome.refusal !== UNVERIFIED || round === MOST_ROUNDS) return outcome;
      if (at === undefined) continue;
      const options = { ...given, deadlineMs: left };
      const carried = await centres.carried(at, (request, how) => paced(file.value, request, options, how));
      if (!carried.ok && carried.refusal !== UNVERIFIED) return carried;
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
      centres.drop();
      supervisor.close();
      await owner?.release();
    },
  };
  const { peers } = telegram;
  if (profile === 'actions') addWriteDoor(telegram, scoped);
  return telegram;
}

/** A connection that is lost again and again before its account is checked is given up. */
const MOST_ROUNDS = 10;

function withoutUndefined(options: CallOptions): CallOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
