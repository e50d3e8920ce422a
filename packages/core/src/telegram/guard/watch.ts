/** What the guard and the fixes know of a client: its gate, and whom to tell. A client without a watch may send nothing. */
import type { CryptoState, Sender } from '../internals.js';
import type { Gate } from './gate.js';

/** One guarded client. */
export interface Watch {
  readonly gate: Gate;
  /** The client can send nothing any more. */
  died(error: Error): void;
  /** Telegram does not know the key of the connection. */
  keyUnknown(): void;
  /** Whether a lost connection should be made anew now, by the library, because somebody waits for an answer. */
  wanted(): boolean;
  /** Telegram has told something on its own, by the name of the update; for who waits for it. */
  update?(name: string): void;
  /** Telegram's time, in whole seconds since the epoch. */
  serverTime(seconds: number): void;
}

const watches = new WeakMap<object, Watch>();
const states = new WeakMap<CryptoState, Watch | undefined>();

/** Puts a client under guard. Its gate cannot be exchanged. */
export function watchClient(client: object, watch: Watch): void {
  if (watches.has(client)) throw new Error('this client is guarded already');
  watches.set(client, watch);
}

/** Who watches over a sender; undefined for one that is not ours. */
export function watchOf(sender: Sender): Watch | undefined {
  return watches.get(sender['_client']);
}

/** Binds the encrypting end of a connection to the gate of its client; called before a connection can send. */
export function bindGate(sender: Sender): void {
  states.set(sender['_state'], watchOf(sender));
}

/** Who watches over an encryption state; undefined for one that is not ours. */
export function watchOfState(state: CryptoState): Watch | undefined {
  return states.get(state);
}
