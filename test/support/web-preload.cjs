/*
 * Loaded into a product process by a second --require, after the emulator's preload: an internet of one host.
 * TGMCP_WEB = {"address", "port"}: every name of example.org has this address, and its port 443 is a port on loopback.
 */
'use strict';

const dns = require('node:dns');
const Module = require('node:module');
const net = require('node:net');

const { address, port } = JSON.parse(process.env.TGMCP_WEB);
const { lookup } = dns.promises;
dns.promises.lookup = async (host, options) =>
  /(^|\.)example\.org$/.test(host) ? [{ address, family: 4 }] : lookup(host, options);

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function routed(...args) {
  const [options, callback] = Array.isArray(args[0]) ? args[0] : args;
  if (options?.host !== address || options.port !== 443) return connect.apply(this, args);
  Object.defineProperty(this, 'remoteAddress', { value: address });
  return connect.call(this, { ...options, host: '127.0.0.1', port }, callback);
};
Module.syncBuiltinESMExports();
