/** A write pipeline for tests: memory store, manual clock, and a Telegram of a few lines that keeps `random_id`s. */
import {
  createAuditLog,
  createMemoryStore,
  createQuotas,
  done,
  manualClock,
  refuse,
  type ManualClock,
  type Outcome,
  type QuotaKind,
  type RefusalCode,
  type RetryClass,
  type StateStore,
  type TelegramCaller,
  type ToolCall,
} from '@tgmcp/core';
import { canonicalText } from '../actions/text.js';
import { createAllowlist } from '../allowlist/allowlist.js';
import { parseAllowlist } from '../allowlist/entries.js';
import { createApprovals, type Approvals } from '../approvals/approvals.js';
import { approvalPolicy } from '../approvals/policy.js';
import { PHRASE, SETTINGS } from '../approvals/test-bench.js';
import { grantBehind } from '../batch/grant-behind.js';
import { createJournal, type Journal } from '../journal/journal.js';
import { randomIds } from '../journal/random-id.js';
import { messageQuota } from '../quota/message-quota.js';
import type { GateParts, Target, WritePolicy } from './parts.js';
import { createWritePipeline, type WritePipeline } from './pipeline.js';
import type { ActionSpec, Performed, WriteArguments, WriteOrder } from './spec.js';

export const WINDOW_MS = 86_400_000;
export const KITES: Target = {
  id: '-1000000000042',
  kind: 'supergroup',
  title: 'Kites & Code',
  username: 'kites',
};
const STRANGER: Target = { id: '777', kind: 'user', title: 'Stranger' };

export interface SendArguments extends WriteArguments {
  readonly group: string;
  readonly message_text: string;
}

export const args = (change: Partial<SendArguments> = {}): SendArguments => ({
  group: '@kites',
  message_text: 'Hello',
  dry_run: false,
  confirm: true,
  confirmation_text: '',
  approval_code: '',
  force_resend: false,
  ...change,
});

/** What happens to one request: `lost` never arrives, `after` is carried out and answered with trouble. */
export type Fault =
  | { readonly kind: 'lost' }
  | { readonly kind: 'after' }
  | { readonly kind: 'before'; readonly code: RefusalCode; readonly retryAfter?: number }
  | { readonly kind: 'in_progress' }
  | { readonly kind: 'throws' };

/** The other side: messages by `random_id`, as Telegram keeps them, and every request that reached it. */
export class FakeTelegram {
  readonly messages = new Map<
    bigint,
    { readonly id: number; readonly text: unknown; readonly dateMs: number }
  >();
  readonly requests: WriteOrder[] = [];
  readonly faults: Fault[] = [];
  /** Called before each request is served. */
  beforeServing: () => Promise<void> = async () => undefined;
  /** What reading finds; by default nothing, whatever was sent. */
  readable = false;
  /** Whether a repeat is carried out again, as where no `random_id` tells it from the first. */
  repeats = false;
  /** How often something was done. */
  effects = 0;

  constructor(readonly now: () => number) {}

  async serve(order: WriteOrder): Promise<Outcome<Performed>> {
    this.requests.push(order);
    await this.beforeServing();
    const fault = this.faults.shift();
    if (fault?.kind === 'throws') throw new Error('the connection code broke');
    if (fault?.kind === 'lost') return refuse('DEADLINE');
    if (fault?.kind === 'before') {
      return refuse(fault.code, fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter });
    }
    const [randomId] = order.randomIds;
    if (randomId === undefined) throw new Error('a request without random_id');
    const old = this.repeats ? undefined : this.messages.get(randomId);
    if (old === undefined) this.effects += 1;
    const message = old ?? {
      id: this.messages.size + 1,
      text: order.action.content['text'],
      dateMs: this.now(),
    };
    this.messages.set(randomId, message);
    if (fault?.kind === 'in_progress') {
      return refuse('TELEGRAM_TROUBLE', { data: { rpc: 'RANDOM_ID_DUPLICATE', rpc_code: 500 } });
    }
    if (fault?.kind === 'after') return refuse('TELEGRAM_TROUBLE', { data: { rpc_code: 500 } });
    return done({ result: { message_id: message.id }, ptsCount: old ? 0 : 1, dateMs: message.dateMs });
  }
}

export interface GateBench {
  readonly clock: ManualClock;
  readonly store: StateStore;
  readonly telegram: FakeTelegram;
  readonly approvals: Approvals;
  readonly journal: Journal;
  readonly parts: GateParts;
  readonly pipeline: WritePipeline;
  readonly spec: ActionSpec<SendArguments>;
  readonly warnings: string[];
  usage(kind: QuotaKind): Promise<number>;
  /** Previews, approves as the channel asks, and lets the code grow old enough. */
  ready(change?: Partial<SendArguments>): Promise<string>;
  preview(change?: Partial<SendArguments>): ReturnType<WritePipeline['preview']>;
  execute(code: string, change?: Partial<SendArguments>): ReturnType<WritePipeline['execute']>;
  auditLines(): Promise<string[]>;
}

export interface BenchOptions {
  readonly channel?: 'operator' | 'preview';
  readonly allowed?: string;
  readonly policy?: Partial<WritePolicy>;
  readonly dmLimit?: number;
  readonly groupLimit?: number;
  readonly peerLimit?: number;
  /** Whether the account has talked to the people it writes to; by default it has. */
  readonly acquainted?: Outcome<boolean>;
  /** The retry class of the action; `dedup` unless given. */
  readonly retry?: RetryClass;
  readonly windowMs?: number;
  readonly clock?: ManualClock;
  readonly store?: StateStore;
  readonly telegram?: FakeTelegram;
  /** Puts itself between the gates and the store, for crashes and full disks. */
  readonly wrap?: (store: StateStore) => StateStore;
  /** Whether the process still runs; a dead one sends nothing. */
  readonly alive?: () => boolean;
}

