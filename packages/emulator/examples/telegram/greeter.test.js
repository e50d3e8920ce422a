/* Tests a script that uses the package `telegram`: node --test --test-force-exit examples/telegram/greeter.test.js */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createWorld, emulatorSocket, startEmulator, trustEmulator } from '@tgmcp/emulator';
import { Logger, TelegramClient } from 'telegram';
import { _serverKeys } from 'telegram/crypto/RSA.js';
import { LogLevel } from 'telegram/extensions/Logger.js';
import { PromisedNetSockets } from 'telegram/extensions/index.js';
import { StringSession } from 'telegram/sessions/index.js';
import { greet } from './greeter.js';

let emulator;
let ann;
let robin;

function connect(person) {
  const session = new StringSession(emulator.mintSession(person.userId));
  const client = new TelegramClient(session, 1, 'hash', {
    networkSocket: emulatorSocket(emulator, PromisedNetSockets),
    baseLogger: new Logger(LogLevel.NONE),
  });
  return client.connect().then(() => client);
}

before(async () => {
  const world = createWorld();
  const people = [
    world.addAccount({ phone: '+15550001', firstName: 'Ann' }),
    world.addAccount({ phone: '+15550002', firstName: 'Robin', username: 'robin_greets' }),
  ];
  emulator = await startEmulator({ world });
  trustEmulator(_serverKeys);
  [ann, robin] = await Promise.all(people.map(connect));
  greet(robin);
  await robin.getMe();
});

after(async () => {
  await Promise.all([ann.destroy(), robin.destroy()]);
  assert.deepEqual(emulator.protocolErrors, []);
  assert.deepEqual(emulator.unimplemented, []);
  await emulator.stop();
});

/** The newest texts of the chat, as Ann sees them, once there are so many. */
async function texts(count) {
  const id = emulator.world.usernames.get('robin_greets').id;
  const [annId] = emulator.world.accounts.keys();
  for (let tries = 0; tries < 200; tries += 1) {
    const history = emulator.world.history(annId, { kind: 'user', id });
    if (history?.size >= count) return history.slice(0).map(({ text }) => text);
    await pause(20);
  }
  throw new Error(`no ${count} messages came`);
}

void test('greets whoever says hello, by name', async () => {
  await ann.sendMessage('robin_greets', { message: '/hello' });
  assert.deepEqual(await texts(2), ['/hello', 'Hello, Ann!']);
});

void test('greets once when the answer of the service is lost', async () => {
  const [, greeter] = emulator.world.accounts.keys();
  emulator.faults.add({ method: 'messages.sendMessage', account: `${greeter}`, kind: 'close_after' });
  await ann.sendMessage('robin_greets', { message: '/hello' });
  assert.deepEqual((await texts(4)).slice(2), ['/hello', 'Hello, Ann!']);
  await pause(300);
  assert.equal((await texts(4)).length, 4);
});
