import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { telegram, telegramModule } from '../library.js';
import { LOGIN_METHODS } from '../login/login-methods.js';
import { NOT_READING, READ_METHODS } from '../read-methods.js';
import { Gate, nameOf } from './gate.js';
import { methodName, tlClasses, tlName } from './method-names.js';
import { GuardRefusal } from './refused.js';
import { TRANSPORT } from './transport-methods.js';
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

/** A request of a method, with something for its arguments, but none of the optional ones. */
function bytesOf(id: number, length = 40): Buffer {
  const bytes = Buffer.alloc(8 + length);
  bytes.writeUInt32LE(id >>> 0, 0);
  randomBytes(length).copy(bytes, 8);
  return bytes;
}

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

function refusalOf(run: () => unknown): { method: string; why: string } | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof GuardRefusal) return { method: error.method, why: error.why };
    throw error;
  }
}

const ticketFor = (method: string, open = true) => ({ id: 1, method, open });

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
          gate.enter(ticketFor(name), bytes);
          gate.check(bytes, true);
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
    expect(TRANSPORT.size).toBe(6);
  });

  it('takes nothing for reading that acts, and names only what there is', () => {
    expect(Object.keys(NOT_READING).filter((name) => READ_LIST.has(name))).toEqual([]);
    expect(Object.keys(NOT_READING).filter((name) => !NAMES.has(name))).toEqual([]);
    for (const reason of [...Object.values(READ_METHODS), ...Object.values(NOT_READING)])
      expect(reason.length).toBeGreaterThan(8);
    expect([...READ_LIST].filter((name) => /\.(?!get|search|resolve)/.test(name))).toEqual([]);
  });

  it('says in hex what is no method, and what a refusal is about', () => {
    expect(methodName(0x2)).toBe('0x00000002');
    expect(
      methodName(tlClasses().find((tl) => tl.className === 'InputPeerSelf')?.CONSTRUCTOR_ID ?? 0),
    ).toMatch(/^0x/);
    expect(nameOf(Buffer.alloc(2))).toBe('bytes that are no request');
  });
});

describe('a pass', () => {
  const READ = 0x4423e6c5;
  const read = (): Buffer => bytesOf(READ);
  const container = (...messages: readonly Buffer[]): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(0x73f1f8dc, 0);
    head.writeInt32LE(messages.length, 4);
    const parts = messages.map((message) => {
      const header = Buffer.alloc(16);
      header.writeInt32LE(message.length, 12);
      return Buffer.concat([header, message]);
    });
    return Buffer.concat([head, ...parts]);
  };

  it('is for exactly its bytes', () => {
    const gate = new Gate(READ_LIST);
    const bytes = read();
    const pass = gate.enter(ticketFor('messages.getHistory'), bytes);
    expect(pass.left).toBe(false);
    expect(refusalOf(() => gate.check(read(), true))).toMatchObject({ why: 'no open ticket' });
    gate.check(bytes);
    expect(pass.left).toBe(false);
    gate.check(bytes, true);
    expect(pass.left).toBe(true);
    // The library sends again what got no answer: allowed as long as the ticket is open.
    gate.check(bytes, true);
    gate.leave(pass);
    expect(refusalOf(() => gate.check(bytes, true))).toMatchObject({ why: 'no open ticket' });
  });

  it('ends with its ticket', () => {
    const gate = new Gate(READ_LIST);
    const ticket = ticketFor('messages.getHistory');
    const bytes = read();
    gate.enter(ticket, bytes);
    gate.check(bytes, true);
    ticket.open = false;
    expect(refusalOf(() => gate.check(bytes, true))).toMatchObject({ why: 'no open ticket' });
  });

  it('is not given for a ticket of another method', () => {
    const gate = new Gate(READ_LIST);
    expect(refusalOf(() => gate.enter(ticketFor('users.getUsers'), read()))).toMatchObject({
      why: 'no open ticket',
    });
  });

  it('under a grant ends with the grant', () => {
    const gate = new Gate(READ_LIST);
    const grant = { methods: new Set(['messages.sendMessage']), open: true };
    const send = FUNCTIONS.find(({ className }) => className === 'messages.SendMessage');
    const bytes = bytesOf(send?.CONSTRUCTOR_ID ?? 0);
    const ticket = ticketFor('messages.sendMessage');
    expect(refusalOf(() => gate.enter(ticket, bytes))).toMatchObject({ why: 'not listed' });
    gate.enter(ticket, bytes, grant);
    gate.check(bytes, true);
    grant.open = false;
    expect(refusalOf(() => gate.check(bytes, true))).toEqual({
      method: 'messages.sendMessage',
      why: 'no open ticket',
    });
  });

  it('covers one message of a container and not its neighbours', () => {
    const gate = new Gate(READ_LIST);
    const mine = read();
    gate.enter(ticketFor('messages.getHistory'), mine);
    gate.check(container(mine, bytesOf(0x62d6b459)), true);
    expect(refusalOf(() => gate.check(container(mine, read()), true))).toMatchObject({
      why: 'no open ticket',
    });
    expect(refusalOf(() => gate.check(container(mine, container(mine)), true))).toMatchObject({
      why: 'not listed',
    });
  });

  it('is worth nothing once the gate is shut', () => {
    const gate = new Gate(READ_LIST);
    const bytes = read();
    gate.enter(ticketFor('messages.getHistory'), bytes);
    gate.shut();
    expect(refusalOf(() => gate.check(bytes, true))).toEqual({ method: 'messages.getHistory', why: 'shut' });
    expect(refusalOf(() => gate.check(bytesOf(0x7abe77ec), true))).toMatchObject({ why: 'shut' });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['half an id', Buffer.from([1, 2])],
    ['compressed bytes', Buffer.from('a1cf7230' + '00'.repeat(8), 'hex')],
    ['a wrapper that ends too early', Buffer.from('0d0d9bda', 'hex')],
    ['a container that promises more than it has', Buffer.from('dcf8f17305000000', 'hex')],
    ['a string that begins with 255', Buffer.from('8e9f28ddff080000' + '00'.repeat(8) + '6b18f9c4', 'hex')],
    ['a field nobody knows', Buffer.from('a95ecdc104000000' + '00'.repeat(28) + '6b18f9c4', 'hex')],
    ['a vector longer than its bytes', Buffer.from('f0b4c43d15c4b51cffffff7f', 'hex')],
  ])('is not given for %s', (_, bytes) => {
    const gate = new Gate(READ_LIST);
    expect(refusalOf(() => gate.check(bytes, true))).toBeDefined();
    expect(refusalOf(() => gate.enter(ticketFor('messages.getHistory'), bytes))).toBeDefined();
  });
});
