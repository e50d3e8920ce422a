/** How often one account may call methods: `burst` calls at once, and `perSecond` more with time. */
export interface MethodRate {
  /** A TL method, a namespace like `messages.*`, or `*` for all methods together. */
  readonly method: string;
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * Rates that feel like Telegram's. They are ours: Telegram publishes none, changes them without notice and looks at more
 * than the number of calls.
 */
export const USUAL_RATES: readonly MethodRate[] = [
  { method: 'contacts.resolveUsername', perSecond: 0.02, burst: 50 },
  { method: 'contacts.importContacts', perSecond: 0.01, burst: 5 },
  { method: 'contacts.search', perSecond: 0.5, burst: 10 },
  { method: 'messages.searchGlobal', perSecond: 0.5, burst: 10 },
  { method: 'messages.search', perSecond: 2, burst: 20 },
  { method: 'messages.getHistory', perSecond: 2, burst: 30 },
  { method: 'messages.sendMessage', perSecond: 1, burst: 20 },
  { method: 'messages.sendMedia', perSecond: 0.5, burst: 10 },
  { method: 'messages.forwardMessages', perSecond: 0.5, burst: 10 },
  { method: 'messages.editMessage', perSecond: 1, burst: 20 },
  { method: 'channels.getParticipants', perSecond: 2, burst: 20 },
  { method: 'channels.inviteToChannel', perSecond: 0.02, burst: 5 },
  { method: 'channels.joinChannel', perSecond: 0.02, burst: 5 },
  { method: '*', perSecond: 30, burst: 200 },
];

interface Bucket {
  tokens: number;
  at: number;
}

/** FLOOD_WAIT_X by load: a token bucket for each account and rate. Off until rates are set. */
export class LoadFloods {
  #rates: readonly MethodRate[] = [];
  readonly #buckets = new Map<string, Bucket>();

  /** `now` is world time in milliseconds. */
  constructor(
    private readonly now: () => number,
    private readonly first: readonly MethodRate[] = [],
  ) {
    this.set(first);
  }

  /** The rates that hold, in their order: the first that fits a method counts. */
  get rates(): readonly MethodRate[] {
    return this.#rates;
  }

  /** Sets other rates, with full buckets; none turns it off. */
  set(rates: readonly MethodRate[]): void {
    this.#rates = rates;
    this.#buckets.clear();
  }

  /** As at the start. */
  reset(): void {
    this.set(this.first);
  }

  /** Counts a call. Returns how many seconds the account must wait first; 0 when the call may be done. */
  take(method: string, account: string): number {
    const rate = this.#rates.find((one) => fits(one.method, method));
    if (rate === undefined) return 0;
    const now = this.now();
    const key = `${account} ${rate.method}`;
    const bucket = this.#buckets.get(key) ?? { tokens: rate.burst, at: now };
    this.#buckets.set(key, bucket);
    const gained = (Math.max(0, now - bucket.at) / 1000) * rate.perSecond;
    bucket.tokens = Math.min(rate.burst, bucket.tokens + gained);
    bucket.at = now;
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / rate.perSecond));
    bucket.tokens -= 1;
    return 0;
  }
}

function fits(pattern: string, method: string): boolean {
  if (pattern === '*' || pattern === method) return true;
  return pattern.endsWith('.*') && method.startsWith(pattern.slice(0, -1));
}