export const noForms: ToolCall = {
  signal: new AbortController().signal,
  progress: async () => undefined,
  wantsProgress: false,
  elicit: undefined,
};

export function gateBench(options: BenchOptions = {}): GateBench {
  const clock = options.clock ?? manualClock();
  const real = options.store ?? createMemoryStore({ clock });
  const store = options.wrap?.(real) ?? real;
  const telegram = options.telegram ?? new FakeTelegram(() => clock.now());
  const peers = new Map(
    [KITES, STRANGER].flatMap((peer) => [
      [peer.id, peer],
      [peer.username ?? peer.title, peer],
      [`@${peer.username ?? peer.id}`, peer],
    ]),
  );
  const channel = options.channel ?? 'operator';
  const approvals = createApprovals(
    store,
    clock,
    approvalPolicy({ ...SETTINGS, TG_ACTIONS_APPROVAL_CHANNEL: channel }),
  );
  const journal = createJournal(
    store,
    clock,
    options.windowMs ?? WINDOW_MS,
    randomIds('hash of the application', '1001'),
  );
  const limits = {
    dm: options.dmLimit ?? 20,
    join: 20,
    group_msg: options.groupLimit ?? 30,
    phone: 3,
    first_contact: 1,
    per_peer: options.peerLimit ?? 30,
  };
  const quotas = createQuotas({ store, clock, limits });
  const resolve = async (name: string): Promise<Outcome<Target>> => {
    const peer = peers.get(name);
    return peer === undefined ? refuse('PEER_NOT_FOUND', { data: { peer: name } }) : done(peer);
  };
  const warnings: string[] = [];
  const parts: GateParts = {
    policy: {
      issues: [],
      overridden: false,
      enabled: true,
      stopped: async () => false,
      limits: { maxMessageLength: 2000, maxBotSteps: 30, maxFileBytes: 1_000_000, rawMethods: [] },
      ...options.policy,
    },
    account: async () => done({ id: '1001', username: 'ann', name: 'Ann' }),
    resolve,
    allowlist: createAllowlist({
      entries: parseAllowlist(options.allowed ?? `${KITES.id}:send`),
      required: true,
      store,
      clock,
      resolve,
    }),
    approvals,
    grantBehind: (owner) => grantBehind(store, owner),
    journal,
    quotas,
    acquainted: async () => options.acquainted ?? done(true),
    audit: createAuditLog({ store, clock }),
    store,
    clock,
    serverNow: () => clock.now(),
    openWrites: async (_approved, run) => {
      if (options.alive?.() === false) throw new Error('killed');
      return run({} as TelegramCaller);
    },
    warn: (line) => warnings.push(line),
  };
  const pipeline = createWritePipeline(parts);
  const spec = sendSpec(telegram, options);
  const bench: GateBench = {
    clock,
    store,
    telegram,
    approvals,
    journal,
    parts,
    pipeline,
    spec,
    warnings,
    usage: async (kind) => (await quotas.usage())[kind].used,
    preview: (change) => pipeline.preview(spec, args({ ...change, dry_run: true }), noForms),
    execute: (code, change) => pipeline.execute(spec, args({ ...change, approval_code: code })),
    auditLines: () => real.readLog('audit'),
    async ready(change) {
      const previewed = await bench.preview(change);
      if (!previewed.ok) throw new Error(`preview refused: ${previewed.refusal.code}`);
      if (channel === 'operator') await approvals.approve(previewed.value.proposal, 'terminal');
      await clock.advance(30_000);
      return previewed.value.code;
    },
  };
  return bench;
}

/** Lets time pass while a call runs, for what waits inside it. */
export async function drive<T>(
  bench: Pick<GateBench, 'clock'>,
  work: Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const state = { over: false };
  const end = (): void => {
    state.over = true;
  };
  void work.then(end, end);
  for (let n = 0; n < 200 && !state.over; n += 1) await bench.clock.advance(250);
  return work;
}

function sendSpec(telegram: FakeTelegram, options: Pick<BenchOptions, 'retry'>): ActionSpec<SendArguments> {
  return {
    tool: 'tg_send_message',
    verb: 'send',
    retry: options.retry ?? 'dedup',
    methodsOf: () => ['messages.sendMessage'],
    target: ({ group }) => group,
    prepare({ message_text }, { maxMessageLength }) {
      const text = canonicalText(message_text, maxMessageLength);
      if (!text.ok) return text;
      return done({
        content: { text: text.value, entities: [] },
        options: {},
        preview: { summary: 'send a message', text: text.value },
      });
    },
    items: () => 1,
    quota: (target) => ({ kind: messageQuota(target.kind), weight: 1 }),
    perform: (order) => telegram.serve(order),
    async find(order) {
      const message = telegram.messages.get(order.randomIds[0] ?? 0n);
      if (!telegram.readable) return done(undefined);
      if (message === undefined) return done({ kind: 'not_done' });
      return done({ kind: 'sent', result: { message_id: message.id }, repeated: true });
    },
  };
}

export { PHRASE, STRANGER };
