/*
 * Loaded into a test's process by --require: lets the n-th call on files below one folder fail with a system error, or
 * write only half of its bytes. `globalThis.tgmcpDisk` is how the test says which one; named imports of `fs` included.
 */
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const { readlinkSync } = fs;
const disk = { under: '/nowhere', code: undefined, nth: 0, calls: 0, hit: undefined };
globalThis.tgmcpDisk = disk;

function isUnder(target) {
  let file = target;
  if (typeof target === 'number') {
    try {
      file = readlinkSync(`/proc/self/fd/${target}`);
    } catch {
      return false;
    }
  }
  const inside = path.relative(disk.under, path.resolve(String(file)));
  return inside !== '..' && !inside.startsWith(`..${path.sep}`);
}

/** What this call meets: undefined, or the trouble. `writes`: it can be cut short. */
function meet(operation, target, writes) {
  if (disk.code === undefined || disk.hit !== undefined) return undefined;
  if ((disk.code === 'short' && !writes) || !isUnder(target)) return undefined;
  disk.calls += 1;
  if (disk.calls !== disk.nth) return undefined;
  disk.hit = operation;
  return disk.code;
}

function refusal(code, syscall) {
  return Object.assign(new Error(`${code}: ${syscall}`), { code, syscall, errno: -5 });
}

/** The arguments of a write that takes half of the bytes. */
function halved([target, data, offset, length, ...rest]) {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const from = typeof offset === 'number' ? offset : 0;
  const whole = typeof length === 'number' ? length : bytes.length - from;
  return [target, bytes, from, Math.floor(whole / 2), ...rest];
}

const OPERATIONS = [
  'open',
  'read',
  'write',
  'close',
  'fsync',
  'fdatasync',
  'fstat',
  'stat',
  'lstat',
  'readdir',
  'readFile',
  'writeFile',
  'rename',
  'link',
  'unlink',
  'rm',
  'rmdir',
  'mkdir',
  'chmod',
  'utimes',
  'realpath',
];
for (const operation of OPERATIONS) {
  const writes = operation === 'write';
  const { [`${operation}Sync`]: sync, [operation]: callback } = fs;
  const promised = fs.promises[operation];
  fs[`${operation}Sync`] = alike(sync, (...args) => {
    const trouble = meet(operation, args[0], writes);
    if (trouble === 'short') return sync(...halved(args));
    if (trouble !== undefined) throw refusal(trouble, operation);
    return sync(...args);
  });
  fs[operation] = alike(callback, (...args) => {
    const trouble = meet(operation, args[0], writes);
    if (trouble === undefined) return callback(...args);
    if (trouble === 'short') return callback(...halved(args.slice(0, -1)), args.at(-1));
    return process.nextTick(args.at(-1), refusal(trouble, operation));
  });
  if (promised === undefined) continue;
  fs.promises[operation] = async (...args) => {
    const trouble = meet(operation, args[0], false);
    if (trouble !== undefined) throw refusal(trouble, operation);
    const result = await promised(...args);
    if (operation === 'open') watchHandle(result);
    return result;
  };
}
Module.syncBuiltinESMExports();

function alike(original, made) {
  return Object.defineProperties(made, Object.getOwnPropertyDescriptors(original));
}

function watchHandle(handle) {
  for (const operation of ['sync', 'datasync', 'close']) {
    const method = handle[operation].bind(handle);
    handle[operation] = async (...args) => {
      const trouble = meet(operation, handle.fd, false);
      if (trouble === undefined) return method(...args);
      if (operation === 'close') await method(...args);
      throw refusal(trouble, operation);
    };
  }
}
