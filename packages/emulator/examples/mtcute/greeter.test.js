/* Tests a script that uses mtcute: node --test --test-force-exit examples/mtcute/greeter.test.js */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { MemoryStorage, TcpTransport, TelegramClient } from '@mtcute/node';
import { NodeCryptoProvider, addPublicKey } from '@mtcute/node/utils.js';
import { createWorld, emulatorTransport, startEmulator } from '@tgmcp/emulator';
import { greet } from './greeter.js';

let emulator;
let ann;
let robin;

async function connect({ userId }) {
  const client = new TelegramClient({
    apiId: 1,
    apiHash: 'hash',
    storage: new MemoryStorage(),
    transport: emulatorTransport(emulator, new TcpTransport()),
    logLevel: 0,
  });
  await client.importSession(emulator.mintSession(userId, undefined, 'mtcute'));
  await client.getMe();
  await client.startUpdatesLoop();
  return client;
}

before(async () => {
  const world = createWorld();
  const people = [
    world.addAccount({ phone: '+15550001', firstName: 'Ann' }),
    world.addAccount({ phone: '+15550002', firstName: 'Robin', username: 'robin_greets' }),
  ];
  emulator = await startEmulator({ world });
  addPublicKey(new NodeCryptoProvider(), emulator.publicKeyPem);
  [ann, robin] = await Promise.all(people.map(connect));
  greet(robin);
});

after(async () => {
  await Promise.all([ann.destroy(), robin.destroy()]);
  assert.deepEqual(emulator.protocolErrors, []);
  assert.deepEqual(emulator.unimplemented, []);
  await emulator.stop();
});

void test('greets whoever says hello, by name', async () => {
  await ann.sendText('robin_greets', '/hello');
  for (let tries = 0; tries < 200; tries += 1) {
    const texts = [];
    for await (const message of ann.iterHistory('robin_greets')) texts.unshift(message.text);
    if (texts.length > 1) {
      assert.deepEqual(texts, ['/hello', 'Hello, Ann!']);
      return;
    }
    await pause(20);
  }
  assert.fail('nobody greeted');
});
