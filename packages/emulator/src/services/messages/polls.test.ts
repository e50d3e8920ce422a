import { describe, expect, it } from 'vitest';
import { codecFor } from '../../tl/codec.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

const A = Uint8Array.of(0);
const B = Uint8Array.of(1);

function text(value: string): TlObject {
  return { _: 'textWithEntities', text: value, entities: [] };
}

function pollOf(
  fields: Readonly<Record<string, TlValue>> = {},
  more: Readonly<Record<string, TlValue>> = {},
) {
  return {
    _: 'inputMediaPoll',
    poll: {
      _: 'poll',
      id: 0n,
      question: text('Which?'),
      answers: [
        { _: 'pollAnswer', text: text('this'), option: A },
        { _: 'pollAnswer', text: text('that'), option: B },
      ],
      ...fields,
    },
    ...more,
  };
}

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann', premium: true }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const group = world.addSupergroup({ title: 'Group', creator: bob, members: [ann] });
  const news = world.addChannel({ title: 'News', creator: bob, members: [ann] });
  const place: PeerRef = { kind: 'channel', id: group.id };
  const annSession = new TestSession(world, ann);
  const bobSession = new TestSession(world, bob, '00000000000000bb');
  let random = 0n;
  const send = (session: TestSession, media: TlObject, peer = place) => {
    random += 1n;
    return session.failure('messages.sendMedia', {
      peer: session.input(peer),
      media,
      message: '',
      random_id: random,
    });
  };
  const vote = (session: TestSession, options: readonly Uint8Array[]) =>
    session.failure('messages.sendVote', { peer: session.input(place), msg_id: 1, options });
  const shown = async (session: TestSession) => {
    const answer = await session.call('messages.getHistory', { peer: session.input(place), limit: 1 });
    return objectOf(objectsOf(answer, 'messages')[0] ?? { _: '' }, 'media') ?? { _: '' };
  };
  return { world, ann, bob, group, news, place, annSession, bobSession, send, vote, shown };
}

describe('a poll', () => {
  it('shows who chose what only to those who voted, and tells everybody of votes', async () => {
    const { annSession, bobSession, ann, bob, send, vote, shown } = setUp();
    await send(bobSession, pollOf());
    expect(await vote(annSession, [A])).toBe('no error');
    expect(objectOf(await shown(bobSession), 'results')).toMatchObject({
      results: undefined,
      total_voters: 1,
    });
    expect(objectOf(await shown(annSession), 'results')).toMatchObject({
      results: [
        { option: A, voters: 1, chosen: true },
        { option: B, voters: 0, chosen: undefined },
      ],
    });
    expect(
      annSession.pushed.map(({ userId, updates }) => [userId, objectsOf(updates, 'updates')[0]?._]),
    ).toEqual([
      [ann, 'updateMessagePoll'],
      [bob, 'updateMessagePoll'],
    ]);
    expect(await vote(annSession, [B])).toBe('no error');
    expect(await vote(annSession, [])).toBe('no error');
    expect(objectOf(await shown(annSession), 'results')).toMatchObject({ total_voters: 0 });
  });

  it('refuses votes that it does not offer, and any once it is closed', async () => {
    const { annSession, bobSession, group, send, vote, place } = setUp();
    await send(bobSession, pollOf());
    expect(await vote(annSession, [A, B])).toBe('400 OPTIONS_TOO_MUCH');
    expect(await vote(annSession, [Uint8Array.of(9)])).toBe('400 OPTION_INVALID');
    expect(await vote(annSession, [])).toBe('400 MESSAGE_NOT_MODIFIED');
    const close = (session: TestSession) =>
      session.failure('messages.editMessage', {
        peer: session.input(place),
        id: 1,
        media: pollOf({ closed: true }),
      });
    expect(await close(annSession)).toBe('403 MESSAGE_AUTHOR_REQUIRED');
    expect(await close(bobSession)).toBe('no error');
    expect(await close(bobSession)).toBe('400 MESSAGE_NOT_MODIFIED');
    expect(await vote(annSession, [A])).toBe('400 MESSAGE_POLL_CLOSED');
    expect(group.history.get(1)?.media).toMatchObject({ kind: 'poll', closed: true, votes: new Map() });
  });

  it('lists voters where they are public, to those who voted', async () => {
    const { annSession, bobSession, bob, place, send, vote } = setUp();
    await send(bobSession, pollOf({ public_voters: true, multiple_choice: true }));
    await vote(bobSession, [A, B]);
    const request = (session: TestSession) => ({ peer: session.input(place), id: 1, limit: 10 });
    expect(await annSession.failure('messages.getPollVotes', request(annSession))).toBe(
      '403 POLL_VOTE_REQUIRED',
    );
    await vote(annSession, [B]);
    const votes = await bobSession.call('messages.getPollVotes', { ...request(bobSession), option: A });
    expect(votes).toMatchObject({ count: 1, votes: [{ peer: { user_id: bob } }] });
    const all = await bobSession.call('messages.getPollVotes', request(bobSession));
    expect(objectsOf(all, 'votes').map((one) => one._)).toEqual([
      'messagePeerVoteMultiple',
      'messagePeerVoteMultiple',
    ]);
  });

  it('as a quiz takes one answer, once, and then tells the right one', async () => {
    const { annSession, bobSession, send, vote, shown } = setUp();
    await send(
      bobSession,
      pollOf({ quiz: true }, { correct_answers: [B], solution: 'because', solution_entities: [] }),
    );
    expect(objectOf(await shown(annSession), 'results')).toMatchObject({ solution: undefined });
    await vote(annSession, [A]);
    expect(await vote(annSession, [B])).toBe('400 REVOTE_NOT_ALLOWED');
    expect(objectOf(await shown(annSession), 'results')).toMatchObject({
      solution: 'because',
      results: [{ correct: undefined }, { correct: true }],
    });
  });

  it('closes by itself when its time is over', async () => {
    const { annSession, bobSession, send, vote, shown } = setUp();
    await send(bobSession, pollOf({ close_period: 60 }));
    annSession.time += 60;
    expect(await vote(annSession, [A])).toBe('400 MESSAGE_POLL_CLOSED');
    expect(objectOf(await shown(annSession), 'poll')).toMatchObject({ closed: true });
  });

  it('is not made from anything', async () => {
    const { bobSession, group, news, send } = setUp();
    const one: TlObject = { _: 'pollAnswer', text: text('this'), option: A };
    const other: TlObject = { _: 'pollAnswer', text: text('that'), option: B };
    const fail = (poll: Readonly<Record<string, TlValue>>, more: Readonly<Record<string, TlValue>> = {}) =>
      send(bobSession, pollOf(poll, more));
    expect(await fail({ question: text(' ') })).toBe('400 POLL_QUESTION_INVALID');
    expect(await fail({ answers: [one] })).toBe('400 POLL_ANSWERS_INVALID');
    expect(await fail({ answers: [one, { ...other, option: A }] })).toBe('400 POLL_OPTION_DUPLICATE');
    expect(await fail({ answers: [one, { ...other, text: text('') }] })).toBe('400 POLL_ANSWER_INVALID');
    expect(await fail({ quiz: true })).toBe('400 QUIZ_CORRECT_ANSWERS_EMPTY');
    expect(await fail({ quiz: true }, { correct_answers: [A, B] })).toBe('400 QUIZ_CORRECT_ANSWERS_TOO_MUCH');
    expect(await fail({ quiz: true, multiple_choice: true })).toBe('400 QUIZ_MULTIPLE_INVALID');
    expect(await fail({ close_period: 2 })).toBe('400 POLL_CLOSE_DATE_INVALID');
    const inChannel = send(bobSession, pollOf({ public_voters: true }), { kind: 'channel', id: news.id });
    expect(await inChannel).toBe('400 BROADCAST_PUBLIC_VOTERS_FORBIDDEN');
    group.defaultBanned = { send_polls: true };
    expect(group.history.size + news.history.size).toBe(0);
  });
});

