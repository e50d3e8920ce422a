import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';

const CORE = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
const START = fileURLToPath(new URL('../../dist/start.js', import.meta.url));

/** A server that does what servers must survive: it prints, keeps a timer, never closes, and rejects in the dark. */
const PROGRAM = `
  import { done } from ${JSON.stringify(CORE)};
  import { startServer } from ${JSON.stringify(START)};
  await startServer({
    program: 'read', title: 'Test', version: '1.0.0', instructions: 'Tests.', tools: async () => [],
    services: () => {
      console.log('printed');
      setInterval(() => undefined, 1000);
      setTimeout(() => void Promise.reject(new Error('in the dark')), 10);
      return { open: async () => done({}), close: () => new Promise(() => undefined) };
    },
  }, process.env);
`;
const NODE = [process.execPath, ['--input-type=module', '-e', PROGRAM]] as const;
const INITIALIZE = `${JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
})}\n`;
const PING = `${JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' })}\n`;

const children: ChildProcessWithoutNullStreams[] = [];
afterAll(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

function start(env: Record<string, string> = {}): Running {
  const child = spawn(NODE[0], NODE[1], {
    env: { PATH: process.env['PATH'] ?? '', TG_ENV_FILE: '/dev/null', ...env },
  });
  children.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined);
  return { child, stdout: () => stdout, stderr: () => stderr };
}

async function startAnswering(): Promise<Running> {
  const running = start();
  running.child.stdin.write(INITIALIZE);
  await once(running.child.stdout, 'data');
  return running;
}

/** How long is waited for what comes without a limit of its own, and how long it is tried to see an end in time; milliseconds. */
const PATIENCE = { timeout: 20_000 };
const TRYING_MS = 60_000;

/**
 * The shortest time of an end that `measure` sees, in milliseconds, as soon as it is below `most`. A machine that stalls makes one
 * end late, a server that takes too long is late each time.
 */
async function shortest(most: number, measure: () => Promise<number>): Promise<number> {
  const begun = performance.now();
  let found = await measure();
  while (found >= most && performance.now() - begun < TRYING_MS) found = Math.min(found, await measure());
  return found;
}

/** Milliseconds until the process ends after `act`, as it should. */
async function endAfter(running: Running, act: () => void): Promise<number> {
  const begun = performance.now();
  act();
  const [code] = (await once(running.child, 'exit')) as unknown[];
  expect(code).toBe(0);
  return performance.now() - begun;
}

/** Milliseconds until a server ends whose parent is killed while its input stays open. */
async function endAfterParent(): Promise<number> {
  // A named pipe that stays open here: the pipe of a child would be closed as soon as the child, the shell, is gone.
  const folder = mkdtempSync(join(tmpdir(), 'tgmcp-input-'));
  const pipe = join(folder, 'input');
  execFileSync('mkfifo', ['-m', '600', pipe]);
  const input = openSync(pipe, 'r+');
  try {
    const script = '"$0" --input-type=module -e "$1" <"$2" & echo "pid $!" >&2; wait';
    const shell = spawn('sh', ['-c', script, NODE[0], PROGRAM, pipe], {
      env: { PATH: process.env['PATH'] ?? '', TG_ENV_FILE: '/dev/null' },
    });
    children.push(shell);
    let stderr = '';
    shell.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    writeSync(input, INITIALIZE);
    await once(shell.stdout, 'data');
    // What the shell wrote before may be read after that.
    await vi.waitFor(() => expect(stderr).toMatch(/pid \d+\n/), PATIENCE);
    const pid = Number(/pid (\d+)/.exec(stderr)?.[1]);
    expect(isAlive(pid)).toBe(true);
    shell.kill('SIGKILL');
    const begun = performance.now();
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE);
    return performance.now() - begun;
  } finally {
    closeSync(input);
    rmSync(folder, { recursive: true, force: true });
  }
}

// Five at a time, and starting them takes a busy machine seconds.
describe.concurrent('a server process', { timeout: 2 * TRYING_MS }, () => {
  it.each([
    ['the input ends', (child: ChildProcessWithoutNullStreams) => child.stdin.end()],
    ['it is asked to terminate', (child: ChildProcessWithoutNullStreams) => child.kill('SIGTERM')],
    ['it is interrupted', (child: ChildProcessWithoutNullStreams) => child.kill('SIGINT')],
    ['its terminal hangs up', (child: ChildProcessWithoutNullStreams) => child.kill('SIGHUP')],
    [
      'nobody reads its output any more',
      (child: ChildProcessWithoutNullStreams) => {
        child.stdout.destroy();
        child.stdin.write(PING);
      },
    ],
  ])('ends within two seconds when %s, although something in it hangs', async (_name, act) => {
    const ended = await shortest(2000, async () => {
      const running = await startAnswering();
      return endAfter(running, () => act(running.child));
    });
    expect(ended).toBeLessThan(2000);
  });

  it('ends when its parent is gone while somebody else holds its input open', async () => {
    expect(await shortest(3000, endAfterParent)).toBeLessThan(3000);
  });

  it('writes nothing but the protocol to its output, whatever is printed or rejected', async () => {
    const running = await startAnswering();
    for (const said of ['printed', 'in the dark'])
      await vi.waitFor(() => expect(running.stderr()).toContain(said), PATIENCE);
    running.child.stdin.write(PING);
    await once(running.child.stdout, 'data');
    const lines = running.stdout().trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([1, 2]);
  });

  it('does not start with settings that cannot be read, and names them all', async () => {
    const running = start({ RATE_RPS: 'fast', TG_LOG_LEVEL: 'loud', TG_SHOW_PHONE_NUMBERS: 'maybe' });
    const [code] = (await once(running.child, 'close')) as unknown[];
    expect(code).toBe(2);
    expect(running.stdout()).toBe('');
    for (const name of ['RATE_RPS', 'TG_LOG_LEVEL', 'TG_SHOW_PHONE_NUMBERS']) {
      expect(running.stderr()).toContain(name);
    }
  });

  it('does not start under a debugger, unless it is told to', async () => {
    const inspected = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };
    const refused = start(inspected);
    expect((await once(refused.child, 'close'))[0]).toBe(2);
    expect(refused.stdout()).toBe('');
    expect(refused.stderr()).toContain('TG_ALLOW_INSPECTOR=1');
    const allowed = start({ ...inspected, TG_ALLOW_INSPECTOR: '1' });
    allowed.child.stdin.write(INITIALIZE);
    await once(allowed.child.stdout, 'data');
    allowed.child.stdin.end();
    await once(allowed.child, 'close');
  });

  it('writes its log as JSON on request, at the level that the older name asks for', async () => {
    const running = start({ TG_LOG_FORMAT: 'json', LOG_LEVEL: 'DEBUG' });
    running.child.stdin.end();
    await once(running.child, 'close');
    const lines = running
      .stderr()
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual({
      time: expect.any(String),
      level: 'info',
      message: expect.stringContaining('ending'),
    });
  });
});

/** Whether a process runs; one that has ended and waits to be collected does not. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
