/*
 * Loaded into a product process by NODE_OPTIONS=--require: a disk below one folder that takes no more bytes, or allows
 * no change at all, for as long as a file beside it says so. TGMCP_DISK is {"under": folder, "trouble": file}; the file
 * holds the system's error code, ENOSPC or EROFS.
 */
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

const { readFileSync, readlinkSync } = fs;
const { under, trouble } = JSON.parse(process.env.TGMCP_DISK ?? '{"under":"/nowhere","trouble":"/nowhere"}');

/** The error code in force for a path or an open file, or undefined. */
function codeFor(target) {
  let code;
  try {
    code = readFileSync(trouble, 'utf8').trim();
  } catch {
    return undefined;
  }
  const file = typeof target === 'number' ? readlinkSync(`/proc/self/fd/${target}`) : String(target);
  const inside = path.relative(under, path.resolve(file));
  return inside === '..' || inside.startsWith(`..${path.sep}`) ? undefined : code;
}

function refusal(code, syscall, target) {
  const at = typeof target === 'number' ? '' : ` '${target}'`;
  return Object.assign(new Error(`${code}: ${syscall}${at}`), { code, syscall, errno: -1 });
}

/** Operations on names: a full disk has no room for new folders; a read-only one allows none of them. */
const FULL = new Set(['mkdir', 'write', 'writev', 'writeFile', 'appendFile']);
const READ_ONLY = [
  ...FULL,
  'rename',
  'link',
  'symlink',
  'unlink',
  'rm',
  'rmdir',
  'truncate',
  'ftruncate',
  'chmod',
  'utimes',
];

function isRefused(operation, code) {
  return code !== undefined && (code !== 'ENOSPC' || FULL.has(operation));
}

function opensForWriting(flags) {
  return typeof flags === 'number'
    ? (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0
    : /[wa+]/.test(flags ?? 'r');
}

for (const operation of READ_ONLY) {
  wrap(operation, (target) => {
    const code = codeFor(target);
    return isRefused(operation, code) ? code : undefined;
  });
}
wrap('open', (target, flags) => {
  const code = codeFor(target);
  return code !== undefined && code !== 'ENOSPC' && opensForWriting(flags) ? code : undefined;
});
wrap('access', (target, mode) => {
  const code = codeFor(target);
  return code !== undefined && code !== 'ENOSPC' && (mode & fs.constants.W_OK) !== 0 ? code : undefined;
});

const { open } = fs.promises;
let isHandleWrapped = false;
fs.promises.open = async (...args) => {
  const handle = await open(...args);
  if (!isHandleWrapped) wrapHandle(Object.getPrototypeOf(handle));
  return handle;
};
Module.syncBuiltinESMExports();

/** The synchronous, the callback and the promise form of one operation. */
function wrap(operation, codeOf) {
  const sync = fs[`${operation}Sync`];
  const callback = fs[operation];
  const promised = fs.promises[operation];
  fs[`${operation}Sync`] = (...args) => {
    const code = codeOf(...args);
    if (code !== undefined) throw refusal(code, operation, args[0]);
    return sync(...args);
  };
  fs[operation] = (...args) => {
    const code = codeOf(...args);
    if (code === undefined) callback(...args);
    else process.nextTick(args.at(-1), refusal(code, operation, args[0]));
  };
  if (promised === undefined) return;
  fs.promises[operation] = async (...args) => {
    const code = codeOf(...args);
    if (code !== undefined) throw refusal(code, operation, args[0]);
    return promised(...args);
  };
}

function wrapHandle(prototype) {
  isHandleWrapped = true;
  for (const operation of ['write', 'writev', 'writeFile', 'appendFile', 'truncate', 'chmod']) {
    const original = prototype[operation];
    prototype[operation] = async function wrapped(...args) {
      const code = codeFor(this.fd);
      if (isRefused(operation, code)) throw refusal(code, operation, this.fd);
      return original.apply(this, args);
    };
  }
}
