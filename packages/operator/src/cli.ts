import { createConsole } from './console/console.js';
import { EXIT } from './console/exit.js';
import { runCommand } from './program.js';

// Nothing this process writes is for anybody else.
process.umask(0o077);
const console = createConsole(process, process.env);
try {
  process.exitCode = await runCommand(process.argv.slice(2), { console, env: process.env });
} catch (error) {
  console.note(`tgmcp has a fault of its own: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = EXIT.refused;
} finally {
  console.close();
}
