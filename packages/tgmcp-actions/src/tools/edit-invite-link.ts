import { dateRange, done, refuse, requiredWaitLeft, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import { inviteHash } from '../actions/invite-hash.js';
import { surelyNotDone } from '../gates/ending.js';
import type { Found, Performed, WriteOrder } from '../gates/spec.js';
import { changeLink, linkNow, makeLink, ownLinks } from '../telegram/writer/invite-links.js';
import { lastTry, overtaken, tryOf } from '../journal/tries.js';
import { withStoredPeer, type Writer } from '../telegram/writer/writer.js';
import { invalidArgument, withDetails } from './concerned-messages.js';
import { changeDetails, hasAll, linkDetail, present } from './invite-link-details.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

// Telegram cuts longer ones without a word, and then what was approved is not what is made.
const MOST_TITLE = 32;
const MOST_USES = 99_999;
const SOONEST_SEC = 60;
// Dates have whole seconds, and both clocks are known to a few seconds only.
const DATE_SLACK_SEC = 5;
/** A request whose answer was given up may be on its way for so long; that its link is not there yet says nothing before. */
const LATEST_MS = 30_000;
/** The step that is never taken again while a request of it may be on its way. */
const MAKING = 'make';
/** That the answer to a try was given up is noted under this name. */
const givenUp = (trying: string): string => `${trying}-given-up`;

const contentSchema = z.strictObject({
  /** Empty for a new one. */
  link: z.string(),
  revoke: z.boolean(),
  title: z.string().optional(),
  /** Unix seconds, 0 for never. */
  expires: z.int().optional(),
  usage_limit: z.int().optional(),
  request_needed: z.boolean().optional(),
});

/** Makes, changes or revokes an invite link. */
export const editInviteLink = writeTool({
  name: 'tg_edit_invite_link',
  title: 'Invite links',
  description:
    'Makes an invite link of a chat, or changes or revokes the given one. expires: ISO 8601, empty for never.',
  toolset: 'members',
  verb: 'invite_link',
  retry: 'probe',
  methods: ['messages.exportChatInvite', 'messages.editExportedChatInvite'],
  input: {
    group: chat,
    link: z.string().max(128).default(''),
    revoke: z.boolean().default(false),
    title: z.string().max(128).optional(),
    expires: z.string().max(40).optional(),
    usage_limit: z.int().min(0).max(MOST_USES).optional(),
    request_needed: z.boolean().optional(),
  },
  /** `link`: the made or changed one; after revoking a permanent one, the one that takes its place. */
  result: { link: z.string(), revoked: z.boolean() },
  target: ({ group }) => group,
  prepare({ link: given, revoke, title: givenTitle, expires: until, usage_limit, request_needed }) {
    const hash = inviteHash(given);
    if (given !== '' && hash === undefined) return invalidArgument('link: must be an invite link, t.me/+…');
    const title = givenTitle?.trim();
    const expires = until === undefined ? undefined : until === '' ? 0 : dateRange(until, '', 'UTC').since;
    const change = { title, expires, usage_limit, request_needed };
    const isChange = Object.values(change).some((field) => field !== undefined);
    if (revoke && hash === undefined) return invalidArgument('link: say which one to revoke');
    if (revoke && isChange) return invalidArgument('revoke: a revoked link is not changed as well');
    if (hash !== undefined && !revoke && !isChange)
      return invalidArgument('link: say what to change: title, expires, usage_limit, request_needed');
    if (title !== undefined && title.length > MOST_TITLE)
      return invalidArgument(`title: must have at most ${MOST_TITLE} characters`);
    if (until !== '' && expires === 0) return invalidArgument('expires: must be ISO 8601');
    if (request_needed === true && (usage_limit ?? 0) > 0)
      return invalidArgument('usage_limit: not where an admin lets everybody in');
    const link = hash === undefined ? '' : `https://t.me/+${hash}`;
    const what = hash === undefined ? 'make' : revoke ? 'revoke' : 'change';
    const content = { link, revoke, ...present(change) };
    const preview = { summary: `${what} an invite link of this chat`, details: changeDetails(change) };
    return done({ content, options: {}, preview });
  },
  quota: () => undefined,
  on: (writer) => ({
    async complete(prepared, { target }) {
      if (target.kind === 'user' || target.kind === 'bot')
        return refuse('WRONG_PEER_KIND', { data: { wanted: 'group, supergroup, channel' } });
      const { link, expires = 0 } = contentSchema.parse(prepared.content);
      if (expires !== 0 && expires < writer.serverNow() / 1000 + SOONEST_SEC)
        return invalidArgument('expires: must be at least a minute ahead');
      if (link === '') return done(prepared);
      const now = await withStoredPeer(writer, target.id, (peer) => linkNow(writer, peer, link));
      if (!now.ok) return now;
      if (now.value === undefined) return invalidArgument('link: the chat has no such link');
      return done(withDetails(prepared, [linkDetail(link, now.value)]));
    },
    perform: (order, caller) =>
      withStoredPeer(writer, order.action.target.id, async (peer): Promise<Outcome<Performed>> => {
        const content = contentSchema.parse(order.action.content);
        const made =
          content.link === ''
            ? await make(order, () => makeLink(writer, caller, peer, content))
            : await changeLink(writer, caller, peer, content);
        if (!made.ok) return made;
        const link = made.value?.link ?? content.link;
        return done({ result: { link, revoked: content.revoke }, repeated: false });
      }),
    find: (order, sinceMs) => find(writer, order, sinceMs),
  }),
});

/** Makes a link, with every try on record before its request. */
async function make<T>({ steps }: WriteOrder, request: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const { tried } = await lastTry(steps, MAKING);
  const trying = tryOf(MAKING, tried + 1);
  if (!(await steps.begin(trying))) return overtaken();
  const made = await request();
  if (made.ok) return made;
  if (surelyNotDone(made.refusal)) await steps.end(trying, { refused: made.refusal.code });
  else await steps.begin(givenUp(trying));
  return made;
}

/** Whether a request that nobody has the answer of may still make its link. */
async function mayStillCome({ steps, clock }: WriteOrder): Promise<boolean> {
  const { tried, isOpen } = await lastTry(steps, MAKING);
  if (!isOpen) return false;
  const trying = tryOf(MAKING, tried);
  const since = (await steps.begun(givenUp(trying))) ?? (await steps.begun(trying));
  return since !== undefined && requiredWaitLeft(clock, { ...since, ms: LATEST_MS }) > 0;
}

async function find(writer: Writer, order: WriteOrder, sinceMs: number): Promise<Outcome<Found>> {
  const { action } = order;
  const { link, revoke, ...change } = contentSchema.parse(action.content);
  const sent = (found: string): Outcome<Found> =>
    done({ kind: 'sent', result: { link: found, revoked: revoke }, repeated: true });
  return withStoredPeer(writer, action.target.id, async (peer): Promise<Outcome<Found>> => {
    if (link !== '') {
      const now = await linkNow(writer, peer, link);
      if (!now.ok || now.value === undefined) return now.ok ? done(undefined) : now;
      const isDone = revoke ? now.value.revoked : hasAll(now.value, change);
      return isDone ? sent(link) : done({ kind: 'not_done' });
    }
    const links = await ownLinks(writer, peer);
    if (!links.ok) return links;
    const since = sinceMs / 1000 - DATE_SLACK_SEC;
    const [made, ...more] = links.value.filter((one) => one.date >= since && hasAll(one, change));
    if (made === undefined) {
      return done((await mayStillCome(order)) ? undefined : { kind: 'not_done' });
    }
    return more.length === 0 ? sent(made.link) : done(undefined);
  });
}
