/** Measures the emulator's pages a second and memory, and pages through a million messages. `--json` prints figures only. */
import { measureScale } from './bench/emulator/scale.js';

const WRITTEN = 100_000;
const GENERATED = 1_000_000;

const scale = await measureScale(WRITTEN, GENERATED);
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(scale));
} else {
  console.log('history pages of 100 a second, client in another process, p50 (goal: 150)');
  console.log(
    `  raw client            ${scale.rawPages.toFixed(0)} one by one, ${scale.rawPagesInFlight.toFixed(0)} with four in flight`,
  );
  console.log(`  telegram library      ${scale.libraryPages.toFixed(0)} (it takes most of the time itself)`);
  console.log('resident memory of the emulator (goal: 400 MB with 100,000 messages)');
  console.log(`  ${WRITTEN} written    ${scale.writtenMb.toFixed(0)} MB after all were read`);
  console.log(
    `  ${GENERATED} generated ${scale.pagedMb.toFixed(0)} MB after all were read in ${scale.pagedSeconds.toFixed(0)} s`,
  );
}
