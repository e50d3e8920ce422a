import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api, TelegramClient } from 'telegram';
import { openBench, type Bench } from '../telegram/bench.js';
import { chats, CLIENT_WAYS, NOT_WRITING, type Way } from './client-surface.js';
import { library } from './library.js';
import { CONNECTION_LIST } from './lists.js';
import { classes, LOOKING_UP, OBJECT_WAYS, WRITING_MEMBERS } from './object-surface.js';
import { openProduct, type Product } from './product.js';

/* The library's own ways to write, called on the client that the servers keep to themselves. */

let bench: Bench;
let products: Record<'read' | 'actions', Product>;

beforeAll(async () => {
  bench = await openBench();
  products = { read: await openProduct(bench, 'read'), actions: await openProduct(bench, 'actions') };
});

afterAll(async () => {
  expect(bench.emulator.protocolErrors).toEqual([]);
  await bench.close();
});

const cases = (['read', 'actions'] as const).flatMap((program) =>
  [...CLIENT_WAYS, ...OBJECT_WAYS].map((way) => [program, way.name, way.method, way] as const),
);

describe('a client of the product outside an approved action', () => {
  it.each(cases)('of tgmcp-%s cannot write with %s (%s)', async (program, _name, method, way: Way) => {
    const client = await products[program].client();
    answerFromMemory(client);
    const ready = bench.emulator.calls.next;
    await expect(way.run(client)).rejects.toMatchObject({
      name: 'GuardRefusal',
      method,
      why: 'not listed',
      message: `${method} may not be sent: not listed`,
    });
    const arrived = bench.emulator.calls.all.slice(ready).map((call) => call.method);
    expect(arrived.filter((method) => !CONNECTION_LIST.includes(method))).toEqual([]);
    // A refusal at an early gate is no reason to connect anew.
    expect(await products[program].client()).toBe(client);
  });
});

describe('the list of ways to write', () => {
  it('has every public member of the client', () => {
    const named = new Set(CLIENT_WAYS.map(({ name }) => name.replace('client.', '')));
    const all = Object.getOwnPropertyNames(library().TelegramClient.prototype);
    expect(all.filter((name) => !named.has(name) && !NOT_WRITING.has(name))).toEqual([]);
    expect([...named].filter((name) => NOT_WRITING.has(name))).toEqual([]);
  });

  it.each(Object.entries(WRITING_MEMBERS))('has every member of %s that can send', (name, members) => {
    const { prototype } = classes()[name as keyof typeof WRITING_MEMBERS];
    const tried = new Set(OBJECT_WAYS.map((way) => way.name));
    expect(members.filter((member) => !tried.has(`${name}.${member}`))).toEqual([]);
    const own = asynchronous(prototype).filter((member) => !LOOKING_UP.has(member));
    expect(own.filter((member) => !(members as readonly string[]).includes(member))).toEqual([]);
  });
});

/** Has the library know everybody, so that it does not stop before its write, at asking who somebody is. */
function answerFromMemory(client: TelegramClient): void {
  const { user } = chats();
  Reflect.set(client, '_selfInputPeer', user);
  client.getInputEntity = async (entity) =>
    (typeof entity === 'object' && 'CONSTRUCTOR_ID' in entity ? entity : user) as Api.TypeInputPeer;
}

/** Asynchronous members of a class and of its ancestors in the library, but for those of any chat or sender. */
function asynchronous(prototype: object): string[] {
  const names = new Set<string>();
  for (let at: object = prototype; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      const isAsync = typeof value === 'function' && value.constructor.name === 'AsyncFunction';
      if (isAsync && !/^get(Input)?(Chat|Sender)$/.test(name)) names.add(name);
    }
  }
  return [...names];
}
