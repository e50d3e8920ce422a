import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Cleanup } from './cleanup.js';
import { DemoFailure } from './expect.js';

const CLI = fileURLToPath(new URL('../../../packages/emulator/dist/cli.js', import.meta.url));

/** Programs look at the time's shift every few milliseconds. */
const SHIFT_IS_KNOWN_MS = 50;

const readySchema = z.object({
  control: z.string(),
  env: z.record(z.string(), z.string()),
  accounts: z
    .array(
      z.object({
        user_id: z.coerce.string(),
        phone: z.string(),
        code: z.string(),
        password: z.string().optional(),
      }),
    )
    .min(1),
});

const callsSchema = z.object({
  next: z.number(),
  calls: z.array(z.object({ n: z.number(), account: z.unknown(), method: z.string(), outcome: z.unknown() })),
});

/** The embedded data centre as a process of its own, driven through its control address. */
export interface EmulatorProcess {
  /** What a product process needs in its environment to reach this data centre. */
  readonly env: Readonly<Record<string, string>>;
  readonly account: { readonly phone: string; readonly code: string; readonly password?: string | undefined };
  /** Methods that reached the wire from call number `since` on, oldest first, and the next number. */
  calls(since: number): Promise<{ next: number; methods: string[] }>;
  /** Orders trouble; see packages/emulator/README.md. */
  fault(fault: Readonly<Record<string, unknown>>): Promise<void>;
  clearFaults(): Promise<void>;
  /** Lets time pass at once, for itself and every program that it leads; when it resolves they all know. */
  pass(seconds: number): Promise<void>;
}

/** Starts the emulator's own program and waits for its ready line. A refused start passes its error line on. */
export async function startEmulatorProcess(
  args: readonly string[],
  cleanup: Cleanup,
): Promise<EmulatorProcess> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const exited = once(child, 'exit');
  cleanup.later(async () => {
    child.stdin.end();
    await exited;
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    // 'close' comes after stderr was read to its end, so that the whole complaint is at hand.
    child.once('close', () =>
      reject(new DemoFailure(complaints.join('').trim() || 'the emulator ended at start')),
    );
  });
  const ready = readySchema.parse(JSON.parse(line));
  const [account] = ready.accounts;
  if (account === undefined) throw new DemoFailure('the emulator has no account to log in with');

  async function control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${ready.control}${path}`, {
      method,
      headers: { 'content-type': 'application/json', connection: 'close' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new DemoFailure(`${method} ${path} at the control address: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  return {
    env: ready.env,
    account,
    async calls(since) {
      const { next, calls } = callsSchema.parse(await control('GET', `/calls?since=${since}`));
      return { next, methods: calls.map((call) => call.method) };
    },
    fault: async (fault) => void (await control('POST', '/faults', [fault])),
    clearFaults: async () => void (await control('DELETE', '/faults')),
    async pass(seconds) {
      await control('POST', '/clock', { advance_ms: seconds * 1000 });
      await sleep(SHIFT_IS_KNOWN_MS);
    },
  };
}