describe('a to-do list', () => {
  const list = (fields: Readonly<Record<string, TlValue>> = {}): TlObject => ({
    _: 'inputMediaTodo',
    todo: {
      _: 'todoList',
      title: text('Plan'),
      list: [
        { _: 'todoItem', id: 1, title: text('eggs') },
        { _: 'todoItem', id: 2, title: text('milk') },
      ],
      ...fields,
    },
  });

  it('is ticked off and extended by those it allows, each told by a service message', async () => {
    const { annSession, bobSession, group, place, send } = setUp();
    expect(await send(bobSession, list())).toBe('403 PREMIUM_ACCOUNT_REQUIRED');
    expect(await send(annSession, list({ list: [] }))).toBe('400 TODO_ITEMS_EMPTY');
    expect(group.history.size).toBe(0);
    expect(await send(annSession, list({ others_can_complete: true }))).toBe('no error');
    const tick = (session: TestSession, completed: number[], incompleted: number[] = []) =>
      session.failure('messages.toggleTodoCompleted', {
        peer: session.input(place),
        msg_id: 1,
        completed,
        incompleted,
      });
    const append = (session: TestSession, id: number) =>
      session.failure('messages.appendTodoList', {
        peer: session.input(place),
        msg_id: 1,
        list: [{ _: 'todoItem', id, title: text('bread') }],
      });
    expect(await tick(annSession, [1])).toBe('no error');
    expect(await tick(annSession, [1])).toBe('400 TODO_NOT_MODIFIED');
    expect(await tick(bobSession, [2], [1])).toBe('no error');
    expect(await append(bobSession, 3)).toBe('403 MESSAGE_AUTHOR_REQUIRED');
    expect(await append(annSession, 2)).toBe('400 TODO_ITEM_DUPLICATE');
    expect(await append(annSession, 3)).toBe('no error');
    expect(group.history.messages.slice(1).map(({ action }) => action)).toMatchObject([
      { _: 'messageActionTodoCompletions', completed: [1] },
      { _: 'messageActionTodoCompletions', completed: [2], incompleted: [1] },
      { _: 'messageActionTodoAppendTasks', list: [{ id: 3 }] },
    ]);
    expect(group.history.get(1)?.media).toMatchObject({ items: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    // Layer 198 is older than such lists and gets what it has for anything it cannot show.
    const answer = await annSession.call('messages.getHistory', { peer: annSession.input(place), limit: 9 });
    const bytes = codecFor(198).answer('messages.getHistory', answer);
    const seen = objectsOf(codecFor(198).decode.object(bytes), 'messages');
    expect(seen.at(-1)).toMatchObject({ media: { _: 'messageMediaUnsupported' } });
    expect(seen[0]).toMatchObject({ action: { _: 'messageActionEmpty' } });
  });
});
