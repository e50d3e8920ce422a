/** The emulator as a process: its control address and how it starts. */
export { startControl } from './server.js';
export type { Control } from './server.js';
export { markedId } from './state.js';
export { run, StartError } from './run.js';
export type { Ready, RunOptions, Running } from './run.js';
