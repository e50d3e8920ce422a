/** An emulator in a process of its own, for measuring: told by its parent which world to hold, it answers with what it costs. */
import { createWorld, startEmulator, type PeerRef, type World } from '@tgmcp/emulator';

const PERSON = 7_001n;
const FROM = 1_700_000_000;
const [kind = 'written', size = '1000'] = process.argv.slice(2);
const count = Number(size);

function benchWorld(): World {
  const world = createWorld({ seed: 'bench' });
  world.addAccount({ id: PERSON, phone: '+15550001', firstName: 'Bench' });
  const people = Array.from({ length: 20 }, (_, n) => world.addUser({ firstName: `Person ${n + 1}` }).id);
  const group = world.addSupergroup({
    title: 'Bench',
    username: 'benchmarks',
    creator: PERSON,
    members: people,
  });
  const peer: PeerRef = { kind: 'channel', id: group.id };
  if (kind === 'generated') {
    world.addGeneratedMessages({ peer, count, from: FROM, until: FROM + count * 60 });
    return world;
  }
  for (let n = 0; n < count; n += 1) {
    const from = people[n % people.length] ?? PERSON;
    const text = `${n}: What a day it was on the hill, and the wind held for hours. `.slice(0, 40 + (n % 40));
    const reactions = n % 10 === 0 ? { reactions: [{ emoji: '👍', count: 3, by: [] }] } : {};
    world.addMessage({ peer, from, date: FROM + n * 60, text, ...reactions });
  }
  return world;
}

const emulator = await startEmulator({ world: benchWorld() });
const session = emulator.mintSession(PERSON);
const [key] = emulator.keys.of(PERSON);
const [channel] = emulator.world.channels.values();
process.on('message', () => {
  process.send?.({
    rssMb: process.memoryUsage().rss / 2 ** 20,
    problems: [...emulator.protocolErrors, ...emulator.unimplemented],
  });
});
process.on('disconnect', () => process.exit(0));
process.send?.({
  port: emulator.ports[2],
  env: emulator.env,
  session,
  key,
  channelId: channel?.id,
  accessHash: emulator.world.accessHash(PERSON, { kind: 'channel', id: channel?.id ?? 0n }),
});
