/** Questions as the terminal of a console can show them. */
import { password } from '@clack/prompts';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { answered, ask, typed } from './ask.js';
import type { Console } from './console.js';
import { EXIT, Stop } from './exit.js';

/** The questions that can be asked at every terminal. */
type Questions = Pick<typeof ask, 'choice' | 'hidden'>;

/** Those of {@link ask}; at a terminal that moves no cursor what can be chosen stands there by numbers, and lines are typed. */
export function askAt(console: Console): Questions {
  return console.plain ? plainAsk(console) : ask;
}

// What is no answer is asked again.
function plainAsk(console: Console): Questions {
  return {
    async choice(message, options) {
      for (;;) {
        console.print(message);
        for (const [index, { label, hint }] of options.entries())
          console.print(`  ${index + 1} ${label}${hint === undefined ? '' : ` (${hint})`}`);
        console.print(`Type a number from 1 to ${options.length}, and press Enter:`);
        const line = (await nextLine(console)).trim();
        const chosen = /^[0-9]+$/u.test(line) ? options[Number(line) - 1] : undefined;
        if (chosen !== undefined) return chosen.value;
      }
    },
    async hidden(message) {
      // Reads without an echo from the start on, and shows nothing of its own.
      const validate = (value: string | undefined): string | undefined => {
        const problem = typed(value);
        if (problem !== undefined) console.print(problem);
        return problem;
      };
      const secret = password({ message, validate, input: console.input, output: nowhere() });
      console.print(`${message} (it is not shown):`);
      return answered(await secret);
    },
  };
}

/** One line, by a reader of its own: none may keep what is typed for the next question. */
async function nextLine(console: Console): Promise<string> {
  const reader = createInterface({ input: console.input });
  const over = new AbortController();
  try {
    const ended = once(reader, 'close', over).then(() => undefined);
    const line = await Promise.race([once(reader, 'line', over), ended]);
    if (line === undefined)
      throw new Stop(EXIT.interrupted, 'Stopped; what was not answered stays as it was.');
    return String(line[0]);
  } finally {
    over.abort();
    reader.close();
  }
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
