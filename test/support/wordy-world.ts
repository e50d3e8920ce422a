/** A world in which every place that shows somebody's words holds one of a list, so that each can be looked for. */
import { createWorld, makeDocument, type World } from '@tgmcp/emulator';
import { FRIEND, PERSON } from './small-world.js';

/** Ids of its chats and people, as tools print them. */
export const WORDY = {
  group: '-1000000000940',
  forum: '-1000000000941',
  channel: '-1000000000942',
  basic: '-840',
  friend: String(FRIEND.id),
  member: '7030',
} as const;

const DATE = 1_790_000_000;
const styled = (text: string) => ({ _: 'textWithEntities', text, entities: [] });

/** Builds it. `word` gives the next text; it is told where that will stand. */
export function wordyWorld(word: (place: string) => string): World {
  const world = createWorld({ seed: 'wordy' });
  const ann = world.addAccount(PERSON).userId;
  const bob = world.addUser({ id: FRIEND.id, firstName: word('first name'), about: word('bio') }).id;
  const names = { firstName: word('first name of a member'), lastName: word('last name') };
  const member = world.addUser({ id: 7_030n, ...names }).id;
  world.addContact(ann, member);
  const group = world.addSupergroup({
    id: 940n,
    title: word('title of a supergroup'),
    about: word('description'),
    creator: ann,
    members: [bob],
  });
  world.addMember(group, member, { role: 'admin', rank: word('rank'), date: DATE });
  const peer = { kind: 'channel', id: group.id } as const;
  let date = DATE;
  const say = (draft: object): void => {
    date += 1;
    world.addMessage({ peer, from: member, date, ...draft });
  };
  say({ text: word('text') });
  say({ text: word('text of a forward'), forward: { fromName: word('name of a forward'), date: DATE } });
  const file = { id: 1n, date, content: { seed: 1, size: 10 }, fileName: word('file name') };
  say({ text: word('caption'), media: makeDocument({ ...file, mimeType: 'application/pdf' }) });
  const song = { _: 'documentAttributeAudio', duration: 2, title: word('song'), performer: word('singer') };
  const audio = { id: 2n, date, content: { seed: 2, size: 10 }, attributes: [song] };
  say({ media: makeDocument({ ...audio, mimeType: 'audio/mpeg' }) });
  say({
    media: {
      kind: 'poll',
      id: 5n,
      question: styled(word('question')),
      answers: [0, 1].map((n) => ({ text: styled(word('answer')), option: Uint8Array.of(n) })),
      publicVoters: false,
      multipleChoice: false,
      quiz: false,
      correct: [],
      closed: false,
      votes: new Map(),
    },
  });
  const place = { _: 'geoPoint', long: 1, lat: 2, access_hash: 1n };
  const venue = { title: word('venue'), address: '', provider: '', venue_id: '', venue_type: '' };
  say({ media: { kind: 'other', media: { _: 'messageMediaVenue', geo: place, ...venue } } });
  const card = { phone_number: '', first_name: word('card'), last_name: '', vcard: '', user_id: 0n };
  say({ media: { kind: 'other', media: { _: 'messageMediaContact', ...card } } });
  const button = { _: 'keyboardButtonUrl', text: word('button'), url: 'https://example.org/' };
  const rows = [{ _: 'keyboardButtonRow', buttons: [button] }];
  say({ text: 'x', replyMarkup: { _: 'replyInlineMarkup', rows } });
  const keys = [{ _: 'keyboardButtonRow', buttons: [{ _: 'keyboardButton', text: word('key') }] }];
  say({ text: 'x', replyMarkup: { _: 'replyKeyboardMarkup', rows: keys } });
  say({ action: { _: 'messageActionChatEditTitle', title: word('new title') } });
  say({ action: { _: 'messageActionCustomAction', message: word('notice') } });

  const forum = { id: 941n, title: word('title of a forum'), creator: bob, members: [ann], forum: true };
  world.addSupergroup(forum);
  const inForum = { peer: { kind: 'channel', id: 941n } as const, from: bob, date: date + 1 };
  const topic = { _: 'messageActionTopicCreate', title: word('topic'), icon_color: 1 };
  world.addMessage({ ...inForum, id: 10, action: topic });
  world.addMessage({ ...inForum, id: 11, replyTo: 10, text: word('text in a topic') });
  world.addChannel({ id: 942n, title: word('title of a channel'), creator: bob, members: [ann] });
  const post = { peer: { kind: 'channel', id: 942n } as const, from: bob, date: date + 2 };
  world.addMessage({ ...post, text: word('post'), postAuthor: word('signature') });
  world.addBasicGroup({ id: 840n, title: word('title of a basic group'), creator: ann, members: [bob] });
  world.addMessage({
    peer: { kind: 'chat', id: 840n },
    from: bob,
    date: date + 3,
    text: word('in a basic group'),
  });
  world.addMessage({ peer: { kind: 'user', id: ann }, from: bob, date: date + 4, text: word('private') });
  return world;
}
