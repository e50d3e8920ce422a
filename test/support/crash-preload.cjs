/*
 * Loaded into a product process by a second --require, after the emulator's preload: kills the process with SIGKILL at
 * one step of its work, before or after it. A step is recognised by what the process asks of the system: a change on
 * disk by its path, a packet by its size, an answer to the client by its going out. Nothing in the product knows of it.
 *
 * TGMCP_CRASH = {"op", "when": "before" | "after", "on": pattern, "nth", "armed": file, "hit": file}. Steps count only
 * while the file `armed` exists; `hit` is written as the process dies. `bytes`: the size from which a packet counts as the
 * request; `since`: a pattern, packets count only after a rename that fits it.
 */
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const net = require('node:net');

const plan = JSON.parse(process.env.TGMCP_CRASH ?? 'null');
const real = { existsSync: fs.existsSync, writeFileSync: fs.writeFileSync };
/** Packets of at least so many bytes carry a long message; what keeps a connection alive is smaller. */
const MESSAGE_BYTES = plan?.bytes ?? 500;

if (plan !== null) {
  const pattern = new RegExp(plan.on ?? '');
  const paths = new Map();
  let left = plan.nth ?? 1;
  let sent = false;
  let begun = plan.since === undefined;
  const since = new RegExp(plan.since ?? '');

  const pass = (op, when, subject) => {
    if (op === 'rename' && when === 'after' && since.test(subject)) begun = true;
    if (op !== plan.op || when !== plan.when || !pattern.test(subject)) return;
    if (!real.existsSync(plan.armed)) return;
    left -= 1;
    if (left === 0) die(`${when} ${op} ${subject}`);
  };

  const opened = (result, path) => {
    if (typeof result === 'number') paths.set(result, String(path));
    else if (typeof result === 'object' && result !== null) watchHandle(result, String(path));
  };
  const two = (from, to) => `${from} > ${to}`;
  const one = (path) => String(path);
  const byDescriptor = (descriptor) => paths.get(descriptor) ?? '';

  for (const name of ['rename', 'link']) watch(name, name, two);
  for (const name of ['mkdir', 'chmod']) watch(name, name, one);
  for (const name of ['unlink', 'rm', 'rmdir']) watch(name, 'unlink', one);
  for (const name of ['writeFile', 'appendFile']) watch(name, 'write', one);
  watch('open', 'open', one, opened);
  watch('write', 'write', byDescriptor);
  for (const name of ['fsync', 'fdatasync']) watch(name, 'sync', byDescriptor);
  watchSockets();
  // So that named imports in ES modules are the watched functions too.
  Module.syncBuiltinESMExports();

  /** Watches the three forms of a function of `fs`. */
  function watch(name, op, subjectOf, onResult = () => undefined) {
    const alike = (made, original) =>
      Object.defineProperties(made, Object.getOwnPropertyDescriptors(original));
    const { [`${name}Sync`]: sync, [name]: callback } = fs;
    const promised = fs.promises[name];
    fs[`${name}Sync`] = alike(function watched(...args) {
      const subject = subjectOf(...args);
      pass(op, 'before', subject);
      const result = sync.apply(this, args);
      onResult(result, args[0]);
      pass(op, 'after', subject);
      return result;
    }, sync);
    fs[name] = alike(function watched(...args) {
      const subject = subjectOf(...args);
      const done = args.at(-1);
      pass(op, 'before', subject);
      if (typeof done !== 'function') return callback.apply(this, args);
      return callback.apply(this, [
        ...args.slice(0, -1),
        (error, ...results) => {
          if (!error) {
            onResult(results[0], args[0]);
            pass(op, 'after', subject);
          }
          done(error, ...results);
        },
      ]);
    }, callback);
    if (promised === undefined) return;
    fs.promises[name] = alike(async function watched(...args) {
      const subject = subjectOf(...args);
      pass(op, 'before', subject);
      const result = await promised.apply(this, args);
      onResult(result, args[0]);
      pass(op, 'after', subject);
      return result;
    }, promised);
  }

  /** Watches what a file handle of `fs/promises` does. */
  function watchHandle(handle, path) {
    for (const [name, op] of [
      ['sync', 'sync'],
      ['datasync', 'sync'],
      ['write', 'write'],
      ['writeFile', 'write'],
      ['appendFile', 'write'],
    ]) {
      const method = handle[name];
      handle[name] = async (...args) => {
        pass(op, 'before', path);
        const result = await method.apply(handle, args);
        pass(op, 'after', path);
        return result;
      };
    }
  }

  /** Watches packets to and from Telegram, and answers to the client on standard output. */
  function watchSockets() {
    const { write, push } = net.Socket.prototype;
    net.Socket.prototype.write = function watched(chunk, ...rest) {
      const op =
        this.fd === 1
          ? 'answer'
          : begun && isTelegram(this) && chunk.length >= MESSAGE_BYTES
            ? 'send'
            : undefined;
      if (op === undefined) return write.call(this, chunk, ...rest);
      const done = rest.find((argument) => typeof argument === 'function');
      const encoding = rest.find((argument) => typeof argument === 'string');
      pass(op, 'before', `${chunk.length}`);
      if (op === 'send' && real.existsSync(plan.armed)) sent = true;
      return write.call(this, chunk, encoding, (error) => {
        if (!error) pass(op, 'after', `${chunk.length}`);
        done?.(error);
      });
    };
    net.Socket.prototype.push = function watched(chunk, ...rest) {
      const answers = sent && chunk !== null && isTelegram(this);
      if (answers) pass('receive', 'before', `${chunk.length}`);
      const more = push.call(this, chunk, ...rest);
      if (answers) pass('receive', 'after', `${chunk.length}`);
      return more;
    };
  }
}

function isTelegram(socket) {
  return socket.remoteFamily === 'IPv4' || socket.remoteFamily === 'IPv6';
}

/** Ends the process as a power cut would: nothing runs after this line. */
function die(step) {
  real.writeFileSync(plan.hit, step);
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
