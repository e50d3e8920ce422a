import type { TlObject } from '../../tl/value.js';
import { idFor, peerAs } from '../../world/data.js';
import type { WorldMessage, WorldPoll, WorldTodo } from '../../world/model.js';
import { flag } from '../common/fields.js';
import { toPeer } from '../common/peers.js';
import type { Viewer } from '../common/viewer.js';

/** The name under which votes keep an option. */
export function optionKey(option: Uint8Array): string {
  return Buffer.from(option).toString('hex');
}

/** Whether a poll takes no more votes. */
export function isClosed(poll: WorldPoll, now: number): boolean {
  return poll.closed || (poll.closeDate !== undefined && poll.closeDate <= now);
}

/** A TL Poll. */
export function renderPoll(viewer: Viewer, poll: WorldPoll): TlObject {
  return {
    _: 'poll',
    id: poll.id,
    closed: flag(isClosed(poll, viewer.now)),
    public_voters: flag(poll.publicVoters),
    multiple_choice: flag(poll.multipleChoice),
    quiz: flag(poll.quiz),
    question: poll.question,
    answers: poll.answers.map(({ text, option }) => ({ _: 'pollAnswer', text, option })),
    close_period: poll.closePeriod,
    close_date: poll.closeDate,
  };
}

/** A poll's results: how many voted, and only for who voted, or after its end, how. */
export function renderResults(viewer: Viewer, poll: WorldPoll): TlObject {
  const own = poll.votes.get(viewer.id);
  const shows = own !== undefined || isClosed(poll, viewer.now);
  const votes = [...poll.votes];
  const latest = votes.toSorted(([, one], [, other]) => other.date - one.date).slice(0, 3);
  const results = poll.answers.map(({ option }) => {
    const key = optionKey(option);
    return {
      _: 'pollAnswerVoters',
      chosen: flag(own?.options.includes(key)),
      correct: flag(poll.quiz && poll.correct.includes(key)),
      option,
      voters: votes.filter(([, vote]) => vote.options.includes(key)).length,
      recent_voters: [],
    };
  });
  const explains = shows && poll.solution !== undefined;
  return {
    _: 'pollResults',
    results: shows ? results : undefined,
    total_voters: poll.votes.size,
    recent_voters: poll.publicVoters
      ? latest.map(([userId]) => ({ _: 'peerUser', user_id: userId }))
      : undefined,
    solution: explains ? poll.solution : undefined,
    solution_entities: explains ? (poll.solutionEntities ?? []) : undefined,
  };
}

/** The update that votes of a poll, or whether it is open, changed. */
export function pollUpdate(viewer: Viewer, message: WorldMessage, poll: WorldPoll): TlObject {
  return {
    _: 'updateMessagePoll',
    peer: toPeer(peerAs(message, viewer.id)),
    msg_id: idFor(message, viewer.id) ?? 0,
    poll_id: poll.id,
    poll: renderPoll(viewer, poll),
    results: renderResults(viewer, poll),
  };
}

/** A TL TodoList with what is done of it. */
export function renderTodo(todo: WorldTodo): TlObject {
  return {
    _: 'messageMediaToDo',
    todo: {
      _: 'todoList',
      others_can_append: flag(todo.othersCanAppend),
      others_can_complete: flag(todo.othersCanComplete),
      title: todo.title,
      list: todo.items.map(({ id, title }) => ({ _: 'todoItem', id, title })),
    },
    completions: [...todo.completions].map(([id, { by, date }]) => ({
      _: 'todoCompletion',
      id,
      completed_by: toPeer(by),
      date,
    })),
  };
}
