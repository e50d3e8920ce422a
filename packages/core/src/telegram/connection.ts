/** One live connection of one session: sends announced requests, and leaves nobody waiting when it ends. */
import type { Api } from 'telegram';
import type { Clock } from '../clock/clock.js';
import type { PacingTicket } from '../pacing/failure.js';
import { createClient, type ClientSettings } from './client.js';
import { endClient } from './fixes.js';
import { Gate, type Grant, type Pass } from './guard/gate.js';
import { newState, type Client, type Sender, type State } from './internals.js';
import { telegram } from './library.js';
import { ConnectionLost, KeyUnknown } from './lost.js';
import { rpcProblem } from './rpc-errors.js';
import { takeOut } from './sender-queue.js';

const IDLE_MS = 30_000;
const PING_MS = 5_000;
/** Addresses that the client cannot use, or that only serve files (core.telegram.org/constructor/dcOption). */
const SPECIAL = ['ipv6', 'cdn', 'tcpoOnly', 'mediaOnly'] as const;

/** What a connection is made from. */
export interface ConnectionOptions {
  readonly settings: ClientSettings;
  readonly program: string;
  readonly session: string;
  readonly list: ReadonlySet<string>;
  readonly clock: Clock;
  /** Tells Telegram's time as the connection begins: seconds since the epoch. */
  readonly serverTime: (seconds: number) => void;
  /** Hears the names of updates; nobody does when absent. */
  readonly update?: (name: string) => void;
  /** Another data centre than that of the session; it is reached with a new key. */
  readonly centre?: { readonly dc: number; readonly address: () => Promise<string> };
}

/** A call that goes through a connection. */
export interface Sending {
  readonly request: Api.AnyRequest;
  readonly ticket: PacingTicket;
  readonly kind: 'read' | 'write';
  readonly signal: AbortSignal;
  readonly grant?: Grant | undefined;
}

/** A connection; made by `open`, useless once `ended`. */
export class Connection {
  /** Whether the account behind it was checked. */
  verified = false;
  /** Whether it has come to be; requests may be sent from then on. */
  isOpen = false;
  /** Why it ended. */
  ended: Error | undefined;
  readonly gate: Gate;
  readonly client: Client;
  readonly #clock: Clock;
  readonly #centre: ConnectionOptions['centre'];
  readonly #states = new Set<State>();
  #opening = false;
  #lastAnswer: number;
  #giveUp: (error: Error) => void = () => undefined;
  readonly #end: Promise<never>;

