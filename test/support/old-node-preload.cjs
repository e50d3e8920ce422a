/* Loaded into a product process by NODE_OPTIONS=--require: lets Node.js be an old one. */
'use strict';

Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } });
