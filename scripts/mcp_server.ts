/** The name under which older client configurations start the reading server: `node scripts/dist/mcp_server.js`. */
import { createRequire } from 'node:module';

createRequire(import.meta.url)('../../packages/tgmcp-read/bundle/tgmcp-read.js');
