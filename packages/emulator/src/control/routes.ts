import type { Json } from '../server/call-log.js';
import type { Emulator } from '../server/emulator.js';
import type { Fault } from '../server/faults.js';
import type { KeyState } from '../server/key-ends.js';
import { USUAL_RATES } from '../server/load-floods.js';
import type { LoadFloods } from '../server/load-floods.js';
import type { World } from '../world/world.js';
import {
  accept,
  callsQuery,
  clockBody,
  connectionsBody,
  ControlError,
  faultsBody,
  filesBody,
  floodsBody,
  nothing,
  resetBody,
  sessionsBody,
  stateQuery,
} from './requests.js';
import { chatState, worldState } from './state.js';

/** A request as far as routes look at it; `body` is parsed JSON, undefined when there was none. */
export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

type Route = (request: ControlRequest, emulator: Emulator) => Json;

/** Every request the control address knows, as `METHOD /path`. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET /calls': ({ query }, { calls }) => {
    const { since } = accept('the query', callsQuery, query);
    return {
      next: calls.next,
      calls: calls.since(since).map((call) => ({ ...call, wrappers: [...call.wrappers] })),
    };
  },
  'GET /state': ({ query }, emulator) => {
    const { chat, last } = accept('the query', stateQuery, query);
    return chat === undefined ? worldState(emulator) : chatState(emulator, chat, last);
  },
  'POST /faults': ({ body }, { faults, world }) => {
    const wanted = accept('the body', faultsBody, body);
    for (const { account } of wanted) checkAccount(world, account);
    for (const fault of wanted) faults.add(given(fault));
    return pending(faults.pending);
  },
  'DELETE /faults': ({ body }, { faults }) => {
    accept('the body', nothing, body ?? {});
    faults.clear();
    return pending(faults.pending);
  },
  'GET /sessions': (_request, emulator) => ({ sessions: emulator.sessions().map(sessionRow) }),
  'POST /sessions': ({ body }, emulator) => {
    const { end, account, auth_key_id: authKeyId } = accept('the body', sessionsBody, body);
    checkAccount(emulator.world, account);
    const which = {
      ...(account !== undefined && { userId: BigInt(account) }),
      ...(authKeyId !== undefined && { authKeyId }),
    };
    return { ended: emulator.endSessions(end, which) };
  },
  'POST /connections': ({ body }, emulator) => {
    const asked = accept('the body', connectionsBody, body);
    if ('account' in asked) checkAccount(emulator.world, asked.account);
    if ('refuse' in asked) emulator.refuseConnections(asked.refuse, asked.times);
    else emulator.disconnect(asked.account === undefined ? undefined : BigInt(asked.account));
    return 'refuse' in asked ? { refusing: asked.times } : { dropped: true };
  },
  'POST /floods': ({ body }, { floods }) => {
    const wanted = accept('the body', floodsBody, body);
    const own = 'rates' in wanted ? wanted.rates : undefined;
    floods.set(own?.map(({ per_second, ...rate }) => ({ ...rate, perSecond: per_second })) ?? USUAL_RATES);
    return ratesOf(floods);
  },
  'DELETE /floods': ({ body }, { floods }) => {
    accept('the body', nothing, body ?? {});
    floods.set([]);
    return ratesOf(floods);
  },
  'POST /files': ({ body }, { world }) => {
    const { id } = accept('the body', filesBody, body);
    const wanted = id === undefined ? undefined : BigInt(id);
    if (wanted !== undefined && !world.files.has(wanted)) {
      throw new ControlError(404, `there is no file ${id}; a message shows the id of its photo or document`);
    }
    world.expireFileReferences(wanted);
    return { expired: wanted === undefined ? world.files.size : 1 };
  },
  'POST /clock': ({ body }, { clock }) => {
    clock.advance(accept('the body', clockBody, body).advance_ms);
    return { now: clock.now(), advanced_ms: clock.shift };
  },
  'POST /reset': ({ body }, emulator) => {
    emulator.reset({ keepAuth: accept('the body', resetBody, body ?? {}).keep_auth });
    return { reset: true };
  },
};

/** Answers a request, or throws a {@link ControlError}. */
export function answerControl(request: ControlRequest, emulator: Emulator): Json {
  const route = ROUTES[`${request.method} ${request.path}`];
  if (route !== undefined) {
    const takesQuery = request.method === 'GET';
    if (!takesQuery) accept('the query', nothing, request.query);
    return route(request, emulator);
  }
  const known = Object.keys(ROUTES);
  const others = known.filter((name) => name.endsWith(` ${request.path}`));
  if (others.length > 0) {
    throw new ControlError(
      405,
      `${request.method} ${request.path} is not possible; there is ${others.join(', ')}`,
    );
  }
  throw new ControlError(404, `there is no ${request.path}; there is ${known.join(', ')}`);
}

/** Throws a {@link ControlError} for an account that is none. */
function checkAccount(world: World, account: string | undefined): void {
  if (account === undefined || world.accounts.has(BigInt(account))) return;
  throw new ControlError(404, `there is no account ${account}; GET /state lists those there are`);
}

function sessionRow({ authKeyId, dc, userId, layer, connections, ended }: KeyState): Json {
  const account = userId?.toString() ?? null;
  return {
    auth_key_id: authKeyId,
    dc,
    account,
    layer: layer ?? null,
    connections,
    ended: ended ?? null,
  };
}

function ratesOf(floods: LoadFloods): Json {
  return {
    rates: floods.rates.map(({ method, perSecond, burst }) => ({ method, per_second: perSecond, burst })),
  };
}

function pending(faults: readonly Fault[]): Json {
  return { pending: faults.map((fault) => ({ ...fault })) };
}

/** Without the fields that were left out: an absent one and an undefined one are not the same to the compiler. */
function given(fault: { [Key in keyof Fault]: Fault[Key] | undefined }): Fault {
  return Object.fromEntries(
    Object.entries(fault).filter(([, value]) => value !== undefined),
  ) as unknown as Fault;
}
