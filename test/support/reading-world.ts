import { createWorld, makeDocument, makePhoto, type World, type WorldPoll } from '@tgmcp/emulator';
import { FRIEND, PERSON } from './small-world.js';

/** A supergroup with everything that a message can be; ids as the tools print them. */
export const HALL = { bare: 910n, id: '-1000000000910', username: 'thehall', title: 'The Hall' };
/** A forum with two topics. */
export const FORUM = { bare: 911n, id: '-1000000000911', title: 'The Forum' };
/** A channel whose posts are discussed in {@link TALK}. */
export const PAPER = { bare: 912n, id: '-1000000000912', username: 'thepaper', title: 'The Paper' };
export const TALK = { bare: 913n, id: '-1000000000913', title: 'Paper talk' };
export const CARL = { id: 7_003n, firstName: 'Carl' };

/** Midnight UTC of the day on which the messages of {@link HALL} begin. */
export const DAY = Date.UTC(2026, 8, 20) / 1000;
const HOUR = 3600;

/** Ids of the messages of {@link HALL}, in the order in which they were written: one each hour from {@link DAY} on. */
export const IN_HALL = {
  plain: 1,
  photo: 2,
  report: 3,
  voice: 4,
  song: 5,
  poll: 6,
  place: 7,
  joined: 8,
  edited: 9,
  forwarded: 10,
  answer: 11,
  gone: 12,
  pinned: 13,
  buttons: 14,
} as const;

const text = (words: string) => ({ _: 'textWithEntities', text: words, entities: [] });

const POLL: WorldPoll = {
  kind: 'poll',
  id: 5n,
  question: text('Tea or coffee?'),
  answers: ['Tea', 'Coffee'].map((words, index) => ({
    text: text(words),
    option: Uint8Array.of(index),
  })),
  publicVoters: false,
  multipleChoice: false,
  quiz: false,
  correct: [],
  closed: true,
  votes: new Map([
    [FRIEND.id, { options: ['00'], date: DAY }],
    [PERSON.id, { options: ['00'], date: DAY }],
    [CARL.id, { options: ['01'], date: DAY }],
  ]),
};

const file = (id: bigint, size: number) => ({ id, date: DAY, content: { seed: Number(id), size } });

/** A world in which there is something of everything to read. */
export function readingWorld(): World {
  const world = createWorld({ seed: 'reading' });
  const ann = world.addAccount(PERSON).userId;
  const bob = world.addAccount({ ...FRIEND, username: 'bobby' }).userId;
  const carl = world.addUser({ ...CARL, username: 'carlos' }).id;
  const { bare: id, title, username } = HALL;
  world.addSupergroup({ id, title, username, creator: bob, members: [ann, carl], date: DAY - HOUR });
  fillHall(world);
  fillForum(world);
  fillPaper(world);
  world.addMessage({ peer: { kind: 'user', id: ann }, from: bob, date: DAY, text: 'Hello Ann' });
  return world;
}

