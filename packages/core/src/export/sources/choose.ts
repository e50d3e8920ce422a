import type { ResolvedPeer } from '../../telegram/peers/peers.js';
import type { Telegram } from '../../telegram/telegram.js';
import type { ExportRecord } from '../record.js';
import { DIALOG_COLUMNS, MEMBER_COLUMNS, MESSAGE_COLUMNS } from '../formats/columns.js';
import { csv } from '../formats/csv.js';
import { jsonLines } from '../formats/jsonl.js';
import { markdown } from '../formats/markdown.js';
import { dialogSource } from './dialogs.js';
import { messageSource } from './messages.js';
import { participantSource } from './participants.js';
import type { ExportSource } from './source.js';

/** What reads and writes an export; only messages are written as Markdown. */
export function sourceOf(
  { what, format, phones }: Pick<ExportRecord, 'what' | 'format' | 'phones'>,
  account: Telegram,
  peers: ReadonlyMap<string, ResolvedPeer>,
): ExportSource {
  const table = format === 'csv';
  switch (what) {
    case 'messages':
      return messageSource(
        account,
        peers,
        format === 'md' ? markdown : table ? csv(MESSAGE_COLUMNS) : jsonLines(),
      );
    case 'participants':
      return participantSource(account, peers, table ? csv(MEMBER_COLUMNS) : jsonLines(), phones);
    default:
      return dialogSource(
        account,
        table ? csv(DIALOG_COLUMNS) : jsonLines(),
        ({ type }) => what === 'dialogs' || type === 'group' || type === 'supergroup',
      );
  }
}
