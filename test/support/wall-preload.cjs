/*
 * Loaded into a product process by a second --require, after the emulator's preload: steps the wall clock alone, as a
 * person or a time server does, by the milliseconds that stand in the file TGMCP_WALL. SIGUSR2 blocks the event loop
 * until somebody removes the file TGMCP_WALL.blocked, which says that it is blocked.
 */
'use strict';

const fs = require('node:fs');

const { existsSync, readFileSync, writeFileSync } = fs;
const file = process.env.TGMCP_WALL;
const Before = globalThis.Date;
const { now: nowBefore } = Before;

function now() {
  try {
    return nowBefore() + Number(readFileSync(file, 'utf8'));
  } catch {
    return nowBefore();
  }
}
Before.now = now;
globalThis.Date = new Proxy(Before, {
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
});
Before.prototype.constructor = globalThis.Date;

process.on('SIGUSR2', () => {
  const blocked = `${file}.blocked`;
  const turns = new Int32Array(new SharedArrayBuffer(4));
  writeFileSync(blocked, '');
  while (existsSync(blocked)) Atomics.wait(turns, 0, 0, 20);
});
