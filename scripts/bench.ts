/** Measures, in one run and as ratios: cold start, what a server adds to a call, memory, the price of the tool lists and of ten questions. */
import { tmpdir } from 'node:os';
import { coldStarts, filesystemServer } from './bench/cold-start.js';
import { footprint } from './bench/footprint.js';
import { bundle, openBenchHouse } from './bench/house.js';
import { overheads } from './bench/overhead.js';
import { questionCosts } from './bench/questions/costs.js';

const PAIRS = 20;
const BLOCKS = 15;

const house = await openBenchHouse();
// Somebody who has seen enough leaves no folder behind; the second time the signal does what it always does.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void house.close().finally(() => process.kill(process.pid, signal)));
try {
  const starts = await coldStarts(
    [
      { name: 'tgmcp-read', file: bundle('tgmcp-read'), args: [], env: plain(house.env()) },
      { name: 'tgmcp-actions', file: bundle('tgmcp-actions'), args: [], env: plain(house.env()) },
      { name: 'server-filesystem', file: filesystemServer(), args: [tmpdir()], env: {} },
    ],
    PAIRS,
  );
  console.log(`spawn to initialize reply, median of ${PAIRS} pairs (goal: at most 2.2 × bare node)`);
  for (const { name, ms, bareMs, ratio } of starts) {
    console.log(`  ${name.padEnd(20)} ${fixed(ms)} ms, bare node ${fixed(bareMs)} ms: ${ratio.toFixed(2)} ×`);
  }
  console.log('tg_get_messages of 100 against the library alone (goals: 1.3 × local, 1.6 × shared)');
  for (const { mode, bareMs, toolMs, ratio } of await overheads(house, ['local', 'shared'], BLOCKS)) {
    const added = fixed(toolMs - bareMs);
    console.log(
      `  ${mode.padEnd(20)} ${fixed(toolMs)} ms, library ${fixed(bareMs)} ms: ${ratio.toFixed(2)} × (+${added} ms)`,
    );
  }
  console.log(
    'resident memory after initialize and after connect (goals: 90 MB, 140 MB); tool list as a model sees it',
  );
  for (const server of ['tgmcp-read', 'tgmcp-actions'] as const) {
    const { initializedMb, connectedMb, tools, tokens } = await footprint(house, server);
    console.log(
      `  ${server.padEnd(20)} ${fixed(initializedMb)} MB, ${fixed(connectedMb)} MB; ${tools} tools, ${tokens} tokens`,
    );
  }
  console.log('questions about the demo world: calls, and tokens (characters / 4) of their results');
  for (const { question, calls, tokens } of await questionCosts()) {
    console.log(`  ${String(calls)} ${String(tokens).padStart(5)}  ${question}`);
  }
} finally {
  await house.close();
}

function fixed(value: number): string {
  return value.toFixed(1);
}

// Cold starts are measured without the emulator's preload, as a client starts a server.
function plain({
  NODE_OPTIONS: _preload,
  TGMCP_EMULATOR: _setup,
  ...env
}: Record<string, string>): Record<string, string> {
  return env;
}
