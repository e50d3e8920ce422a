/*
 * Loaded into a product process by NODE_OPTIONS=--require: lets the file system below every folder be of another kind.
 * TGMCP_FILE_SYSTEM is the number by which statfs(2) names it.
 */
'use strict';

const fs = require('node:fs');
const Module = require('node:module');

const { statfsSync } = fs;
const type = Number(process.env.TGMCP_FILE_SYSTEM);
fs.statfsSync = (...args) => Object.assign(statfsSync(...args), { type });
Module.syncBuiltinESMExports();
