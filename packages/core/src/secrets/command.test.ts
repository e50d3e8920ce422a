import { expect, it } from 'vitest';
import { secretFromCommandLine, secretFromProgram } from './command.js';

it('takes the one line that a program prints', async () => {
  expect(await secretFromCommandLine(`printf '%s\\n' "a key"`)).toEqual({ value: 'a key' });
});

it.each([
  ['is not there', 'no-such-program-anywhere', 'there is no such program'],
  ['may not be run', '/', 'the program may not be run'],
  ['prints nothing', 'true', 'it printed nothing'],
  ['prints two lines', `printf 'key\\nmore\\n'`, 'it printed more than one line'],
  ['prints without end', 'cat /dev/zero', 'it printed too much'],
  ['fails, whatever it printed', `sh -c 'echo key; exit 3'`, 'it ended with exit code 3'],
  ['is no program at all', ' ', 'it is empty'],
])('repeats nothing of a program that %s', async (_, line, problem) => {
  expect(await secretFromCommandLine(line)).toEqual({ problem });
});

it('waits for no program that will not be ended', async () => {
  const stubborn = `trap '' TERM; head -c 200000 /dev/zero; exec sleep 60`;
  expect(await secretFromProgram('sh', ['-c', stubborn])).toEqual({ problem: 'it printed too much' });
});
