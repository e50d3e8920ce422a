/** Command lines as they stand in the pages, cut into words. */
import { parse } from 'shell-quote';
import { type Block } from './pages.js';

/** The lines of a block that are commands: without remarks and prompts, continued ones joined. */
export function linesOf({ text }: Pick<Block, 'text'>): string[] {
  return text
    .replaceAll(/\\\n\s*/gu, ' ')
    .split('\n')
    .map((line) =>
      line
        .replace(/^\$ /u, '')
        .replace(/(?:^|\s)# .*$/u, '')
        .trim(),
    )
    .filter((line) => line !== '');
}

/** The words of each command in a line; what is redirected and assigned is left out. */
export function commandsIn(line: string): string[][] {
  const commands: string[][] = [[]];
  let skip = false;
  // A name of the shell stays as it is written.
  for (const word of parse(line, (name) => `$${name}`)) {
    if (skip) skip = false;
    else if (typeof word === 'string') commands.at(-1)?.push(word);
    else if ('pattern' in word) commands.at(-1)?.push(word.pattern);
    else if ('comment' in word) break;
    else if (word.op === '<' || word.op === '>' || word.op === '>>') skip = true;
    else commands.push([]);
  }
  return commands
    .map((words) => words.slice(words.findIndex((word) => !/^[A-Z_]+=/u.test(word))))
    .filter((words) => words.length > 0);
}
