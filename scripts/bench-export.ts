/**
 * Measures exports: messages a second against the bare library's iteration, and the memory of the server.
 * `--json` prints figures only; `--messages N`, `--rounds N`, `--small N` and `--large N` change what is measured.
 */
import { parseArgs } from 'node:util';
import { measureMemory, measureSpeed } from './bench/export/measure.js';

/** How often the small export is made; until then memory still rises, whatever its size. */
const WARM_UP = 5;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    messages: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    small: { type: 'string', default: '10000' },
    large: { type: 'string', default: '1000000' },
  },
});
const [messages, rounds, small, large] = [values.messages, values.rounds, values.small, values.large].map(
  Number,
) as [number, number, number, number];

const speed = await measureSpeed(messages, rounds);
if (!values.json) {
  console.log('export of a chat against the bare library going through it, in turn (goal: 0.9)');
  console.log(
    `  ${speed.messages} messages: ${speed.exported.toFixed(0)} a second, library ${speed.library.toFixed(0)}: ${speed.ratio.toFixed(2)} ×`,
  );
}
const smallMb = await measureMemory(small, WARM_UP);
const largeMb = await measureMemory(large, 1);
if (values.json) {
  console.log(JSON.stringify({ ...speed, smallMb, largeMb }));
} else {
  console.log('the most memory of the server, each export in a fresh one (goal: 30 MB more at most)');
  console.log(
    `  ${small} messages ${smallMb.toFixed(0)} MB, ${large} messages ${largeMb.toFixed(0)} MB: ${(largeMb - smallMb).toFixed(0)} MB more`,
  );
}
