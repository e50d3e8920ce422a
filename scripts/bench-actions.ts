/** Measures what executing an approved action costs: its own work in commits to the disk, and eight sessions at once. */
import { aloneSpeed, crowdSpeed } from './bench/actions/speed.js';
import { openBenchHouse } from './bench/house.js';

const SESSIONS = 8;

const house = await openBenchHouse();
try {
  const alone = await aloneSpeed(house, 6, 20);
  const crowd = await crowdSpeed(house, SESSIONS, 8, 3);
  const own = alone.p50 - alone.telegram;
  console.log('an execution, from the call to its answer');
  console.log(`  alone                p50 ${fixed(alone.p50)} ms, p99 ${fixed(alone.p99)} ms`);
  console.log(
    `    Telegram's part, the same requests by the client library alone: p50 ${fixed(alone.telegram)} ms`,
  );
  console.log(
    `    the rest, ${fixed(own)} ms, in commits of the state store, ${fixed(alone.storeCommit)} ms each: ${fixed(own / alone.storeCommit)} (goal: 12)`,
  );
  console.log(
    `    in bare commits to the disk, ${fixed(alone.bareCommit)} ms each: ${fixed(own / alone.bareCommit)}`,
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
