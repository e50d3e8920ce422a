import { describe, expect, it } from 'vitest';
import { telegram, telegramModule } from '../library.js';
import { LOGIN_METHODS } from '../login/login-methods.js';
import { NOT_READING, READ_METHODS } from '../read-methods.js';
import { bytesOf, refusalOf, ticketFor } from '../test-gate.js';
import { Gate } from './gate.js';
import { methodName, tlClasses, tlName } from './method-names.js';
import { WRAPPER_NAMES } from './unwrap.js';

const FUNCTIONS = tlClasses().filter((tl) => tl.classType === 'request');
const NAMES: ReadonlySet<string> = new Set(FUNCTIONS.map(({ className }) => tlName(className)));
const READ_LIST: ReadonlySet<string> = new Set(Object.keys(READ_METHODS));

/** Wrappers that change nothing, whatever is inside. */
const HARMLESS: readonly string[] = [
  'invokeAfterMsg',
  'invokeAfterMsgs',
  'invokeWithLayer',
  'invokeWithoutUpdates',
];

/** The wrapper by which a request is refused that may be sent bare. */
function acting(wrapper: string, method: string): string | undefined {
  const [name = ''] = wrapper.split(' ');
  if (name === 'bare' || HARMLESS.includes(name)) return undefined;
  return name === 'initConnection' && method === 'help.getConfig' ? undefined : name;
}

/** Every way to wrap a query, by the library's own classes. */
function wrappers(): Record<string, (query: Buffer) => Buffer> {
  const { Api: Tl, helpers } = telegram();
  const long = helpers.returnBigInt(5);
  const inner = (bytes: Buffer) => ({ getBytes: () => bytes });
  const proxy = new Tl.InputClientProxy({ address: 'a.b', port: 1 });
  const params = new Tl.JsonObject({
    value: [
      new Tl.JsonObjectValue({
        key: 'list',
        value: new Tl.JsonArray({
          value: [
            new Tl.JsonNull(),
            new Tl.JsonBool({ value: true }),
            new Tl.JsonNumber({ value: 1.5 }),
            new Tl.JsonString({ value: 'x'.repeat(300) }),
          ],
        }),
      }),
    ],
  });
  const init = {
    apiId: 1,
    deviceModel: 'd',
    systemVersion: 'system',
    appVersion: '1',
    systemLangCode: 'en',
    langPack: '',
    langCode: 'en',
  };
  return {
    invokeAfterMsg: (query) => new Tl.InvokeAfterMsg({ msgId: long, query: inner(query) }).getBytes(),
    invokeAfterMsgs: (query) =>
      new Tl.InvokeAfterMsgs({ msgIds: [long, long], query: inner(query) }).getBytes(),
    initConnection: (query) => new Tl.InitConnection({ ...init, query: inner(query) }).getBytes(),
    'initConnection with everything': (query) =>
      new Tl.InitConnection({ ...init, proxy, params, query: inner(query) }).getBytes(),
    invokeWithLayer: (query) => new Tl.InvokeWithLayer({ layer: 198, query: inner(query) }).getBytes(),
    invokeWithoutUpdates: (query) => new Tl.InvokeWithoutUpdates({ query: inner(query) }).getBytes(),
    invokeWithMessagesRange: (query) =>
      new Tl.InvokeWithMessagesRange({
        range: new Tl.MessageRange({ minId: 1, maxId: 2 }),
        query: inner(query),
      }).getBytes(),
    invokeWithTakeout: (query) =>
      new Tl.InvokeWithTakeout({ takeoutId: long, query: inner(query) }).getBytes(),
    invokeWithBusinessConnection: (query) =>
      new Tl.InvokeWithBusinessConnection({ connectionId: 'abc', query: inner(query) }).getBytes(),
    invokeWithGooglePlayIntegrity: (query) =>
      new Tl.InvokeWithGooglePlayIntegrity({ nonce: 'n', token: 'token', query: inner(query) }).getBytes(),
    invokeWithApnsSecret: (query) =>
      new Tl.InvokeWithApnsSecret({ nonce: 'n', secret: 'secret', query: inner(query) }).getBytes(),
  };
}

