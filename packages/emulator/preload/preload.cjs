'use strict';
/**
 * Loaded into an unmodified program by NODE_OPTIONS=--require: leads its Telegram connections to the emulator on this
 * machine, makes the client trust the emulator's test key, and lets the emulator shift the program's clocks.
 * TGMCP_EMULATOR holds {ports: {dc: port}, key: {fingerprint, n, e}, clock: file}. Nothing but loopback is ever reached.
 */
const fs = require('node:fs');
const Module = require('node:module');
const net = require('node:net');

const setup = JSON.parse(process.env.TGMCP_EMULATOR ?? 'null');
if (setup === null)
  throw new Error('TGMCP_EMULATOR is not set: start the program with the env that the emulator prints');

redirectConnections();
trustTestKey();
shiftClocks();

function redirectConnections() {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...args) {
    const [first, ...rest] = Array.isArray(args[0]) ? args[0] : args;
    const callback = rest.findLast((one) => typeof one === 'function');
    const options =
      typeof first === 'object' && first !== null
        ? first
        : { port: Number(first), host: typeof rest[0] === 'string' ? rest[0] : 'localhost' };
    if (options.path !== undefined || typeof first === 'string') return connect.apply(this, args);
    const target = destination(options);
    if (target instanceof Error) {
      process.nextTick(() => this.destroy(target));
      return this;
    }
    return connect.call(this, { ...options, ...target }, callback);
  };
}

/** Where a connection really goes: a data centre's port, another loopback address as it is, or nowhere. */
function destination({ host = 'localhost', port }) {
  const dc = dataCentre(host, Number(port));
  if (dc !== undefined) return { host: '127.0.0.1', port: dc };
  if (host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)) return { host, port };
  const error = new Error(
    `connect ECONNREFUSED ${host}:${port}: with the emulator, only this machine can be reached`,
  );
  return Object.assign(error, { code: 'ECONNREFUSED', errno: -111, syscall: 'connect', address: host, port });
}

/** The emulator advertises its data centres as 127.0.0.<dc>:443; the client knows one production address by heart. */
function dataCentre(host, port) {
  if (port !== 443 && port !== 80) return undefined;
  const advertised = /^127\.0\.0\.(\d+)$/.exec(host);
  if (advertised !== null) return setup.ports[advertised[1]];
  return /^(149\.154|91\.108|95\.161)\./.test(host)
    ? (setup.ports[PRODUCTION[host] ?? '2'] ?? setup.ports['2'])
    : undefined;
}

/** Telegram's production addresses (core.telegram.org/api/datacenter, as listed by help.getConfig). */
const PRODUCTION = {
  '149.154.175.53': '1',
  '149.154.167.51': '2',
  '149.154.175.100': '3',
  '149.154.167.91': '4',
  '91.108.56.130': '5',
};

function trustTestKey() {
  const load = Module._load;
  Module._load = function (request, parent, ...rest) {
    const loaded = load.call(this, request, parent, ...rest);
    if (/\/RSA(\.js)?$/.test(request) && loaded?._serverKeys instanceof Map) {
      const bigInt = Module.createRequire(Module._resolveFilename(request, parent))('big-integer');
      const { fingerprint, n, e } = setup.key;
      if (!loaded._serverKeys.has(fingerprint)) loaded._serverKeys.set(fingerprint, { n: bigInt(n, 16), e });
    }
    return loaded;
  };
}

/** Adds the offset that the emulator keeps in a file (one double, milliseconds) to every clock a program can read. */
function shiftClocks() {
  if (setup.clock === undefined) return;
  const RealDate = Date;
  const realNow = RealDate.now;
  const realPerformanceNow = performance.now.bind(performance);
  const realHrtime = process.hrtime;
  const realHrtimeBigint = process.hrtime.bigint;
  const file = fs.openSync(setup.clock, 'r');
  const readSync = fs.readSync;
  const buffer = Buffer.alloc(8);
  let offsetMs = 0;
  let readAt = -Infinity;

  const offset = () => {
    const at = realPerformanceNow();
    if (at - readAt >= 5) {
      readAt = at;
      if (readSync(file, buffer, 0, 8, 0) === 8) offsetMs = buffer.readDoubleLE(0);
    }
    return offsetMs;
  };
  const offsetNs = () => BigInt(Math.round(offset() * 1e6));

  RealDate.now = () => realNow() + Math.round(offset());
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(RealDate.now()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [RealDate.now()] : args, newTarget),
  });
  Object.defineProperty(performance, 'now', {
    configurable: true,
    writable: true,
    value: () => realPerformanceNow() + offset(),
  });
  const hrtimeBigint = () => realHrtimeBigint() + offsetNs();
  process.hrtime = Object.assign(
    (earlier) => {
      if (earlier !== undefined && !Array.isArray(earlier)) return realHrtime(earlier);
      const now = hrtimeBigint();
      const from = earlier === undefined ? 0n : BigInt(earlier[0]) * 1_000_000_000n + BigInt(earlier[1]);
      return [Number((now - from) / 1_000_000_000n), Number((now - from) % 1_000_000_000n)];
    },
    { bigint: hrtimeBigint },
  );
}
