/**
 * The guard's decision: default deny. A request passes when its method is listed, or granted for this one call, and when
 * exactly its bytes were announced with a pacing ticket that is still open. The bytes decide, never an object's word.
 */
import { createHash } from 'node:crypto';
import type { PacingTicket } from '../../pacing/failure.js';
import { checkConditions } from './conditions.js';
import { methodName } from './method-names.js';
import { GuardRefusal } from './refused.js';
import { TRANSPORT } from './transport-methods.js';
import { messagesOf, unwrap, type Innermost } from './unwrap.js';

/** Write methods that may be sent while one approved action runs. */
export interface Grant {
  readonly methods: ReadonlySet<string>;
  readonly open: boolean;
}

/** One announced request. */
export interface Pass {
  readonly method: string;
  /** Whether its bytes were let through: from then on Telegram may have it. */
  readonly left: boolean;
}

interface OpenPass extends Pass {
  left: boolean;
  readonly digest: string;
  readonly ticket: PacingTicket;
  readonly grant: Grant | undefined;
}

/** The gate of one client. */
export class Gate {
  readonly #list: ReadonlySet<string>;
  readonly #passes = new Set<OpenPass>();
  #shut = false;

  /** `list`: TL names of the methods that may always be sent. */
  constructor(list: ReadonlySet<string>) {
    this.#list = list;
  }

  /** The method that `bytes` call, if it may be sent at all. Throws {@link GuardRefusal}. */
  admits(bytes: Buffer, grant?: Grant): string {
    const inner = read(bytes);
    const method = methodName(inner.id);
    if (!this.#listed(method, grant)) throw new GuardRefusal(method, 'not listed');
    this.#checkConditions(inner, method, grant);
    return method;
  }

  /** Announces one request: from now until {@link leave} its bytes pass while the ticket is open. */
  enter(ticket: PacingTicket, bytes: Buffer, grant?: Grant): Pass {
    const method = this.admits(bytes, grant);
    if (ticket.method !== method) throw new GuardRefusal(method, 'no open ticket');
    const digest = digestOf(read(bytes));
    const pass: OpenPass = { method, left: false, digest, ticket, grant };
    this.#passes.add(pass);
    return pass;
  }

  /** Ends a pass. */
  leave(pass: Pass): void {
    this.#passes.delete(pass as OpenPass);
  }

  /** Lets nothing through any more. */
  shut(): void {
    this.#shut = true;
    this.#passes.clear();
  }

  /** Throws {@link GuardRefusal} unless every message in `bytes` may leave now. `leaving`: they are about to. */
  check(bytes: Buffer, leaving = false): void {
    if (this.#shut) throw new GuardRefusal(nameOf(bytes), 'shut');
    const passes = messages(bytes).flatMap((message) => this.#passOf(message));
    if (leaving) for (const pass of passes) pass.left = true;
  }

  #passOf(message: Buffer): OpenPass[] {
    const inner = read(message);
    const method = methodName(inner.id);
    if (TRANSPORT.has(inner.id)) {
      this.#checkConditions(inner, method, undefined);
      return [];
    }
    const digest = digestOf(inner);
    const announced = [...this.#passes].filter((pass) => pass.digest === digest);
    const open = announced.filter(({ ticket, grant }) => ticket.open && this.#listed(method, grant));
    const [first] = open;
    if (first !== undefined) {
      // What was announced is the innermost request; what stands around it now may be something else.
      this.#checkConditions(inner, method, first.grant);
      return open;
    }
    throw new GuardRefusal(
      method,
      announced.length > 0 || this.#list.has(method) ? 'no open ticket' : 'not listed',
    );
  }

  #checkConditions(inner: Innermost, method: string, grant: Grant | undefined): void {
    checkConditions(inner, method, (name) => this.#listed(name, grant));
  }

  #listed(method: string, grant: Grant | undefined): boolean {
    return this.#list.has(method) || (grant !== undefined && grant.open && grant.methods.has(method));
  }
}

function digestOf(inner: Innermost): string {
  return createHash('sha256').update(inner.bytes).digest('base64');
}

function read(bytes: Buffer): Innermost {
  try {
    return unwrap(bytes);
  } catch (error) {
    throw unreadable(error);
  }
}

function messages(bytes: Buffer): Buffer[] {
  try {
    return messagesOf(bytes);
  } catch (error) {
    throw unreadable(error);
  }
}

function unreadable(error: unknown): GuardRefusal {
  return new GuardRefusal((error as Error).message, 'unreadable');
}

/** The name for a message about bytes that will not be sent in any case. */
export function nameOf(bytes: Buffer): string {
  try {
    return methodName(unwrap(bytes).id);
  } catch {
    return 'bytes that are no request';
  }
}
