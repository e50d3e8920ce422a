import { beforeEach, describe, expect, it } from 'vitest';
import { telegram, telegramModule } from '../library.js';
import { READ_METHODS } from '../read-methods.js';
import { checkConditions, FLAG_RULES, HARMLESS_WRAPPERS } from './conditions.js';
import { Gate } from './gate.js';
import { methodName } from './method-names.js';
import { WRAPPER_NAMES } from './unwrap.js';

const READ_LIST: ReadonlySet<string> = new Set(Object.keys(READ_METHODS));
const RESOLVE = 'contacts.resolveUsername';

let gate: Gate;

beforeEach(() => {
  gate = new Gate(READ_LIST);
});

function resolve(referer?: string): Buffer {
  const { Api: Tl } = telegram();
  const request = { username: 'somebody', ...(referer === undefined ? {} : { referer }) };
  return new Tl.contacts.ResolveUsername(request).getBytes();
}

function state(): Buffer {
  return new (telegram().Api.updates.GetState)().getBytes();
}

/** What bytes become that are announced and then about to leave. */
function sent(bytes: Buffer, method: string): void {
  gate.enter({ id: 1, method, open: true }, bytes);
  gate.check(bytes, true);
}

function around(name: string, query: Buffer): Buffer {
  const { Api: Tl, helpers } = telegram();
  const inner = { getBytes: () => query };
  if (name === 'invokeWithTakeout')
    return new Tl.InvokeWithTakeout({ takeoutId: helpers.returnBigInt(5), query: inner }).getBytes();
  if (name === 'invokeWithBusinessConnection')
    return new Tl.InvokeWithBusinessConnection({ connectionId: 'abc', query: inner }).getBytes();
  const init = {
    apiId: 1,
    deviceModel: 'another device',
    systemVersion: '',
    appVersion: '1',
    systemLangCode: 'en',
    langPack: '',
    langCode: 'en',
  };
  return new Tl.InitConnection({ ...init, query: inner }).getBytes();
}

describe('a username', () => {
  it('may be asked for, but not with a referrer, who would earn from it', () => {
    expect(() => sent(resolve(), RESOLVE)).not.toThrow();
    const refused = { name: 'GuardRefusal', method: RESOLVE, why: 'not with this argument' };
    for (const referer of ['', '_tgr_abc']) {
      expect(() => gate.admits(resolve(referer))).toThrow(expect.objectContaining(refused));
      expect(() => sent(resolve(referer), RESOLVE)).toThrow(expect.objectContaining(refused));
    }
  });

  it('may not be asked for with a flag that nobody knows, nor with bytes that end before the flags', () => {
    const unknown = resolve();
    unknown.writeUInt32LE(0x8000_0000, 4);
    expect(() => gate.admits(unknown)).toThrow('not with this argument');
    expect(() => gate.admits(resolve().subarray(0, 6))).toThrow('not with this argument');
  });
});

describe('a rule for arguments', () => {
  it('takes the least that has flags, and nothing of another layout, whatever its name', () => {
    const bytes = resolve().subarray(0, 8);
    const check = (id: number): void => checkConditions({ id, bytes, wrappers: [] }, RESOLVE, () => true);
    expect(() => check(0x725afbbc)).not.toThrow();
    expect(() => check(0xf93ccba3)).toThrow(
      'contacts.resolveUsername may not be sent: not with this argument',
    );
  });

  it.each(Object.entries(FLAG_RULES))('of %s is about the method of the installed schema', (name, rule) => {
    expect(methodName(rule.id)).toBe(name);
    expect(rule.why.length).toBeGreaterThan(20);
    expect(firstFieldOf(name)).toBe('flags');
  });

  function firstFieldOf(name: string): string | undefined {
    try {
      const text = telegramModule('tl/apiTl.js') as string;
      return new RegExp(`^${name.replace('.', '\\.')}#[0-9a-f]+ (\\w+):#`, 'm').exec(text)?.[1];
    } catch {
      const all = telegramModule('tl/generated/api-definitions.js') as readonly {
        readonly namespace?: string;
        readonly name: string;
        readonly argsConfig: Readonly<Record<string, { readonly type: string }>>;
      }[];
      const [space, method = ''] = name.split('.');
      const found = all.find(
        (one) => one.namespace === space && one.name.toLowerCase() === method.toLowerCase(),
      );
      return found === undefined ? undefined : Object.keys(found.argsConfig)[0];
    }
  }
});

describe('a wrapper', () => {
  const ACTING = ['invokeWithTakeout', 'invokeWithBusinessConnection', 'initConnection'];

  it('that is harmless is one that is looked into', () => {
    expect(Object.keys(HARMLESS_WRAPPERS).filter((name) => !WRAPPER_NAMES.has(name))).toEqual([]);
    for (const reason of Object.values(HARMLESS_WRAPPERS)) expect(reason.length).toBeGreaterThan(20);
  });

  it.each(ACTING)('like %s may not stand around a listed read, announced or put on later', (name) => {
    const refused = { name: 'GuardRefusal', method: name, why: 'not listed' };
    const wrapped = around(name, state());
    expect(() => gate.admits(wrapped)).toThrow(expect.objectContaining(refused));
    expect(() => sent(wrapped, 'updates.getState')).toThrow(expect.objectContaining(refused));
    gate.enter({ id: 1, method: 'updates.getState', open: true }, state());
    expect(() => gate.check(wrapped, true)).toThrow(expect.objectContaining(refused));
    expect(() => gate.check(state(), true)).not.toThrow();
  });

  it('that is listed by itself may', () => {
    gate = new Gate(new Set([...READ_LIST, 'invokeWithTakeout', 'initConnection']));
    expect(() => sent(around('invokeWithTakeout', state()), 'updates.getState')).not.toThrow();
    // A connection is announced as it begins and never again, listed or not.
    expect(() => sent(around('initConnection', state()), 'updates.getState')).toThrow('initConnection');
  });

  it('announces a connection around its first question only', () => {
    const config = new (telegram().Api.help.GetConfig)().getBytes();
    expect(() => gate.check(around('initConnection', config), true)).not.toThrow();
    const imported = Buffer.alloc(8);
    imported.writeUInt32LE(0xa57a7dad, 0);
    gate = new Gate(new Set(['auth.importAuthorization']));
    expect(() => sent(around('initConnection', imported), 'auth.importAuthorization')).not.toThrow();
    expect(() => gate.check(around('invokeWithBusinessConnection', config), true)).toThrow(
      'invokeWithBusinessConnection may not be sent: not listed',
    );
  });
});
