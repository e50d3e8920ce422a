import { stable64 } from '../chance.js';
import type { BotBrain, BotHands } from './brain.js';

/** A username that a bot may have. */
const BOT_USERNAME = /^(?=.{5,32}$)[a-z](?:_?[a-z0-9])*_?bot$/iu;
const STATE = 'step';

/**
 * A brain like that of Telegram's own bot for bots: `/newbot` asks for a name and a username and registers a bot of whoever
 * asks; `/cancel` ends that, `/token` shows a token again. The words are our own.
 */
export const botFather: BotBrain = {
  hear: (event, hands) => {
    if (event.kind !== 'message') return;
    const text = event.message.text.trim();
    const [command] = /^\/\w+/u.exec(text) ?? [];
    if (command === undefined) converse(text, hands);
    else obey(command, hands);
  },
};

function obey(command: string, { memory, send }: BotHands): void {
  const wasBusy = memory.has(STATE);
  memory.delete(STATE);
  switch (command) {
    case '/start':
    case '/help':
      send('I register bots. Commands: /newbot, /token, /cancel.');
      break;
    case '/newbot':
      memory.set(STATE, 'name');
      send('A new bot, then. What shall it be called?');
      break;
    case '/token':
      send(memory.get('token') ?? 'You have no bot yet. /newbot makes one.');
      break;
    case '/cancel':
      send(wasBusy ? 'Cancelled; nothing was registered.' : 'There is nothing to cancel.');
      break;
    default:
      send('I do not know that command. /help lists those I know.');
  }
}

function converse(text: string, hands: BotHands): void {
  const { memory, send } = hands;
  const step = memory.get(STATE);
  if (step === 'name') {
    if (text === '' || text.length > 64) send('A name has between 1 and 64 characters. Try again.');
    else {
      memory.set('name', text).set(STATE, 'username');
      send('Good. Now a username for it, which must end in `bot`, like TetrisBot or tetris_bot.');
    }
  } else if (step === 'username') register(text.replace(/^@/u, ''), hands);
  else send('I only understand commands here. /help lists them.');
}

function register(username: string, hands: BotHands): void {
  const { memory, send } = hands;
  if (!BOT_USERNAME.test(username)) {
    send(
      'That cannot be the username of a bot: letters, digits and underscores, 5 to 32, ending in `bot`. Try again.',
    );
    return;
  }
  const id = hands.createBot(memory.get('name') ?? username, username);
  if (id === undefined) {
    send('Sorry, this username is already taken. Try another one.');
    return;
  }
  memory.delete(STATE);
  memory.set('token', `${id}:${BigInt.asUintN(63, stable64('bot token', id)).toString(36)}`);
  send(
    `Done! Your new bot is at t.me/${username}. Its token for the HTTP API:\n${memory.get('token') ?? ''}`,
  );
}
