import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const dist = (name: string): string => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

/** A server that says whether schemas made by its services would be compiled. */
const PROGRAM = `
  import { done } from ${JSON.stringify(dist('index.js'))};
  import { startServer } from ${JSON.stringify(dist('start.js'))};
  import * as z from ${JSON.stringify(fileURLToPath(import.meta.resolve('zod')))};
  const tell = (when) => console.log(when + ': ' + (z.config().jitless ? 'as they are' : 'compiled'));
  const chat = { name: 'chat', title: 'Chat', description: 'A chat.', prefix: 'tg://chat/', read: async () => done({}) };
  await startServer({
    program: 'read', title: 'Test', version: '1.0.0', instructions: 'Tests.', tools: async () => [], resources: [chat],
    services: () => ({ open: async () => { tell('services'); return done({}); }, close: async () => undefined }),
  }, process.env);
  tell('start');
`;
const MESSAGES = [
  {
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
  },
  { id: 2, method: 'resources/read', params: { uri: 'tg://chat/me' } },
].map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

it('what is loaded after a start has compiled schemas, whatever a client asks for first', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    env: { PATH: process.env['PATH'] ?? '', TG_ENV_FILE: '/dev/null' },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  try {
    child.stdin.write(MESSAGES.join(''));
    await expect.poll(() => said).toContain('services: ');
    expect(said).toContain('start: as they are\n');
    expect(said).toContain('services: compiled\n');
  } finally {
    child.kill('SIGKILL');
  }
});
