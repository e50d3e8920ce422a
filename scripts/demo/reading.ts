import { z } from 'zod';
import type { EmulatorProcess } from './emulator.js';
import { expect } from './expect.js';
import type { Server } from './server.js';
import type { Transcript } from './transcript.js';

const dialogs = z.object({
  dialogs: z.array(z.object({ id: z.string(), title: z.string(), type: z.string(), unread: z.number() })),
});

const message = z.object({
  id: z.number(),
  date: z.string(),
  from: z.string().optional(),
  text: z.string().optional(),
});
const messages = z.object({ messages: z.array(message), next_cursor: z.string().optional() });

/** Methods that only look; the reading part may put nothing else on the wire. */
const LOOKS =
  /^(messages\.(get|search)|channels\.get|users\.get|contacts\.(get|resolve|search)|updates\.get|help\.get|upload\.get|photos\.get)/u;

/** The reading part: dialogs, a page and the next one, a search. Returns the chat it read. */
export async function reading(server: Server, transcript: Transcript, chat?: string): Promise<string> {
  transcript.step('Which chats do I have?');
  const list = await server.ask('tg_get_my_dialogs', { limit: 6 }, dialogs);
  expect(list.dialogs.length > 0, 'the account has dialogs');
  transcript.answered(
    ...list.dialogs.map(
      ({ id, type, title, unread }) =>
        `${type.padEnd(10)} ${id.padEnd(14)}  ${title}${unread > 0 ? `, ${unread} unread` : ''}`,
    ),
  );

  transcript.step('What was said there last?');
  const { group, page } = await firstPage(
    server,
    transcript,
    chat === undefined ? list.dialogs.map(({ id }) => id) : [chat],
  );
  transcript.answered(...page.messages.map(oneLine));
  if (page.next_cursor === undefined) {
    transcript.holds('that was the whole chat: no cursor for a next page');
  } else {
    const next = await server.ask('tg_get_messages', { group, limit: 4, cursor: page.next_cursor }, messages);
    transcript.answered(...next.messages.map(oneLine));
    const oldest = Math.min(...page.messages.map(({ id }) => id));
    expect(
      next.messages.every(({ id }) => id < oldest),
      'the next page goes on where the first ended',
    );
    transcript.holds('the cursor goes on exactly where the page ended, with no message twice');
  }

  const query = chat === undefined ? someWord(page.messages) : 'wind';
  if (query === undefined) return group;
  transcript.step('Where was that mentioned?');
  const found = await server.ask('tg_search_messages', { group, query, limit: 3 }, messages);
  expect(found.messages.length > 0, `the search finds "${query}"`);
  expect(
    found.messages.every(({ text }) => text?.toLowerCase().includes(query.toLowerCase())),
    `each message found has "${query}" in it`,
  );
  transcript.answered(...found.messages.map(oneLine));
  return group;
}

/** The newest messages of the first chat that has some with words in them, else of the first that has any. */
async function firstPage(
  server: Server,
  transcript: Transcript,
  chats: readonly string[],
): Promise<{ group: string; page: z.infer<typeof messages> }> {
  let silent: { group: string; page: z.infer<typeof messages> } | undefined;
  for (const group of chats) {
    const page = await server.ask('tg_get_messages', { group, limit: 4 }, messages);
    if (someWord(page.messages) !== undefined) return { group, page };
    if (page.messages.length > 0) silent ??= { group, page };
    transcript.answered('no words in its newest messages; on to the next chat');
  }
  expect(silent !== undefined, 'one of these chats has messages');
  return silent;
}

/** Checks in the data centre's own call log that nothing but reading reached it since call number `since`. */
export async function checkOnlyReads(
  emulator: EmulatorProcess,
  transcript: Transcript,
  since: number,
): Promise<void> {
  transcript.step('What reached Telegram?');
  const { methods } = await emulator.calls(since);
  expect(methods.length > 0, 'the reading part reached the data centre');
  const others = methods.filter((method) => !LOOKS.test(method));
  expect(others.length === 0, 'the reading part sends read methods only', others);
  const counts = new Map<string, number>();
  for (const method of methods) counts.set(method, (counts.get(method) ?? 0) + 1);
  transcript.did('wire', [...counts].map(([method, count]) => `${method} ×${count}`).join(', '));
  transcript.holds(
    `the data centre logged ${methods.length} calls, all of them read methods; nothing was marked as read`,
  );
}

function oneLine(item: z.infer<typeof message>): string {
  const when = item.date.slice(0, 16).replace('T', ' ');
  return `${when}  ${item.from === undefined ? '' : `${item.from}: `}${item.text ?? '(no text)'}`;
}

/** The longest word there, which a search must find: for a history nobody has seen before. */
function someWord(items: readonly z.infer<typeof message>[]): string | undefined {
  const words = items.flatMap(({ text }) => text?.match(/\p{L}{2,20}/gu) ?? []);
  return words.toSorted((a, b) => b.length - a.length)[0];
}
