/*
 * Loaded into a product process by NODE_OPTIONS=--require: makes it talk to the emulator on loopback without a change
 * or a switch in the product. Sockets to Telegram's addresses go to the emulator, everything else that is not loopback
 * is refused; the emulator's test key joins the client library's; the clocks follow the emulated world's.
 */
'use strict';

const dgram = require('node:dgram');
const fs = require('node:fs');
const Module = require('node:module');
const net = require('node:net');
const os = require('node:os');
const { performance } = require('node:perf_hooks');
const { dataCentreOf } = require('./addresses.cjs');

const { env } = process;
const settings = JSON.parse(env.TGMCP_EMULATOR ?? 'null');
if (settings !== null) {
  redirectSockets(settings.ports, settings.from);
  refuseDatagrams();
  trustTestKey(settings.key);
  shiftClocks(settings.clock);
}

function isLoopback(host) {
  return (
    host === 'localhost' || host === '::1' || host === '::ffff:127.0.0.1' || /^127(\.\d{1,3}){3}$/.test(host)
  );
}

function refusal(host, port) {
  const message = `connect ECONNREFUSED ${host}:${port} (the emulator's preload allows loopback only)`;
  return Object.assign(new Error(message), { code: 'ECONNREFUSED', syscall: 'connect', address: host, port });
}

function redirectSockets(ports, localAddress) {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function redirected(...args) {
    const [options, callback] = normalised(args);
    if (options.path !== undefined && options.path !== null) return connect.apply(this, args);
    const host = String(options.host ?? 'localhost');
    const port = Number(options.port);
    const target = ports[dataCentreOf(host, port)];
    if (target !== undefined)
      return connect.call(this, { ...options, host: '127.0.0.1', port: target, localAddress }, callback);
    if (isLoopback(host)) return connect.apply(this, args);
    this.connecting = true;
    process.nextTick(() => {
      this.connecting = false;
      this.destroy(refusal(host, port));
    });
    return this;
  };
}

/** [options, callback] of connect(options), connect(port, host) and connect(path). */
function normalised(args) {
  // Node's own callers pass one array that is normalised already.
  if (Array.isArray(args[0])) return args[0];
  const last = args.at(-1);
  const callback = typeof last === 'function' ? last : null;
  if (typeof args[0] === 'object' && args[0] !== null) return [args[0], callback];
  if (Number.isNaN(Number(args[0]))) return [{ path: args[0] }, callback];
  return [{ port: args[0], host: typeof args[1] === 'string' ? args[1] : 'localhost' }, callback];
}

function refuseDatagrams() {
  const { connect, send } = dgram.Socket.prototype;
  dgram.Socket.prototype.connect = function guarded(port, ...rest) {
    const host = typeof rest[0] === 'string' ? rest[0] : 'localhost';
    if (!isLoopback(host)) throw refusal(host, port);
    return connect.call(this, port, ...rest);
  };
  dgram.Socket.prototype.send = function guarded(...args) {
    // send(message[, offset, length][, port][, address][, callback]): the address is the only string behind the message.
    const host = args.slice(1).find((argument) => typeof argument === 'string') ?? 'localhost';
    if (!isLoopback(host)) throw refusal(host, 0);
    return send.apply(this, args);
  };
}

/** Adds the key once the library has loaded its own, and never loads the library itself. */
function trustTestKey({ n, e, fingerprint }) {
  const load = Module['_extensions']['.js'];
  Module['_extensions']['.js'] = function withTestKey(module, filename) {
    load(module, filename);
    if (!/[\\/]crypto[\\/]RSA\.js$/.test(filename)) return;
    const keys = module.exports['_serverKeys'];
    if (!(keys instanceof Map)) return;
    const bigInt = Module.createRequire(filename)('big-integer');
    keys.set(fingerprint, { n: bigInt(n, 16), e });
  };
}

/** How often the shift is read anew, in real milliseconds. */
const READ_EVERY_MS = 5;

function shiftClocks(file) {
  const descriptor = fs.openSync(file, 'r');
  const bytes = Buffer.alloc(8);
  const readSync = fs.readSync;
  const realNow = Date.now;
  const realPerformance = performance.now.bind(performance);
  const realBigint = process.hrtime.bigint;
  const realUptime = os.uptime;
  let readAt = -Infinity;
  let shift = 0;

  function currentShift() {
    const at = realPerformance();
    if (at - readAt >= READ_EVERY_MS) {
      readAt = at;
      if (readSync(descriptor, bytes, 0, 8, 0) === 8) shift = bytes.readDoubleLE(0);
    }
    return shift;
  }

  const now = () => Math.floor(realNow() + currentShift());
  const RealDate = Date;
  RealDate.now = now;
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  });
  RealDate.prototype.constructor = globalThis.Date;

  performance.now = () => realPerformance() + currentShift();
  os.uptime = () => realUptime() + currentShift() / 1000;
  const bigint = () => realBigint() + BigInt(Math.round(currentShift() * 1e6));
  process.hrtime = (since) => {
    const total = bigint();
    const passed =
      since === undefined ? total : total - (BigInt(since[0]) * 1_000_000_000n + BigInt(since[1]));
    return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
  };
  process.hrtime.bigint = bigint;
  Module.syncBuiltinESMExports();
}
