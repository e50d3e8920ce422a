import { atTerminal } from './at-terminal.js';
import { runCommand } from './program.js';

// Nothing this process writes is for anybody else.
process.umask(0o077);
process.exitCode = await atTerminal(process, process.env, (context) =>
  runCommand(process.argv.slice(2), context),
);
