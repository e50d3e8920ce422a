import { sendMessage } from './send-message.js';
import type { WriteTool } from './write-tool.js';

/** Every tool that writes, in the order in which clients list them. A new one is declared in its file and joins here. */
export const WRITE_TOOLS: readonly WriteTool[] = [sendMessage];
