/*
 * Loaded into a product process by NODE_OPTIONS=--require: lets every disk have little room left.
 * TGMCP_FREE_MB says how many megabytes.
 */
'use strict';

const fs = require('node:fs');
const Module = require('node:module');

const { statfsSync } = fs;
const free = Number(process.env.TGMCP_FREE_MB) * 256;
fs.statfsSync = (...args) => Object.assign(statfsSync(...args), { bavail: free, bsize: 4096 });
Module.syncBuiltinESMExports();
