/**
 * Who may be written to. Matching is by numeric id only: a name in the list is resolved once and pinned on disk, because
 * usernames change hands and titles can be copied. A name that leads elsewhere today closes its entry.
 */
import {
  done,
  momentAfter,
  momentSchema,
  refuse,
  type Clock,
  type DocumentKind,
  type Outcome,
  type StateStore,
} from '@tgmcp/core';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { NAMED_VERBS, type Verb } from '../actions/action.js';
import type { AllowlistEntry } from './entries.js';

/** What the allowlist needs to know of a peer. */
export interface ListedPeer {
  /** Canonical marked id. */
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly username?: string | undefined;
}

const pinSchema = z.strictObject({
  entry: z.string(),
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  pinned: momentSchema,
});
type Pin = z.infer<typeof pinSchema>;
const PINS: DocumentKind<Pin> = { folder: 'allowlist-pins', version: 1, schema: pinSchema };

/** One entry as the policy tool shows it. */
export interface AllowlistReport extends AllowlistEntry {
  /** Of a pinned name: the title it had then. `id` is absent while a name was never used and so is not pinned. */
  readonly title?: string;
}

/** The allowlist of one account. */
export interface Allowlist {
  /** Whether `peer` may be acted on. Refused with TARGET_NOT_ALLOWED or ALLOWLIST_MOVED, or as the look-up of a name was. */
  admit(peer: ListedPeer, verb: Verb, asked: string): Promise<Outcome<void>>;
  /** The entries with their pins; looks nothing up. */
  report(): Promise<AllowlistReport[]>;
}

/** What the allowlist works with; `resolve` looks a name up at Telegram. */
export interface AllowlistParts {
  readonly entries: readonly AllowlistEntry[];
  /** TG_ACTIONS_REQUIRE_ALLOWLIST: an empty list admits nobody. */
  readonly required: boolean;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly resolve: (name: string) => Promise<Outcome<ListedPeer>>;
}

/** Makes the allowlist. */
export function createAllowlist({ entries, required, store, clock, resolve }: AllowlistParts): Allowlist {
  const pinOf = async (entry: AllowlistEntry): Promise<Outcome<Pin>> => {
    const key = pinKey(entry);
    const pinned = await store.get(PINS, key);
    if (pinned !== undefined) return done(pinned.value);
    const found = await resolve(entry.entry);
    if (!found.ok) return found;
    const { id, kind, title } = found.value;
    const pin = { entry: entry.entry, id, kind, title, pinned: momentAfter(clock, 0) };
    await store.create(PINS, key, pin);
    return done((await store.get(PINS, key))?.value ?? pin);
  };

  // An entry that leads elsewhere, or nowhere, today is refused and reported, whoever the target is.
  const stillLeads = async (pin: Pin): Promise<Outcome<void>> => {
    const today = await resolve(pin.entry);
    if (today.ok) return today.value.id === pin.id ? done(undefined) : moved(pin, today.value.id);
    const lost = today.refusal.code === 'PEER_NOT_FOUND' || today.refusal.code === 'PEER_AMBIGUOUS';
    return lost ? moved(pin, today.refusal.code === 'PEER_NOT_FOUND' ? 'nobody' : 'several chats') : today;
  };

  return {
    async admit(peer, verb, asked) {
      const needsName = NAMED_VERBS.has(verb);
      if (entries.length === 0 && !required && !needsName) return done(undefined);
      const fitting = entries.filter((entry) => entry.verbs?.includes(verb) ?? !needsName);
      if (fitting.some((entry) => entry.id === peer.id)) return done(undefined);
      let unclear: Outcome<never> | undefined;
      for (const entry of fitting.filter((one) => one.id === undefined)) {
        const pin = await pinOf(entry);
        if (!pin.ok) {
          if (pin.refusal.retryable) unclear ??= pin;
          continue;
        }
        if (pin.value.id === peer.id) return stillLeads(pin.value);
        if (isNamed(peer, entry.entry)) return moved(pin.value, peer.id);
      }
      if (unclear !== undefined) return unclear;
      const message = `No entry of the allowlist names this action, which is needed for it: ${peer.id}:${verb}`;
      const data = { target: asked, title: peer.title, verb };
      return refuse('TARGET_NOT_ALLOWED', needsName ? { message, data } : { data });
    },
    async report() {
      return Promise.all(
        entries.map(async (entry) => {
          const pin = entry.id === undefined ? await store.get(PINS, pinKey(entry)) : undefined;
          return pin === undefined ? entry : { ...entry, id: pin.value.id, title: pin.value.title };
        }),
      );
    },
  };
}

function isNamed(peer: ListedPeer, entry: string): boolean {
  const name = plainName(entry);
  return plainName(peer.username ?? '') === name || plainName(peer.title) === name;
}

function plainName(name: string): string {
  return name.replace(/^@/, '').toLowerCase();
}

function pinKey(entry: AllowlistEntry): string {
  return createHash('sha256').update(plainName(entry.entry)).digest('hex');
}

function moved(pin: Pin, now: string): Outcome<never> {
  return refuse('ALLOWLIST_MOVED', { data: { entry: pin.entry, pinned: pin.id, now } });
}
