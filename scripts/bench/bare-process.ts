/** A process with the client library by itself, against which our own programs are measured. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { BenchHouse } from './house.js';

/** Answers each line that it is asked with one line. */
export interface BareProcess {
  ask(line: string): Promise<string>;
  stop(): void;
}

/** Starts a program of the bench with a session and a chat. */
export function startBare(
  house: Pick<BenchHouse, 'emulator'>,
  program: string,
  session: string,
  chat: string,
): BareProcess {
  const child = spawn(process.execPath, [program, session, chat], {
    env: { ...process.env, ...house.emulator.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const answer = await lines.next();
      if (answer.done === true) throw new Error('the bare client ended');
      return answer.value;
    },
    stop: () => void child.kill(),
  };
}
