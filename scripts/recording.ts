/** `make recording`: runs the demo and draws what it says, as `docs/demo.svg`. The same demo gives the same drawing. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Cleanup } from './demo/cleanup.js';
import { wholeStory } from './demo/stories.js';
import { createTranscript } from './demo/transcript.js';
import { draw } from './recording/drawing.js';
import { steady } from './recording/steady.js';

const file = fileURLToPath(new URL('../../docs/demo.svg', import.meta.url));
const cleanup = new Cleanup();
let told = '';
const terminal = { isTTY: true, write: (text: string) => (told += text) };
try {
  await wholeStory({ transcript: createTranscript(terminal, {}), cleanup });
  const svg = draw(steady(told), 'make demo');
  await writeFile(file, svg);
  process.stdout.write(`${file}: ${svg.length} bytes\n`);
} finally {
  await cleanup.run();
}
