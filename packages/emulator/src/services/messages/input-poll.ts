/* What a poll may be when it is sent (core.telegram.org/api/poll). */
import { randomBytes } from 'node:crypto';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { PeerRef, WorldPoll } from '../../world/model.js';
import { bytesOf, flagOf, listOf, numberOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { optionKey } from '../render/poll.js';

/** How many answers a poll has at most, how long they and the question may be, in UTF-16 units. */
const ANSWERS = { min: 2, max: 12, length: 100 };
const QUESTION_LENGTH = 255;
const SOLUTION_LENGTH = 200;
/** How long a poll that closes by itself may be open, in seconds. */
const OPEN_FOR = { min: 5, max: 2_628_000 };

function textIn(value: TlObject | undefined): string {
  return value === undefined ? '' : textOf(value, 'text').trim();
}

function answersOf(poll: TlObject): { text: TlObject; option: Uint8Array }[] {
  const answers = objectsOf(poll, 'answers').map((answer, index) => {
    const text = objectOf(answer, 'text');
    const length = textIn(text).length;
    if (text === undefined || length === 0 || length > ANSWERS.length)
      throw badRequest('POLL_ANSWER_INVALID');
    // Newer layers leave the naming of options to the service.
    const given = bytesOf(answer, 'option');
    return { text, option: answer._ === 'inputPollAnswer' ? Uint8Array.of(index) : given };
  });
  if (answers.length < ANSWERS.min || answers.length > ANSWERS.max) throw badRequest('POLL_ANSWERS_INVALID');
  const keys = answers.map(({ option }) => optionKey(option));
  if (answers.some(({ option }) => option.length === 0 || option.length > 100)) {
    throw badRequest('POLL_OPTION_INVALID');
  }
  if (new Set(keys).size < keys.length) throw badRequest('POLL_OPTION_DUPLICATE');
  return answers;
}

/** Right answers, as options or (newer layers) as their places. */
function correctOf(input: TlObject, answers: readonly { option: Uint8Array }[], quiz: boolean): string[] {
  const given = listOf(input, 'correct_answers');
  if (!quiz) return [];
  if (given.length === 0) throw badRequest('QUIZ_CORRECT_ANSWERS_EMPTY');
  if (given.length > 1) throw badRequest('QUIZ_CORRECT_ANSWERS_TOO_MUCH');
  const known = answers.map(({ option }) => optionKey(option));
  return given.map((value: TlValue) => {
    const key =
      typeof value === 'number' ? known[value] : value instanceof Uint8Array ? optionKey(value) : undefined;
    if (key === undefined || !known.includes(key)) throw badRequest('QUIZ_CORRECT_ANSWER_INVALID');
    return key;
  });
}

/**
 * The poll that an inputMediaPoll makes. Throws POLL_QUESTION_INVALID, POLL_ANSWERS_INVALID, POLL_ANSWER_INVALID,
 * POLL_OPTION_INVALID, POLL_OPTION_DUPLICATE, QUIZ_*, BROADCAST_PUBLIC_VOTERS_FORBIDDEN, POLL_CLOSE_DATE_INVALID.
 */
export function inputPoll(viewer: Viewer, input: TlObject, peer: PeerRef): WorldPoll {
  const poll = objectOf(input, 'poll');
  const question = poll === undefined ? undefined : objectOf(poll, 'question');
  const length = textIn(question).length;
  if (poll === undefined || question === undefined || length === 0 || length > QUESTION_LENGTH) {
    throw badRequest('POLL_QUESTION_INVALID');
  }
  const answers = answersOf(poll);
  const quiz = flagOf(poll, 'quiz');
  if (quiz && flagOf(poll, 'multiple_choice')) throw badRequest('QUIZ_MULTIPLE_INVALID');
  const channel = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  const publicVoters = flagOf(poll, 'public_voters');
  if (publicVoters && channel?.kind === 'channel') throw badRequest('BROADCAST_PUBLIC_VOTERS_FORBIDDEN');
  const period = numberOf(poll, 'close_period');
  const closeDate = numberOf(poll, 'close_date') || (period > 0 ? viewer.now + period : 0);
  const openFor = closeDate - viewer.now;
  if (closeDate > 0 && (openFor < OPEN_FOR.min || openFor > OPEN_FOR.max)) {
    throw badRequest('POLL_CLOSE_DATE_INVALID');
  }
  const solution = textOf(input, 'solution');
  if (solution.length > SOLUTION_LENGTH) throw badRequest('QUIZ_SOLUTION_TOO_LONG');
  const entities = objectsOf(input, 'solution_entities');
  return {
    kind: 'poll',
    id: randomBytes(8).readBigInt64BE(),
    question,
    answers,
    publicVoters,
    multipleChoice: flagOf(poll, 'multiple_choice'),
    quiz,
    ...(period > 0 && { closePeriod: period }),
    ...(closeDate > 0 && { closeDate }),
    correct: correctOf(input, answers, quiz),
    ...(solution !== '' && { solution, solutionEntities: entities }),
    closed: flagOf(poll, 'closed'),
    votes: new Map(),
  };
}
