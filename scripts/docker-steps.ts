/** Follows the steps of scripts/docker/Dockerfile in a plain folder, where no engine is at hand, and asks what came of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSteps } from './docker/run-steps.js';

const folder = await mkdtemp(join(tmpdir(), 'tgmcp-docker-'));
try {
  const built = await runSteps(folder);
  const { code, stdout, stderr } = await built.start(built.command);
  console.log(stdout.trim());
  if (code !== 0) console.error(stderr.trim());
  const health = await built.start();
  // Nobody is logged in there, and it says so.
  console.log(`\nIts health check ends with ${health.code}:\n${(health.stdout + health.stderr).trim()}`);
  process.exitCode = code;
} finally {
  await rm(folder, { recursive: true, force: true });
}
