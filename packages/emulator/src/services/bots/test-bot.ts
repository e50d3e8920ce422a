/* For the tests of bots: an account, a bot with a brain, and what they say to each other. */
import type { BotBrain } from '../../world/bots/brain.js';
import { scriptedBot } from '../../world/bots/script.js';
import type { BotScript } from '../../world/bots/script-shape.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { TestSession } from '../common/test-call.js';

/** Ann, and a bot that follows a script or has a brain of its own. */
export function annAndBot(script: BotScript | BotBrain) {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const brain = 'rules' in script ? scriptedBot(script) : script;
  const bot = world.addUser({
    bot: true,
    firstName: 'Helper',
    username: 'helper_bot',
    botProfile: { brain },
  });
  const session = new TestSession(world, ann);
  const peer: PeerRef = { kind: 'user', id: bot.id };
  let random = 0n;
  return {
    world,
    ann,
    bob,
    bot,
    session,
    peer,
    input: session.input(peer),
    asUser: { ...session.input(peer), _: 'inputUser' },
    /** Writes to the bot (or into a chat), and lets it answer. */
    async tell(message: string, to: PeerRef = peer) {
      random += 1n;
      const request = { peer: session.input(to), message, random_id: random };
      await session.call('messages.sendMessage', request);
      session.pass();
    },
    /** The texts of the chat, oldest first, with who wrote them. */
    said(where: PeerRef = peer) {
      const messages = world.history(ann, where)?.messages ?? [];
      return messages.map(({ author, text }) => `${author === bot.id ? 'bot' : 'ann'}: ${text}`);
    },
  };
}
