/**
 * `make demo`: the shipped servers do their main job through a real MCP client over real MTProto, on the embedded data
 * centre. Every step is checked while it runs. `make demo EXPORT=result.json` reads an exported history instead.
 */
import { Cleanup } from './demo/cleanup.js';
import { DemoFailure } from './demo/expect.js';
import { ownHistory, wholeStory } from './demo/stories.js';
import { createTranscript } from './demo/transcript.js';

const transcript = createTranscript(process.stdout, process.env);
const cleanup = new Cleanup();
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stopped = true;
    process.stderr.write(`\nStopped; cleaning up.\n`);
    void cleanup.run().finally(() => process.exit(130));
  });
}

// A reader that went away, as `head` does, ends the demo; there is nobody left to tell.
process.stdout.on('error', () => {
  stopped = true;
  void cleanup.run().finally(() => process.exit(1));
});

const exportFile = process.argv[2] ?? process.env['EXPORT'] ?? '';
try {
  if (exportFile === '') await wholeStory({ transcript, cleanup });
  else await ownHistory({ transcript, cleanup }, exportFile, process.env['ME'] ?? '');
} catch (error) {
  if (!stopped) report(error);
  process.exitCode = 1;
} finally {
  await cleanup.run();
}

function report(error: unknown): void {
  transcript.failed(
    error instanceof DemoFailure ? error.message : String(error instanceof Error ? error.stack : error),
  );
  if (error instanceof DemoFailure && error.message.includes('--me '))
    process.stdout.write('With make: make demo EXPORT=… ME=<your user id>\n');
}
