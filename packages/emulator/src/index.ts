export * from './server/index.js';
export { codecFor } from './tl/codec.js';
export { Sampler } from './tl/sample.js';
export type { TlObject, TlValue } from './tl/value.js';
export { RpcError } from './rpc/handler.js';
export type { CallContext, Handler, Handlers } from './rpc/handler.js';
export * from './world/index.js';
export { services } from './services/index.js';