/** The methods with a parameter of type `!X`, by the library's schema or its fork's. */
function wrappersOfTheSchema(): string[] {
  try {
    const text = telegramModule('tl/apiTl.js') as string;
    return [...text.matchAll(/^(\w+)#[0-9a-f]+ \{X:Type\}/gm)].map(([, name]) => name ?? '');
  } catch {
    const all = telegramModule('tl/generated/api-definitions.js') as readonly {
      readonly name: string;
      readonly isFunction: boolean;
      readonly argsConfig: Readonly<Record<string, { readonly type: string }>>;
    }[];
    const wraps = all.filter(
      ({ isFunction, argsConfig }) =>
        isFunction && Object.values(argsConfig).some(({ type }) => type === 'X'),
    );
    return wraps.map(({ name }) => tlName(name));
  }
}

/** What needs no ticket, but for what has no class in the library. */
const KEEPS_A_CONNECTION = ['help.getConfig', 'ping', 'pingDelayDisconnect'];

describe('the guard, asked about every function of the schema', () => {
  const all = wrappers();
  const ways: readonly [string, (bytes: Buffer) => Buffer][] = [
    ['bare', (bytes) => bytes],
    ...Object.entries(all),
  ];

  it('knows every wrapper that the schema has', () => {
    const found = wrappersOfTheSchema();
    expect(found.length).toBeGreaterThanOrEqual(10);
    for (const name of found) expect(WRAPPER_NAMES).toContain(name);
    const made = new Set(Object.keys(all).map((name) => name.split(' ')[0]));
    expect([...made].filter((name) => !found.includes(name ?? ''))).toEqual([]);
    // In later layers only; none of the library's classes makes it.
    expect(found.filter((name) => !made.has(name) && name !== 'invokeWithReCaptcha')).toEqual([]);
  });

  it('lets none through without a ticket, bare or wrapped, but what keeps a connection', () => {
    const gate = new Gate(READ_LIST);
    const passed = new Set<string>();
    for (const { CONSTRUCTOR_ID: id, className } of FUNCTIONS) {
      const name = tlName(className);
      if (WRAPPER_NAMES.has(name)) continue;
      for (const [wrapper, wrap] of ways) {
        const refusal = refusalOf(() => gate.check(wrap(bytesOf(id)), true));
        const refused = acting(wrapper, name);
        if (KEEPS_A_CONNECTION.includes(name) && refused !== undefined)
          expect(refusal).toEqual({ method: refused, why: 'not listed' });
        else if (refusal === undefined) passed.add(name);
        else
          expect(refusal).toEqual({
            method: name,
            why: READ_LIST.has(name) ? 'no open ticket' : 'not listed',
          });
      }
    }
    expect([...passed].toSorted()).toEqual(KEEPS_A_CONNECTION);
  });

  it.each([
    ['read list', READ_METHODS],
    ['login list', LOGIN_METHODS],
  ])('gives a pass to exactly the %s, bare or wrapped', (_, methods) => {
    const gate = new Gate(new Set(Object.keys(methods)));
    const passed = new Set<string>();
    for (const { CONSTRUCTOR_ID: id, className } of FUNCTIONS) {
      const name = tlName(className);
      if (WRAPPER_NAMES.has(name)) continue;
      for (const [wrapper, wrap] of ways) {
        const bytes = wrap(bytesOf(id));
        const refusal = refusalOf(() => {
          const pass = gate.enter(ticketFor(name), bytes);
          gate.check(bytes, true);
          gate.leave(pass);
        });
        const listed = Object.hasOwn(methods, name);
        if (refusal === undefined) passed.add(name);
        else
          expect(refusal).toEqual({ method: (listed && acting(wrapper, name)) || name, why: 'not listed' });
        // A listed method is refused for its wrapper, and for nothing else.
        if (listed) expect(refusal === undefined, wrapper).toBe(acting(wrapper, name) === undefined);
      }
    }
    expect([...passed].toSorted()).toEqual(
      Object.keys(methods)
        .filter((name) => NAMES.has(name))
        .toSorted(),
    );
  });

  it('lists only methods that the schema has', () => {
    const listed = [...Object.keys(READ_METHODS), ...Object.keys(LOGIN_METHODS)];
    // Topics of forums moved once, so one of these is unknown to every layer.
    const topics = ['channels.getForumTopics', 'messages.getForumTopics'];
    expect(topics.filter((name) => NAMES.has(name))).toHaveLength(1);
    expect(listed.filter((name) => !NAMES.has(name) && !topics.includes(name))).toEqual([]);
    expect(methodName(0xc4f9186b)).toBe('help.getConfig');
  });

  it('takes nothing for reading that acts, and names only what there is', () => {
    expect(Object.keys(NOT_READING).filter((name) => READ_LIST.has(name))).toEqual([]);
    expect(Object.keys(NOT_READING).filter((name) => !NAMES.has(name))).toEqual([]);
    for (const reason of [...Object.values(READ_METHODS), ...Object.values(NOT_READING)])
      expect(reason.length).toBeGreaterThan(8);
    expect([...READ_LIST].filter((name) => /\.(?!get|search|resolve)/.test(name))).toEqual([]);
  });
});
