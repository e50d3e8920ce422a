import { loadDemoWorld, makeDocument, makePhoto, type World, type WorldPoll } from '@tgmcp/emulator';

/** Nora, whose account is asked. */
export const NORA = 7_001_001n;

/** Chats that are added to the demo world, with the marked ids that tools print. */
export const LOFT = { bare: 1_800_000_091n, id: '-1001800000091', title: 'The Loft' };
export const LETTER = { bare: 1_800_000_092n, id: '-1001800000092', username: 'loft_letter' };
const TALK = 1_800_000_093n;
const SHED = { bare: 1_800_000_094n, id: '-1001800000094' };
/** The three chats in which two words are looked for; a fourth has them as well. */
export const THREE = [LOFT.id, SHED.id, '-1001800000093'];

/** Ids of the topics of {@link LOFT}. */
const BRIDLES = 10;
const SAILS = 30;

const VERA = 7_001_901n;
const OTTO = 7_001_902n;

/** 1 November 2026, 18:00 UTC: the demo world's now. */
const NOW = Date.UTC(2026, 10, 1, 18) / 1000;
const HOUR = 3600;

const styled = (text: string) => ({ _: 'textWithEntities', text, entities: [] });

/** The demo world, and a few chats about which ten questions have one right answer each. */
export function questionsWorld(): World {
  const world = loadDemoWorld();
  world.addUser({ id: VERA, firstName: 'Vera', lastName: 'Holm', username: 'vera_holm' });
  world.addUser({ id: OTTO, firstName: 'Otto', lastName: 'Brandt' });
  addLoft(world);
  addLetter(world);
  const shed = { id: SHED.bare, title: 'The Shed', creator: OTTO, members: [NORA, VERA] };
  world.addSupergroup(shed);
  const inShed = { peer: { kind: 'channel', id: SHED.bare } as const, from: OTTO };
  world.addMessage({ ...inShed, date: NOW - 40 * 24 * HOUR, text: 'Kevlar came last month' });
  world.addMessage({ ...inShed, date: NOW - 5 * HOUR, text: 'The thermal camera is in the shed' });
  const elsewhere = { peer: { kind: 'user', id: NORA } as const, from: OTTO, date: NOW - 4 * HOUR };
  world.addMessage({ ...elsewhere, text: 'Kevlar, between the two of us' });
  return world;
}

/** The newest photo of {@link LOFT}. */
const PICTURE = { seed: 3, size: 900, picture: { width: 90, height: 60 } };

function addLoft(world: World): void {
  const { bare: id, title } = LOFT;
  const chat = world.addSupergroup({ id, title, creator: OTTO, members: [NORA], forum: true });
  world.addMember(chat, VERA, { role: 'admin', date: NOW - 90 * 24 * HOUR });
  const peer = { kind: 'channel', id } as const;
  const say = (at: number, from: bigint, topic: number, text: string): void => {
    world.addMessage({ peer, id: at, from, date: NOW - 300 * HOUR + at * HOUR, text, replyTo: topic });
  };
  const open = (at: number, name: string): void => {
    const action = { _: 'messageActionTopicCreate', title: name, icon_color: 1 };
    world.addMessage({ peer, id: at, from: OTTO, date: NOW - 300 * HOUR + at * HOUR, action });
  };
  open(BRIDLES, 'Bridles');
  say(11, VERA, BRIDLES, 'Before last week: the tow point is a matter of taste');
  open(SAILS, 'Sails');
  say(200, VERA, SAILS, 'The tow point has no place in this topic');
  say(210, VERA, BRIDLES, 'The tow point belongs two fingers higher');
  say(211, OTTO, BRIDLES, 'My tow point is where it always was');
  say(212, VERA, BRIDLES, 'Lunch?');
  say(213, OTTO, SAILS, 'Kevlar thread only, please');
  const plan = { id: 77n, date: NOW, content: { seed: 7, size: 4321 }, fileName: 'plan-b.pdf' };
  const media = makeDocument({ ...plan, mimeType: 'application/pdf' });
  world.addMessage({ peer, id: 220, from: VERA, date: NOW - 80 * HOUR, media, replyTo: SAILS });
  const photo = makePhoto({ id: 78n, date: NOW, content: PICTURE, width: 90, height: 60 });
  world.addMessage({ peer, id: 221, from: OTTO, date: NOW - 79 * HOUR, media: photo, replyTo: SAILS });
  const polls = [
    [230, 'Saturday or Sunday?', ['Saturday', 'Sunday'], [VERA, OTTO], []],
    [231, 'Red or blue?', ['Red', 'Blue'], [VERA], [OTTO]],
  ] as const;
  for (const [at, question, answers, first, second] of polls) {
    const votes = new Map<bigint, { options: string[]; date: number }>();
    for (const voter of first) votes.set(voter, { options: ['00'], date: NOW });
    for (const voter of second) votes.set(voter, { options: ['01'], date: NOW });
    world.addMessage({
      peer,
      id: at,
      from: OTTO,
      date: NOW - 60 * HOUR,
      media: poll(at, question, answers, votes),
      replyTo: SAILS,
    });
  }
}

function poll(
  id: number,
  question: string,
  answers: readonly string[],
  votes: WorldPoll['votes'],
): WorldPoll {
  return {
    kind: 'poll',
    id: BigInt(id),
    question: styled(question),
    answers: answers.map((text, index) => ({ text: styled(text), option: Uint8Array.of(index) })),
    publicVoters: false,
    multipleChoice: false,
    quiz: false,
    correct: [],
    closed: true,
    votes,
  };
}

function addLetter(world: World): void {
  world.addSupergroup({ id: TALK, title: 'Letter talk', creator: OTTO, members: [NORA, VERA] });
  const { bare: id, username } = LETTER;
  const options = { id, title: 'The Loft Letter', username, creator: OTTO, members: [NORA] };
  world.addChannel({ ...options, linkedChatId: TALK });
  const channel = { kind: 'channel', id } as const;
  const talk = { kind: 'channel', id: TALK } as const;
  const date = NOW - 30 * HOUR;
  world.addMessage({ peer: channel, id: 1, from: OTTO, date, text: 'Open house on Friday' });
  const forward = { from: channel, date, channelPost: 1, savedFrom: { peer: channel, id: 1 } };
  world.addMessage({ peer: talk, id: 1, from: channel, date, text: 'Open house on Friday', forward });
  const comments = [
    [VERA, 'I bring the thermal flask'],
    [OTTO, 'And I the cake'],
  ] as const;
  for (const [index, [from, text]] of comments.entries()) {
    world.addMessage({ peer: talk, id: index + 2, from, date: date + index + 1, text, replyTo: 1 });
  }
}