  constructor(options: ConnectionOptions) {
    this.#clock = options.clock;
    this.#centre = options.centre;
    this.#lastAnswer = options.clock.monotonic();
    this.gate = new Gate(options.list);
    this.#end = new Promise((_, reject) => {
      this.#giveUp = reject;
    });
    // The end is news only for those who wait for something else at the same time.
    this.#end.catch(() => undefined);
    this.client = createClient(options.settings, options.program, options.session, {
      gate: this.gate,
      died: (error) => this.end(error),
      keyUnknown: () => this.end(new KeyUnknown()),
      wanted: () => this.#opening || this.#states.size > 0,
      serverTime: options.serverTime,
      ...(options.update === undefined ? {} : { update: options.update }),
    });
  }

  /** Connects; rejects with what ended it, or when `signal` aborts. */
  async open(signal: AbortSignal): Promise<void> {
    await this.#begin(() => this.#connect(), signal);
    this.isOpen = true;
  }

  async #connect(): Promise<boolean> {
    // The port is not looked at; the client has one for every data centre.
    if (this.#centre !== undefined)
      this.client.session.setDC(this.#centre.dc, await this.#centre.address(), 443);
    return this.client.connect();
  }

  /** The number of the data centre that it leads to. */
  get dc(): number {
    return this.client.session.dcId;
  }

  /** Where another data centre is, as this one says. Rejects when it knows none of that number. */
  async addressOf(dc: number): Promise<string> {
    const { Api } = telegram();
    const config = await Promise.race([this.#sender.send(new Api.help.GetConfig()), this.#end]);
    const all = config instanceof Api.Config ? config.dcOptions : [];
    const found = all.find((one) => one.id === dc && !SPECIAL.some((flag) => one[flag] === true));
    if (found === undefined) throw new ConnectionLost(false, new Error(`there is no data centre ${dc}`));
    return found.ipAddress;
  }

  async #begin(connect: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    const stop = (): void => this.end(new ConnectionLost(false));
    signal.addEventListener('abort', stop, { once: true });
    this.#opening = true;
    try {
      if (signal.aborted) stop();
      const connected = await Promise.race([connect(), this.#end]);
      if (connected !== true) throw new ConnectionLost(false);
    } catch (error) {
      const ended = error instanceof Error ? error : new ConnectionLost(false, error);
      this.end(ended);
      throw rpcProblem(ended) === undefined && !(ended instanceof KeyUnknown)
        ? new ConnectionLost(false, ended)
        : ended;
    } finally {
      this.#opening = false;
      signal.removeEventListener('abort', stop);
    }
  }

  /** Sends one request and waits for its answer. `onPass` gets what tells whether its bytes have left. */
  async send(sending: Sending, onPass: (pass: Pass) => void = () => undefined): Promise<unknown> {
    const { request, ticket, kind, signal, grant } = sending;
    const state = newState(request);
    const pass = this.gate.enter(ticket, state.data, grant);
    onPass(pass);
    const begun = this.#clock.monotonic();
    const giveUp = (): void => {
      takeOut(this.#sender, state);
      state.reject(new ConnectionLost(true));
      // The library would send a write again after the next reconnect; a connection that gave no answer is no good.
      if (kind === 'write' || this.#lastAnswer < begun) this.end(new ConnectionLost(pass.left));
      this.gate.leave(pass);
    };
    this.#states.add(state);
    try {
      if (signal.aborted || this.ended !== undefined) throw new ConnectionLost(false, this.ended);
      signal.addEventListener('abort', giveUp, { once: true });
      this.#sender.addStateToQueue(state);
      // Without this the library makes a second message of the same packet wait for the first and fail with it.
      state.after = undefined;
      const answer = await state.promise;
      this.#lastAnswer = this.#clock.monotonic();
      return answer;
    } catch (error) {
      throw this.#meaning(error, pass);
    } finally {
      signal.removeEventListener('abort', giveUp);
      this.#states.delete(state);
      this.gate.leave(pass);
    }
  }

  /** Whether it still answers; a connection that was silent for a while is asked first. */
  async answers(signal: AbortSignal): Promise<boolean> {
    if (this.ended !== undefined) return false;
    if (this.#clock.monotonic() - this.#lastAnswer < IDLE_MS) return true;
    const { Api, helpers } = telegram();
    const over = new AbortController();
    const stop = AbortSignal.any([signal, over.signal]);
    try {
      await Promise.race([
        this.#sender.send(new Api.Ping({ pingId: helpers.generateRandomLong(true) })),
        this.#clock.sleep(PING_MS, stop).then(() => Promise.reject(new ConnectionLost(false))),
        this.#end,
      ]);
      this.#lastAnswer = this.#clock.monotonic();
      return true;
    } catch (error) {
      this.end(error instanceof Error ? error : new ConnectionLost(false, error));
      return false;
    } finally {
      over.abort();
    }
  }

  /** Goes to another data centre with a new key; for a login, where Telegram says which one has the account. */
  async moveTo(dc: number, signal: AbortSignal): Promise<void> {
    await this.#begin(() => this.client['_switchDC'](dc), signal);
  }

  /** The session as the library writes it; whoever has it has the account. */
  sessionString(): string {
    // Published as returning nothing, but a string session returns its string.
    const saved: unknown = this.client.session.save();
    return typeof saved === 'string' ? saved : '';
  }

  /** Ends it: first the client, so that the library sends nothing again, then the gate. */
  end(error: Error): void {
    if (this.ended !== undefined) return;
    this.ended = error;
    endClient(this.client, error);
    for (const state of this.#states) state.reject(error);
    this.gate.shut();
    this.#giveUp(error);
  }

  /** What a rejection means for the caller of a request. */
  #meaning(error: unknown, pass: Pass): unknown {
    const rpc = rpcProblem(error)?.rpc;
    if (rpc === 'CONNECTION_NOT_INITED' || rpc === 'CONNECTION_LAYER_INVALID') {
      this.end(new ConnectionLost(false, error));
      return new ConnectionLost(false, error);
    }
    if (rpc !== undefined) {
      this.#lastAnswer = this.#clock.monotonic();
      return error;
    }
    if (this.ended instanceof KeyUnknown) return this.ended;
    return this.ended === undefined && !(error instanceof ConnectionLost)
      ? error
      : new ConnectionLost(pass.left, error);
  }

  get #sender(): Sender {
    const sender = this.client['_sender'];
    if (sender === undefined) throw new ConnectionLost(false, this.ended);
    return sender;
  }
}
