import { dateRange, done, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import {
  describeState,
  DIALOG_STATES,
  FOR_EVER,
  mutedUntil,
  resultOf,
  setDialogState as set,
  standsSo,
} from '../telegram/writer/dialog-state.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { invalidArgument, withDetails } from './concerned-messages.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const state = z.enum(DIALOG_STATES);
/** `seconds`: how long from the preview on; 0 where a moment or nothing was given. `until`: Unix seconds. */
const requestSchema = z.strictObject({ state, seconds: z.int(), until: z.int() });

const LASTS = /^(\d{1,4})([mhd])$/;
const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };

/** Mutes, archives or pins a chat in the list of chats, or takes that back. */
export const setDialogState = writeTool({
  name: 'tg_set_dialog_state',
  title: 'Mute, archive or pin a chat',
  description:
    'Mutes, archives or pins a chat in the own list of chats, or undoes it. until: of mute; ISO 8601 or a span such as 8h, 2d; empty for good.',
  toolset: 'messages',
  verb: 'dialog_state',
  retry: 'absolute',
  methods: ['account.updateNotifySettings', 'folders.editPeerFolders', 'messages.toggleDialogPin'],
  input: { group: chat, state, until: z.string().max(40).default('') },
  result: { state, until: z.string() },
  target: ({ group }) => group,
  prepare({ state: wanted, until: given }) {
    const span = wanted === 'mute' ? spanOf(given) : done({ seconds: 0, until: 0 });
    if (given !== '' && wanted !== 'mute') return invalidArgument('until: belongs to state=mute');
    if (!span.ok) return span;
    return done({
      content: { state: wanted, ...span.value },
      options: {},
      preview: { summary: `${wanted} a chat in the list of chats` },
    });
  },
  quota: () => undefined,
  on: (writer) => ({
    async complete(prepared, { target, proposed }) {
      const request = requestSchema.parse(prepared.content);
      const now = Math.floor(writer.serverNow() / 1000);
      const before = requestSchema.safeParse(proposed);
      // A span begins at the preview, so that the approver sees when it ends.
      const isSettled = before.success && before.data.seconds === request.seconds && request.seconds > 0;
      const until = isSettled
        ? before.data.until
        : request.seconds > 0
          ? now + request.seconds
          : request.until;
      if (request.state === 'mute' && until <= now) return invalidArgument('until: must be in the future');
      const stands = await withStoredPeer(writer, target.id, (peer) => describeState(writer, peer));
      if (!stands.ok) return stands;
      const { preview } = prepared;
      const summary = request.state === 'mute' ? `have a chat ${mutedUntil(until)}` : preview.summary;
      const content = { ...request, until };
      return done(
        withDetails({ ...prepared, content, preview: { ...preview, summary } }, [
          { label: 'Now', text: stands.value },
        ]),
      );
    },
    perform: ({ action }, caller) => {
      const change = requestSchema.parse(action.content);
      return withStoredPeer(writer, action.target.id, (peer) => set(writer, caller, peer, change));
    },
    async find({ action }) {
      const change = requestSchema.parse(action.content);
      const so = await withStoredPeer(writer, action.target.id, (peer) => standsSo(writer, peer, change));
      if (!so.ok) return so;
      return done(
        so.value ? { kind: 'sent', result: resultOf(change), repeated: true } : { kind: 'not_done' },
      );
    },
  }),
});

function spanOf(given: string): Outcome<{ seconds: number; until: number }> {
  if (given === '') return done({ seconds: 0, until: FOR_EVER });
  const [, count, unit = ''] = LASTS.exec(given) ?? [];
  if (count !== undefined) {
    const seconds = Number(count) * (UNITS[unit] ?? 0);
    return seconds > 0 ? done({ seconds, until: 0 }) : invalidArgument('until: must be in the future');
  }
  const until = dateRange(given, '', 'UTC').since;
  return until > 0 && until <= FOR_EVER
    ? done({ seconds: 0, until })
    : invalidArgument('until: must be ISO 8601, or a span such as 30m, 8h or 2d');
}
