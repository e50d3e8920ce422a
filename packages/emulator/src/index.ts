export * from './server/index.js';
export * from './world/index.js';
export { services } from './services/index.js';
