import type { Api } from 'telegram';
import type { MessageRecord } from '../../tools/records.js';

type PollRecord = NonNullable<NonNullable<MessageRecord['media']>['poll']>;

/** A poll with its options and what Telegram tells of the votes. Nothing here votes. */
export function pollOf({ poll, results }: Api.MessageMediaPoll): PollRecord {
  const votes = new Map((results.results ?? []).map((one) => [keyOf(one.option), one]));
  const voters = results.totalVoters ?? undefined;
  return {
    question: poll.question.text,
    options: poll.answers.map(({ text, option }) => {
      const result = votes.get(keyOf(option));
      return {
        text: text.text,
        ...(result === undefined ? {} : { votes: result.voters }),
        ...(result?.chosen === true ? { chosen: true as const } : {}),
        ...(result?.correct === true ? { correct: true as const } : {}),
      };
    }),
    ...(voters === undefined ? {} : { voters }),
    ...(poll.closed === true ? { closed: true as const } : {}),
    ...(poll.quiz === true ? { quiz: true as const } : {}),
    ...(poll.multipleChoice === true ? { multiple: true as const } : {}),
  };
}

function keyOf(option: Uint8Array): string {
  return Buffer.from(option).toString('hex');
}
