/** The columns of each kind of export. Those of members begin with the ones that users of tg-mcp know. */
import type { MessageRecord } from '../../tools/records.js';
import type { DialogRecord } from '../../telegram/reader/list-dialogs.js';
import type { MemberRecord } from '../../telegram/reader/members.js';
import { asJson, foreign, own, type Column } from './csv.js';

const truth = (is: boolean | undefined): string => (is === true ? 'True' : 'False');

export const MEMBER_COLUMNS: readonly Column<MemberRecord>[] = [
  own('id', ({ id }) => id),
  foreign('username', ({ username }) => username),
  foreign('first_name', ({ first_name }) => first_name),
  foreign('last_name', ({ last_name }) => last_name),
  own('phone', ({ phone }) => phone),
  own('is_verified', ({ verified }) => truth(verified)),
  own('is_premium', ({ premium }) => truth(premium)),
  own('status', ({ last_seen }) => last_seen),
  own('chat', (_, chat) => chat?.id),
  own('role', ({ role }) => role),
  foreign('rank', ({ rank }) => rank),
  own('since', ({ since }) => since),
  own('invited_by', ({ invited_by }) => invited_by),
];

export const DIALOG_COLUMNS: readonly Column<DialogRecord>[] = [
  own('id', ({ id }) => id),
  own('type', ({ type }) => type),
  foreign('title', ({ title }) => title),
  foreign('username', ({ username }) => username),
  own('members', ({ members }) => members),
  own('unread', ({ unread }) => unread),
  own('unread_mentions', ({ unread_mentions }) => unread_mentions),
  own('pinned', ({ pinned }) => truth(pinned)),
  own('muted', ({ muted }) => truth(muted)),
  own('archived', ({ archived }) => truth(archived)),
  own('last_message', ({ last_message }) => last_message),
];

export const MESSAGE_COLUMNS: readonly Column<MessageRecord>[] = [
  own('chat', (_, chat) => chat?.id),
  own('id', ({ id }) => id),
  own('date', ({ date }) => date),
  own('from_id', ({ from_id }) => from_id),
  foreign('from', ({ from }) => from),
  foreign('author', ({ author }) => author),
  foreign('text', ({ text }) => text),
  foreign('service', ({ service }) => service),
  own('edited', ({ edited }) => edited),
  own('reply_to', ({ reply_to }) => reply_to),
  own('reply_to_chat', ({ reply_to_chat }) => reply_to_chat),
  own('topic', ({ topic }) => topic),
  own('forwarded_from_id', ({ forwarded }) => forwarded?.from_id),
  foreign('forwarded_from', ({ forwarded }) => forwarded?.from_name),
  own('forwarded_date', ({ forwarded }) => forwarded?.date),
  own('forwarded_message_id', ({ forwarded }) => forwarded?.message_id),
  own('media', ({ media }) => media?.kind),
  foreign('media_name', ({ media }) => media?.name),
  foreign('media_mime', ({ media }) => media?.mime),
  own('media_size', ({ media }) => media?.size),
  own('media_duration', ({ media }) => media?.duration),
  foreign('media_url', ({ media }) => media?.url),
  foreign('media_details', ({ media }) => asJson(media?.poll ?? place(media))),
  foreign('buttons', ({ buttons }) => asJson(buttons)),
  foreign('reactions', ({ reactions }) => asJson(reactions)),
  own('replies', ({ replies }) => replies),
  own('views', ({ views }) => views),
  own('forwards', ({ forwards }) => forwards),
  own('album', ({ album }) => album),
  own('pinned', ({ pinned }) => truth(pinned)),
];

function place(media: MessageRecord['media']): object | undefined {
  if (media?.latitude === undefined) return undefined;
  return { latitude: media.latitude, longitude: media.longitude };
}
