/** The members of groups and channels, without bots, as far as Telegram lists them. */
import { done } from '../../errors/outcome.js';
import { listMembers, type MemberRecord } from '../../telegram/reader/members.js';
import type { ResolvedPeer } from '../../telegram/peers/peers.js';
import type { Telegram } from '../../telegram/telegram.js';
import type { RowFormat } from '../formats/row-format.js';
import type { ExportSource } from './source.js';

const PAGE = 200;

/** Reads the members of these chats, by their ids; phone numbers only with `phones`. */
export function participantSource(
  account: Telegram,
  peers: ReadonlyMap<string, ResolvedPeer>,
  format: RowFormat<MemberRecord>,
  phones: boolean,
): ExportSource {
  return {
    head: () => format.head(),
    sectionHead: ({ chat }) => format.section(chat),
    async fetch(section, position, behind, options) {
      const peer = peers.get(section.chat?.id ?? '');
      if (peer === undefined) throw new Error('a chat of the export was not resolved');
      const from = typeof position === 'number' ? position : 0;
      const query = { list: 'recent', query: '', from, limit: PAGE, names: true } as const;
      const page = await listMembers(account, peer, query, options);
      if (!page.ok) return page;
      const { items, more } = page.value;
      const people = items.flatMap(({ record }) =>
        record === undefined || record.type === 'bot' ? [] : [phones ? record : withoutPhone(record)],
      );
      const room = section.most === 0 ? people.length : section.most - behind;
      const records = people.slice(0, room);
      return done({
        rows: records.length,
        next: items.at(-1)?.after ?? from,
        more: more && items.length > 0 && (section.most === 0 || behind + records.length < section.most),
        text: () => format.rows(records, section.chat),
      });
    },
  };
}

function withoutPhone(record: MemberRecord): MemberRecord {
  const { phone: _, ...rest } = record;
  return rest;
}
