/**
 * Messages as a person reads them: when and by whom, and the words below as a quotation. The words of other people are
 * escaped, so that they are shown and do nothing, and characters that nobody would see are made visible.
 */
import { neutraliseText } from '../../mcp/neutralise.js';
import type { MessageRecord, PeerRecord } from '../../tools/records.js';
import type { RowFormat } from './row-format.js';

/** Markdown for messages. */
export const markdown: RowFormat<MessageRecord> = {
  head: () => Promise.resolve(''),
  section: (chat) => (chat === undefined ? '' : `# ${inline(chat.title)}\n\nChat ${chat.id}\n\n`),
  rows: (records, chat) => Promise.resolve(records.map((record) => entry(record, chat)).join('')),
};

function entry(message: MessageRecord, chat: PeerRecord | undefined): string {
  const by = message.from ?? message.author ?? message.from_id ?? chat?.title ?? '';
  const facts = [
    `**${inline(by)}**`,
    (message.date ?? '').replace('T', ' ').replace('Z', ' UTC'),
    `#${message.id}`,
    ...(message.reply_to === undefined ? [] : [`answers #${message.reply_to}`]),
    ...(message.forwarded === undefined
      ? []
      : [`forwarded from ${inline(message.forwarded.from_name ?? message.forwarded.from_id ?? 'somebody')}`]),
    ...(message.edited === undefined ? [] : ['edited']),
    ...(message.pinned === undefined ? [] : ['pinned']),
  ];
  const parts = [
    facts.join(' · '),
    ...quoted(message.text),
    ...(message.service === undefined ? [] : [`*${inline(message.service)}*`]),
    ...(message.media === undefined ? [] : [`\\[${mediaLine(message.media)}\\]`]),
    ...(message.reactions === undefined ? [] : [reactionLine(message.reactions)]),
  ];
  return `${parts.join('\n\n')}\n\n`;
}

function quoted(text: string | undefined): string[] {
  if (text === undefined) return [];
  return [
    text
      .split('\n')
      .map((line) => `> ${escaped(line)}`)
      // Two spaces keep the end of the line.
      .join('  \n'),
  ];
}

function mediaLine(media: NonNullable<MessageRecord['media']>): string {
  const { kind, name, size, duration, url, poll } = media;
  const facts = [
    kind.replaceAll('_', ' '),
    ...(name === undefined ? [] : [inline(name)]),
    ...(size === undefined ? [] : [`${size} bytes`]),
    ...(duration === undefined ? [] : [`${duration} s`]),
    ...(url === undefined ? [] : [inline(url)]),
    ...(poll === undefined
      ? []
      : [
          `${inline(poll.question)} ${poll.options.map((one) => `${inline(one.text)}${one.votes === undefined ? '' : `: ${one.votes}`}`).join(' / ')}`,
        ]),
  ];
  return facts.join(', ');
}

function reactionLine(reactions: Readonly<Record<string, number>>): string {
  return Object.entries(reactions)
    .map(([name, count]) => `${inline(name)} ${count}`)
    .join(' · ');
}

/** Words within a line. */
function inline(words: string): string {
  return escaped(words.replaceAll(/\s+/gu, ' ').trim());
}

function escaped(line: string): string {
  return neutraliseText(line)
    .value.replaceAll(/[\\`*_[\]<>|~&!$]/gu, String.raw`\$&`)
    .replace(/^(\s*)([#+=-])/u, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])/u, String.raw`$1\$2`);
}
