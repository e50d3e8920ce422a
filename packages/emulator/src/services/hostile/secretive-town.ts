/* For the services' own tests: a town with words that nobody outside may be told, and the people outside. */
import { peerOf } from '../../world/data.js';
import { crowdedTown, NOW, photo, plain, sessionOf } from './crowded-town.js';

/** What is written where; nobody but Ann and those who share the place with her may read it. */
const SECRETS = ['private', 'club', 'closed', 'draft', 'later', 'about', 'story'].map(
  (one) => `secret-${one}`,
);
/** What was written in a supergroup before somebody came who does not see that. */
export const BEFORE = 'secret-before';
export const PHONE = '15550000';

const PRIVATE_KEYS = ['PhoneNumber', 'StatusTimestamp', 'ProfilePhoto', 'About', 'AddedByPhone', 'Forwards'];

function poll() {
  const answers = [0, 1].map((n) => ({ _: 'pollAnswer', text: plain(`${n}`), option: Uint8Array.of(n) }));
  return { _: 'inputMediaPoll', poll: { _: 'poll', id: 0n, question: plain(BEFORE), answers } };
}

/** Dan is banned, Eve left, Flo is restricted in supergroups, Gus is a stranger, Hal came late to the Room. */
export async function secretiveTown() {
  const town = crowdedTown();
  const { world, people, named } = town;
  const { ann, bob, dan, eve, flo } = people;
  const { club, closed, room, news } = named;
  const base = { from: ann, owner: ann, date: NOW - 5 };
  world.addMessage({ ...base, peer: { kind: 'user', id: bob }, text: 'secret-private' });
  world.addMessage({ ...base, peer: peerOf(club), text: 'secret-club', pinned: true });
  world.addMessage({ ...base, peer: peerOf(closed), text: 'secret-closed', pinned: true });
  world.addMessage({ ...base, peer: peerOf(room), text: BEFORE, pinned: true });
  const session = sessionOf(world, ann);
  const send = (method: string, fields: object) =>
    session.value(method, { message: BEFORE, random_id: BigInt(world.accounts.size), ...fields });
  await send('messages.sendMedia', { peer: session.input(peerOf(room)), media: poll() });
  const pollId = room.history.topId;
  const hal = world.addAccount({ phone: '15550008', firstName: 'hal' }).userId;
  world.addMember(room, hal);
  world.dialog(hal, peerOf(room)).availableMinId = pollId;
  world.addMessage({ ...base, peer: peerOf(room), text: 'after', replyTo: pollId });
  const gus = world.addAccount({ phone: '15550007', firstName: 'gus' }).userId;
  await session.value('messages.saveDraft', {
    peer: session.input({ kind: 'user', id: bob }),
    message: 'secret-draft',
  });
  const later = { message: 'secret-later', schedule_date: NOW + 30 * 86_400 };
  await send('messages.sendMessage', { peer: session.input(peerOf(news)), ...later });
  await session.value('account.updateProfile', { about: 'secret-about' });
  for (const name of PRIVATE_KEYS) {
    const rules = [{ _: 'inputPrivacyValueDisallowAll' }];
    await session.value('account.setPrivacy', { key: { _: `inputPrivacyKey${name}` }, rules });
  }
  const hidden = { caption: 'secret-story', rule: { base: 'nobody' } } as const;
  world.addStory({ kind: 'user', id: ann }, { media: photo(), date: NOW - 9, ...hidden });
  const outsiders = [dan, eve, flo, gus, hal].map((id) => sessionOf(world, id));
  // Who is restricted is a member, and sees what was written before.
  const secretsFrom = (id: bigint) => [...SECRETS, ...(id === flo ? [] : [BEFORE])];
  return { ...town, session, hal, gus, pollId, outsiders, secretsFrom };
}
