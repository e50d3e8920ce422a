import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { recordName } from './record.js';

const MAKER = fileURLToPath(new URL('maker.js', import.meta.url));

/** Milliseconds after which a server that does not end is ended. */
const MOST_MS = 60_000;

/** What a client says first: all that a start has to answer. */
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'build', version: '1' } },
};

/**
 * Writes the record of a server's compiled code beside its parts, for the Node.js that runs this. `parts` are those that a
 * start needs, the one first that it begins with. Throws when the server does not answer and end as it should.
 */
export async function makeRecord(folder: string, parts: readonly string[]): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'tgmcp-record-'));
  try {
    const child = spawn(process.execPath, [MAKER, folder, ...parts], {
      // Nothing of this person's settings, and no option of theirs for V8.
      env: {
        SystemRoot: process.env['SystemRoot'],
        HOME: data,
        USERPROFILE: data,
        TG_ENV_FILE: devNull,
        TG_DATA_DIR: data,
      },
      timeout: MOST_MS,
    });
    // Whoever ends its input at once may get no answer.
    child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
    let answer = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      answer += chunk;
      if (answer.includes('\n')) child.stdin.end();
    });
    const [[code], said] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
    if (code !== 0 || !answer.includes('"serverInfo"'))
      throw new Error(`No record of compiled code was made in ${folder}: ${said}`);
    // The server makes its process private, and what it writes.
    await chmod(join(folder, recordName()), 0o644);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
