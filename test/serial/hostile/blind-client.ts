import type { ElicitResult } from '@modelcontextprotocol/sdk/types.js';
import { seededChance } from '../../support/hostile-agent.js';

/** A client that accepts every form without having looked at it, by whatever means but the number that it shows. */
export interface BlindClient {
  /** How many forms it accepted. */
  readonly forms: () => number;
  readonly answerForm: (form: { readonly message: string }) => ElicitResult;
}

/** A blind client whose guesses come from a seed. */
export function blindClient(seed: number): BlindClient {
  const chance = seededChance(seed);
  const shown: string[] = [];
  return {
    forms: () => shown.length,
    answerForm({ message }) {
      const number = /number: (\d{6})/.exec(message)?.[1] ?? '';
      const guesses = [
        String(chance(1_000_000)).padStart(6, '0'),
        '000000',
        number.slice(0, 5),
        `${number}0`,
        number.split('').toReversed().join(''),
        shown.at(-1) ?? '',
      ];
      shown.push(number);
      const guess = guesses[chance(guesses.length)] ?? '';
      const contents = [
        {},
        undefined,
        { number: '' },
        { number: guess === number ? '' : guess },
        { approved: true, confirm: 'yes' },
        { number: true },
      ];
      const content = contents[chance(contents.length)];
      return content === undefined ? { action: 'accept' } : { action: 'accept', content };
    },
  };
}
