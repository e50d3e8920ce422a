import { tgmcp } from './index.js';

// Nothing this process writes is for anybody else.
process.umask(0o077);
process.exitCode = await tgmcp(process.argv.slice(2), process, process.env);
