/** A bot to talk to in a private chat, which remembers all it was told. */
import { inlineKeyboard, replyKeyboard, type World } from '@tgmcp/emulator';

export const WAITER = { id: 7_421n, username: 'waiter_bot', firstName: 'Waiter' };
/** How long it takes for what is slow: longer than a call waits, also where the machine stops for a while. */
export const SLOW_SEC = 25;
/** A token as the bot for bots tells one; nobody may hear it from us. */
export const TOKEN = '7421000:AAH9x-kP0q_secretsecretsecretsecret';

const heard = new WeakMap<World, string[]>();

/** What the bot heard in order: texts, and the data of pressed buttons. */
export function heardBy(world: World): readonly string[] {
  return heard.get(world) ?? [];
}

/** How often the bot heard it. */
export function timesHeard(world: World, what: string): number {
  return heardBy(world).filter((one) => one === what).length;
}

const menu = inlineKeyboard([
  [
    { text: 'Menu', callback: 'menu' },
    { text: 'Site', url: 'https://example.org/' },
  ],
  [{ text: 'Mute', callback: 'mute' }],
]);
const orders = inlineKeyboard([
  [
    { text: 'Tea', callback: 'tea' },
    { text: 'Tea', callback: 'more tea' },
  ],
]);
const answers = replyKeyboard([['Yes', 'No'], [{ text: 'My number', request: 'contact' }]]);

/** Adds the bot. */
export function addWaiter(world: World): void {
  const told: string[] = [];
  heard.set(world, told);
  world.addUser({
    ...WAITER,
    bot: true,
    botProfile: {
      brain: {
        hear(event, { send, edit, answer, wait }) {
          const said = event.kind === 'callback' ? event.data : event.message.text;
          told.push(said);
          if (said.startsWith('/start')) send('Welcome!', { keyboard: menu });
          if (said === '/ask') send('Shall it be tea?', { keyboard: answers });
          if (said === '/token') send(`The token: ${TOKEN}`);
          if (said === '/slow') wait(SLOW_SEC);
          if (said === '/slow' || said === '/quick') send('Here it is');
          if (said === 'Yes') send('Tea it is');
          if (said === 'menu') {
            answer();
            edit('We have tea.', { keyboard: orders });
          }
          if (said.endsWith('tea')) {
            answer('Coming', { alert: true });
            send(`One ${said}`);
          }
        },
      },
    },
  });
}
