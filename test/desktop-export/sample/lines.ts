/* How Telegram Desktop writes one message, one service message and one moment. */

/** One object of an export. */
export type Entry = Record<string, unknown>;

/** Who is in the sample: the account, people, bots and chats, by the ids that the file gives them. */
export const WHO = {
  user101: 'Mia Holm',
  user202: 'Ünal Ay',
  user303: 'Zed',
  user707: 'Helper',
  user1271266957: 'Replies',
  user489000: 'Verification Codes',
  channel404: 'Sailing',
  channel606: 'Weather',
  channel808: 'Fans of Rain',
} as const;

export type Id = keyof typeof WHO;

/** A moment as local time (the sample was written in UTC) and in seconds. */
export function moment(name: string, seconds: number): Entry {
  return {
    [name]: new Date(seconds * 1000).toISOString().slice(0, 19),
    [`${name}_unixtime`]: String(seconds),
  };
}

const FIRST = 1_683_360_000;

/** Makes the messages of one chat, with rising ids and dates. */
export function writer(firstId: number) {
  let id = firstId - 1;
  const next = (type: string): Entry => {
    id += 1;
    // What was said before an upgrade comes first, whatever its ids are lowered by.
    const minutes = id > 0 ? id : id + 1_000_000_000 - 1000;
    return { id, type, ...moment('date', FIRST + minutes * 60) };
  };
  return {
    /** A message; text entities are derived from the runs of the text. */
    message(from: Id, fields: Entry = {}): Entry {
      const text = fields['text'] ?? '';
      const runs: unknown[] = Array.isArray(text) ? text : text === '' ? [] : [text];
      return {
        ...next('message'),
        from: WHO[from],
        from_id: from,
        ...fields,
        text,
        text_entities: runs.map((run) => (typeof run === 'string' ? { type: 'plain', text: run } : run)),
      };
    },
    /** A service message; those without an actor tell of the account or of the chat. */
    service(actor: Id | undefined, action: string, fields: Entry = {}): Entry {
      return {
        ...next('service'),
        ...(actor !== undefined && { actor: WHO[actor], actor_id: actor }),
        action,
        ...fields,
        text: '',
        text_entities: [],
      };
    },
    /** A message that Telegram Desktop could not read. */
    unsupported(): Entry {
      id += 1;
      return { id, type: 'unsupported' };
    },
    get id(): number {
      return id;
    },
  };
}

/** What stands for a file that was not exported. */
export const NOT_INCLUDED = '(File not included. Change data exporting settings to download.)';
