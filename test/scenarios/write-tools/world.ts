import { inlineKeyboard, type World } from '@tgmcp/emulator';
import { FRIEND, PERSON, smallWorld } from '../../support/small-world.js';
import { addPeopleAndLinks } from './people-world.js';

/** A supergroup of the person's own, with one message for each thing that is done to one. */
export const WORKSHOP = { bare: 960n, id: '-1000000000960', title: 'Workshop' };
const MESSAGES = [
  'To be answered',
  'To be edited',
  'To be edited too',
  'To be deleted',
  'To be deleted too',
  'To be forwarded',
  'To be forwarded too',
  'To be pinned',
  'To be pinned too',
  'To be reacted to',
  'To be reacted to too',
] as const;
export type MessageText = (typeof MESSAGES)[number];
/** Supergroups of the person's own to be cleared, and others' to be left: one of each for each scenario. */
export const CLEARED = [963n, 964n] as const;
export const LEFT = [965n, 966n] as const;

/** People whom the person has met and who are in no chat; the last one lets nobody add them. */
export const NEWCOMERS = [
  { id: 7_201n, username: 'carolus', firstName: 'Carl' },
  { id: 7_202n, username: 'doratha', firstName: 'Dora' },
  { id: 7_203n, username: 'shyness', firstName: 'Shy', privacy: { chat_invite: { base: 'nobody' } } },
] as const;

/** People in the workshop, to be removed from it. */
export const GUESTS = [
  { id: 7_221n, username: 'ingeborga', firstName: 'Inge' },
  { id: 7_222n, username: 'jonathanx', firstName: 'Jon' },
] as const;

/** Contacts of the person's, to be deleted by name or by number: one of each for each scenario. */
export const ACQUAINTED = [
  { id: 7_211n, username: 'emilian', firstName: 'Emil', phone: '15557211' },
  { id: 7_212n, username: 'friederike', firstName: 'Frieda', phone: '15557212' },
  { id: 7_213n, username: 'gustavus', firstName: 'Gus', phone: '15557213' },
  { id: 7_214n, username: 'hannelore', firstName: 'Hanne', phone: '15557214' },
] as const;

/** People whom the person has never met, to be reached by their numbers; the last one shows hers to nobody. */
export const STRANGERS = [
  { id: 7_231n, phone: '15557231', firstName: 'Karla' },
  { id: 7_232n, phone: '15557232', firstName: 'Ludwig' },
  { id: 7_233n, phone: '15557233', firstName: 'Mina', privacy: { phone: { base: 'nobody' } } },
] as const;

/** A supergroup with a bot, and the bot's message with buttons. */
export const BAR = { bare: 968n, id: '-1000000000968', title: 'Bar' };
const HELPER = { id: 7_301n, username: 'helper_bot', firstName: 'Helper' };
export const MENU = 50;
const BUTTONS = inlineKeyboard([
  [
    { text: 'Tea', callback: 'order:tea' },
    { text: 'Site', url: 'https://example.org/' },
  ],
  [
    { text: 'Milk', callback: 'order:milk' },
    { text: 'Owner', callback: 'owner', needsPassword: true },
    { text: 'Mute', callback: 'mute' },
  ],
]);

const presses = new WeakMap<World, string[]>();

/** The data of the buttons of the bot that were pressed, in order. */
export function pressesOf(world: World): readonly string[] {
  return presses.get(world) ?? [];
}

/** A forum of the person's own, with a topic and a message in it. */
export const FORUM = {
  bare: 967n,
  id: '-1000000000967',
  title: 'Forum',
  topic: 10,
  topicTitle: 'Kites',
  note: 11,
};

/** The number of a message of the workshop. */
export function numberOf(text: MessageText): number {
  return MESSAGES.indexOf(text) + 1;
}

/** The marked id of a supergroup. */
export function marked(bare: bigint): string {
  return String(-1_000_000_000_000n - bare);
}

/** The small world, and what there is to be written to in it. */
export function writeWorld(): World {
  const world = smallWorld();
  const add = (bare: bigint, title: string, creator: bigint, texts: readonly string[]): void => {
    const other = creator === PERSON.id ? FRIEND.id : PERSON.id;
    world.addSupergroup({ id: bare, title, creator, members: [other] });
    for (const [index, text] of texts.entries()) {
      const date = 1_790_200_000 + index;
      world.addMessage({ peer: { kind: 'channel', id: bare }, from: PERSON.id, date, text });
    }
  };
  add(WORKSHOP.bare, WORKSHOP.title, PERSON.id, MESSAGES);
  for (const bare of CLEARED) add(bare, `Attic ${bare}`, PERSON.id, ['Old', 'Older', 'Oldest']);
  for (const bare of LEFT) add(bare, `Crowd ${bare}`, FRIEND.id, ['Welcome']);
  for (const newcomer of [...NEWCOMERS, ...STRANGERS]) world.addUser(newcomer);
  for (const guest of GUESTS) {
    world.addUser(guest);
    const workshop = world.channels.get(WORKSHOP.bare);
    if (workshop !== undefined) world.addMember(workshop, guest.id, {});
  }
  for (const acquainted of ACQUAINTED) {
    world.addUser(acquainted);
    world.addContact(PERSON.id, acquainted.id);
  }
  addHelper(world);
  addPeopleAndLinks(world, WORKSHOP.bare);
  const { bare: id, title, topic, topicTitle, note } = FORUM;
  world.addSupergroup({ id, title, creator: PERSON.id, members: [FRIEND.id], forum: true });
  const forum = { peer: { kind: 'channel', id } as const, from: PERSON.id, date: 1_790_200_000 };
  const action = { _: 'messageActionTopicCreate', title: topicTitle, icon_color: 1 };
  world.addMessage({ ...forum, id: topic, action });
  world.addMessage({ ...forum, id: note, text: 'A note', replyTo: topic });
  return world;
}

function addHelper(world: World): void {
  const pressed: string[] = [];
  presses.set(world, pressed);
  const { id } = world.addUser({
    ...HELPER,
    bot: true,
    botProfile: {
      brain: {
        hear(event, hands) {
          if (event.kind !== 'callback') return;
          pressed.push(event.data);
          if (event.data !== 'mute') hands.answer('Coming\u202e', { alert: true });
        },
      },
    },
  });
  const { bare, title } = BAR;
  world.addSupergroup({ id: bare, title, creator: PERSON.id, members: [id] });
  world.addMessage({
    id: MENU,
    peer: { kind: 'channel', id: bare },
    from: id,
    date: 1_790_200_000,
    text: 'What will it be?',
    replyMarkup: BUTTONS,
  });
}
