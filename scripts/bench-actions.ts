/** Measures what executing an approved action costs: its own work in commits to the disk, and eight sessions at once. */
import { aloneSpeed, crowdSpeed } from './bench/actions/speed.js';
import { openBenchHouse } from './bench/house.js';

const SESSIONS = 8;

const house = await openBenchHouse();
try {
  const alone = await aloneSpeed(house, 6, 20);
  const crowd = await crowdSpeed(house, SESSIONS, 8, 3);
  console.log('an execution, from the call to its answer, Telegram answering at once');
  console.log(`  alone                p50 ${fixed(alone.p50)} ms, p99 ${fixed(alone.p99)} ms`);
  console.log(
    `    in commits of the state store, ${fixed(alone.storeCommit)} ms each: ${fixed(alone.p50 / alone.storeCommit)} (goal: 12)`,
  );
  console.log(
    `    in bare commits to the disk, ${fixed(alone.bareCommit)} ms each: ${fixed(alone.p50 / alone.bareCommit)}`,
  );
  console.log(
    `  ${SESSIONS} sessions at once   p50 ${fixed(crowd.p50)} ms, p99 ${fixed(crowd.p99)} ms: ${fixed(crowd.p99 / crowd.p50)} × (goal: 10 ×)`,
  );
} finally {
  await house.close();
}

function fixed(value: number): string {
  return value.toFixed(1);
}
