/** The emulated service: data centres on loopback, faults, call log, clock. */
export { startEmulator } from './emulator.js';
export type { Emulator, EmulatorOptions, SessionFormat } from './emulator.js';
export { toJson } from './call-log.js';
export type { CallLog, CallRecord, Json } from './call-log.js';
export { FAULT_KINDS } from './faults.js';
export { USUAL_RATES } from './load-floods.js';
export type { LoadFloods, MethodRate } from './load-floods.js';
export type { Fault, FaultKind, Faults } from './faults.js';
export { KEY_ENDS } from './key-ends.js';
export type { KeyEnd, KeyState, WhichKeys } from './key-ends.js';
export type { WorldClock } from './clock.js';
