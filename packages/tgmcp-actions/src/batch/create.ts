/** Making a batch: everybody it names is looked up once, asked of the allowlist, and shown to whoever approves it. */
import { done, momentAfter, refuse, type Outcome, type Refusal, type ToolCall } from '@tgmcp/core';
import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../actions/canonical-json.js';
import { contentDigest } from '../actions/digest.js';
import type { GateParts } from '../gates/parts.js';
import { shownPreview } from '../gates/shown.js';
import type { ActionSpec, WriteArguments } from '../gates/spec.js';
import { admitOthers, viewCall } from '../gates/view.js';
import type { MessagesAhead } from '../telegram/writer/messages-ahead.js';
import { itemResult } from './item-outcome.js';
import { MOST_ITEMS, type Batch, type BatchItem, type BatchType, type BlockedTarget } from './records.js';
import { itemArguments } from './run-item.js';

/** Arguments of the single tool; `group` names the target. */
export type WantedItem = JsonObject & { readonly group: string };

/** What a caller wants done in one batch. */
export interface WantedBatch {
  readonly type: BatchType;
  readonly note: string;
  readonly ttlMs: number;
  /** One for each item. */
  readonly items: readonly WantedItem[];
  /** What the spec reads messages with, if it does. */
  readonly ahead?: Pick<MessagesAhead, 'expect'>;
}

const MOST_AHEAD = 100;

/**
 * Makes a batch of what can be done, and lists what cannot; nothing is stored yet. BATCH_EMPTY when nothing can,
 * INPUT_INVALID when it is too much, and whatever keeps targets from being looked up at all.
 */
export async function makeBatch(
  parts: GateParts,
  spec: ActionSpec<WriteArguments>,
  wanted: WantedBatch,
  call: Pick<ToolCall, 'signal' | 'progress'>,
): Promise<Outcome<Batch>> {
  const { length } = wanted.items;
  if (length > MOST_ITEMS) {
    const problem = `the list makes ${length} items; a batch has at most ${MOST_ITEMS}`;
    return refuse('INPUT_INVALID', { data: { problems: [problem] } });
  }
  const account = await parts.account();
  if (!account.ok) return account;
  const [first] = wanted.items;
  // Who is added is the same in all items, and is no chat that could be left out.
  const once = lookingUpOnce(parts, spec, wanted.items);
  const others = first === undefined ? done({}) : await admitOthers(once, spec, itemArguments(first));
  if (!others.ok) return others;
  const items: BatchItem[] = [];
  const blocked: BlockedTarget[] = [];
  const seen = new Set<string>();
  for (const [index, args] of wanted.items.entries()) {
    if (call.signal.aborted) return refuse('CANCELLED');
    wanted.ahead?.expect(messagesAfter(wanted.items, index));
    const item = await makeItem(once, spec, args);
    if (!item.ok) {
      if ('stop' in itemResult(wanted.type, item)) return item;
      blocked.push({ asked: args.group, code: item.refusal.code });
      continue;
    }
    const digest = contentDigest(item.value.action);
    if (!seen.has(digest)) items.push(item.value);
    seen.add(digest);
    await call.progress(index + 1, length, `Looked up ${index + 1} of ${length}`);
  }
  if (items.length === 0) {
    return refuse('BATCH_EMPTY', { data: { blocked_targets: blocked.slice(0, 5).map(shortly) } });
  }
  const users = new Set(items.map(({ action }) => action.content['user']));
  // A person is shown to the approver once, for all items.
  if (users.size > 1) {
    const problem = 'the items are about several people; make a batch for each, and name them by their ids';
    return refuse('INPUT_INVALID', { data: { problems: [problem] } });
  }
  const [user] = users;
  return done({
    id: `batch_${randomBytes(8).toString('hex')}`,
    type: wanted.type,
    accountId: account.value.id,
    note: wanted.note,
    ...(typeof user === 'string' ? { user } : {}),
    items,
    blocked,
    created: momentAfter(parts.clock, wanted.ttlMs),
  });
}

/** The messages of the items that follow in the same chat, as many as one request gives. */
function messagesAfter(items: readonly WantedItem[], index: number): number[] {
  const ids: number[] = [];
  for (const { group, message_ids } of items.slice(index + 1)) {
    if (group !== items[index]?.group || ids.length >= MOST_AHEAD) break;
    if (Array.isArray(message_ids)) ids.push(...message_ids.map(Number));
  }
  return ids;
}

async function makeItem(
  parts: GateParts,
  spec: ActionSpec<WriteArguments>,
  args: WantedItem,
): Promise<Outcome<BatchItem>> {
  const resolved = await viewCall(parts, spec, itemArguments(args)).resolved();
  if (!resolved.ok) {
    const less = withoutMissing(args, resolved.refusal);
    return less === undefined ? resolved : makeItem(parts, spec, less);
  }
  const { action, target, preview } = resolved.value;
  if (!changesNothingTwice(spec)) {
    const intents = await parts.journal.ofContent(contentDigest(action));
    if (intents.some((one) => one.status.state === 'sent' && parts.journal.withinWindow(one))) {
      return refuse('DUPLICATE');
    }
  }
  const { user } = action.content;
  const { id, kind, title, username } = target;
  return done({
    action: { ...action, forceResend: changesNothingTwice(spec) },
    target: { id, kind, title, ...(username === undefined ? {} : { username }) },
    args: { ...args, group: id, ...(typeof user === 'string' ? { user } : {}) },
    details: [...(shownPreview(preview, []).details ?? [])],
  });
}

/**
 * Whether a repeat of what is so already changes nothing. What was done earlier may have been undone since, by somebody of
 * whom the journal knows nothing, so such an item is always tried; only its own earlier attempts stand for it.
 */
function changesNothingTwice({ retry }: Pick<ActionSpec<never>, 'retry'>): boolean {
  return retry === 'absolute' || retry === 'probe';
}

/** Parts that look up everybody besides the targets once, so that a name means one person in all items. */
function lookingUpOnce(
  parts: GateParts,
  spec: ActionSpec<WriteArguments>,
  items: readonly WantedItem[],
): GateParts {
  const others = items.flatMap((args) => Object.values(spec.others?.(itemArguments(args)) ?? {}));
  const names = new Set(others.map(({ name }) => name));
  const known = new Map<string, ReturnType<GateParts['resolve']>>();
  const resolve: GateParts['resolve'] = (name) => {
    const found = known.get(name) ?? parts.resolve(name);
    if (names.has(name)) known.set(name, found);
    return found;
  };
  return { ...parts, resolve };
}

/** The same without the messages that are not there: of a long list some are always gone already. */
function withoutMissing<Args extends JsonObject>(args: Args, { code, data }: Refusal): Args | undefined {
  const missing = data?.['message_ids'];
  const { message_ids: ids } = args;
  if (code !== 'MESSAGE_NOT_FOUND' || !Array.isArray(missing) || !Array.isArray(ids)) return undefined;
  const left = ids.filter((id) => !missing.includes(id));
  return left.length === 0 || left.length === ids.length ? undefined : { ...args, message_ids: left };
}

/** A blocked target in one short line. */
export function shortly({ asked, code }: BlockedTarget): string {
  return `${Array.from(asked).slice(0, 40).join('')}: ${code}`;
}