function fillHall(world: World): void {
  const peer = { kind: 'channel', id: HALL.bare } as const;
  const voice = { _: 'documentAttributeAudio', voice: true, duration: 7 };
  const song = { _: 'documentAttributeAudio', duration: 200, title: 'Blue', performer: 'The Reds' };
  const drafts = [
    { from: FRIEND.id, text: 'plain words' },
    { from: FRIEND.id, text: 'a view', media: makePhoto({ ...file(1n, 900), width: 90, height: 60 }) },
    {
      from: CARL.id,
      media: makeDocument({ ...file(2n, 1234), mimeType: 'application/pdf', fileName: 'report.pdf' }),
    },
    {
      from: CARL.id,
      media: makeDocument({ ...file(3n, 800), mimeType: 'audio/ogg', attributes: [voice] }),
    },
    {
      from: FRIEND.id,
      media: makeDocument({ ...file(4n, 900), mimeType: 'audio/mpeg', attributes: [song] }),
    },
    { from: FRIEND.id, media: POLL },
    {
      from: FRIEND.id,
      media: {
        kind: 'other' as const,
        media: { _: 'messageMediaGeo', geo: { _: 'geoPoint', long: 13.5, lat: 52.25, access_hash: 1n } },
      },
    },
    { from: CARL.id, action: { _: 'messageActionChatAddUser', users: [CARL.id] } },
    {
      from: CARL.id,
      text: 'mended',
      editDate: DAY + 9 * HOUR,
      reactions: [{ emoji: '👍', count: 3, by: [] }],
      views: 12,
    },
    {
      from: FRIEND.id,
      text: 'passed on',
      forward: { from: { kind: 'channel' as const, id: PAPER.bare }, date: DAY - HOUR, channelPost: 1 },
    },
    { from: CARL.id, text: 'an answer', replyTo: 1 },
    { from: CARL.id, text: 'soon gone' },
    { from: FRIEND.id, text: 'keep this', pinned: true },
    {
      from: FRIEND.id,
      text: 'choose',
      replyMarkup: {
        _: 'replyInlineMarkup',
        rows: [
          {
            _: 'keyboardButtonRow',
            buttons: [{ _: 'keyboardButtonUrl', text: 'Open', url: 'https://example.org/' }],
          },
        ],
      },
    },
  ];
  for (const [index, draft] of drafts.entries()) {
    world.addMessage({ peer, date: DAY + index * HOUR, id: index + 1, ...draft });
  }
  const gone = world.history(PERSON.id, peer)?.get(IN_HALL.gone);
  if (gone !== undefined) world.removeMessage(gone);
}

function fillForum(world: World): void {
  world.addSupergroup({
    id: FORUM.bare,
    title: FORUM.title,
    creator: FRIEND.id,
    members: [PERSON.id, CARL.id],
    forum: true,
  });
  const peer = { kind: 'channel', id: FORUM.bare } as const;
  for (const [id, title] of [
    [10, 'Cooking'],
    [20, 'Travel'],
  ] as const) {
    const action = { _: 'messageActionTopicCreate', title, icon_color: 1 };
    world.addMessage({ peer, from: FRIEND.id, date: DAY + id, id, action });
    for (let n = 1; n <= 3; n += 1) {
      const from = n === 2 ? CARL.id : FRIEND.id;
      const words = `${title} ${n}`;
      world.addMessage({ peer, from, date: DAY + id + n, id: id + n, text: words, replyTo: id });
    }
  }
}

function fillPaper(world: World): void {
  world.addSupergroup({ id: TALK.bare, title: TALK.title, creator: FRIEND.id, members: [PERSON.id] });
  const { bare: id, title, username } = PAPER;
  const members = [PERSON.id];
  world.addChannel({ id, title, username, creator: FRIEND.id, members, linkedChatId: TALK.bare });
  const paper = { kind: 'channel', id } as const;
  const talk = { kind: 'channel', id: TALK.bare } as const;
  world.addMessage({ peer: paper, from: FRIEND.id, date: DAY - HOUR, id: 1, text: 'First page' });
  world.addMessage({ peer: paper, from: FRIEND.id, date: DAY, id: 2, text: 'Nobody talks about this' });
  const savedFrom = { peer: paper, id: 1 };
  const forward = { from: paper, date: DAY - HOUR, channelPost: 1, savedFrom };
  world.addMessage({ peer: talk, from: paper, date: DAY - HOUR, id: 5, text: 'First page', forward });
  world.addMessage({ peer: talk, from: FRIEND.id, date: DAY + 1, id: 6, text: 'Well said', replyTo: 5 });
  world.addMessage({ peer: talk, from: CARL.id, date: DAY + 2, id: 7, text: 'Not at all', replyTo: 5 });
  world.addMessage({ peer: talk, from: CARL.id, date: DAY + 3, id: 8, text: 'Off topic' });
}
