/** Questions that people ask of their account, and how an agent that knows the tools answers each in at most two calls. */
import { LETTER, LOFT, THREE } from './world.js';

/** Calls a tool and gives its result; throws when it is refused. */
export type Ask = (tool: string, args: Readonly<Record<string, unknown>>) => Promise<Result>;

/** A result, with the fields that the answers need. */
export interface Result {
  readonly group?: { readonly id: string; readonly title: string };
  readonly messages?: readonly Message[];
  readonly participants?: readonly { readonly id: string; readonly title: string }[];
  readonly topics?: readonly { readonly id: number }[];
  readonly chats?: readonly { readonly id: string; readonly title: string }[];
  /** Of a picture: its type, and how many bytes came. */
  readonly mime?: string;
  readonly size?: number;
}

interface Message {
  readonly id: number;
  readonly text?: string;
  readonly from?: string;
  readonly from_id?: string;
  readonly chat_id?: string;
  readonly media?: {
    readonly poll?: {
      readonly question: string;
      readonly options: readonly { readonly text: string; readonly votes?: number }[];
    };
  };
}

/** One question, and its answer over the tools. */
export interface Question {
  readonly question: string;
  readonly answer: (ask: Ask) => Promise<unknown>;
}

const KITES = '@kites_and_code';
const textsOf = ({ messages = [] }: Result): string[] => messages.map(({ text = '' }) => text);

/** All of them. */
export const QUESTIONS: readonly Question[] = [
  {
    question: 'What did Vera say about the tow point in the topic “Bridles” last week?',
    answer: async (ask) => {
      const { topics = [] } = await ask('tg_get_topics', { group: LOFT.id, query: 'Bridles' });
      const args = { group: LOFT.id, thread: topics[0]?.id, from: '@vera_holm', since: '2026-10-25' };
      return textsOf(await ask('tg_get_messages', args)).filter((text) => text.includes('tow point'));
    },
  },
  {
    question: 'Who joined Kites & Code since 20 October?',
    answer: async (ask) => {
      const args = { group: KITES, joined_since: '2026-10-20' };
      return (await ask('tg_get_participants', args)).participants?.length;
    },
  },
  {
    question: 'What have I not read, the most important first?',
    answer: async (ask) => {
      const { chats = [] } = await ask('tg_get_unread', { limit: 3 });
      return chats.slice(0, 3).map(({ title }) => title);
    },
  },
  {
    question: 'What is behind this link, and what was said around it?',
    answer: async (ask) => {
      const group = `https://t.me/c/${LOFT.bare}/211`;
      return textsOf(await ask('tg_get_messages', { group, context: 1 }));
    },
  },
  {
    question: 'Which admin posted the file plan-b.pdf?',
    answer: async (ask) => {
      const found = await ask('tg_search_messages', { group: LOFT.id, query: 'plan-b', kind: 'document' });
      const { participants = [] } = await ask('tg_get_participants', { group: LOFT.id, filter: 'admins' });
      const by = found.messages?.[0]?.from_id;
      return participants.find(({ id }) => id === by)?.title;
    },
  },
  {
    question: 'Where were Kevlar and the word thermal mentioned this month, in these three chats?',
    answer: async (ask) => {
      const args = { query: 'kevlar', also: ['thermal'], date_from: '2026-10-02', chats: 'groups' };
      const { messages = [] } = await ask('tg_search_global_messages', args);
      return messages.filter(({ chat_id: chat = '' }) => THREE.includes(chat)).map(({ text }) => text);
    },
  },
  {
    question: 'What are the comments under this post?',
    answer: async (ask) => {
      const found = await ask('tg_get_messages', { group: `@${LETTER.username}`, thread: 1 });
      return found.messages?.map(({ from, text }) => `${from ?? ''}: ${text ?? ''}`);
    },
  },
  {
    question: 'All polls of The Loft, with their results?',
    answer: async (ask) => {
      const { messages = [] } = await ask('tg_get_messages', { group: LOFT.id, kind: 'poll' });
      return messages.map(({ media }) => [
        media?.poll?.question,
        ...(media?.poll?.options.map(({ text, votes }) => `${text} ${votes ?? '?'}`) ?? []),
      ]);
    },
  },
  {
    question: 'Which chats do I share with Tomás?',
    answer: async (ask) => {
      const { chats = [] } = await ask('tg_get_common_chats', { user: '@tomas_bakes' });
      return chats.map(({ title }) => title).toSorted();
    },
  },
  {
    question: 'What does the newest photo of The Loft show?',
    async answer(ask) {
      const { messages = [] } = await ask('tg_get_messages', { group: LOFT.id, kind: 'photo', limit: 1 });
      const { mime, size = 0 } = await ask('tg_view_image', { group: LOFT.id, message_id: messages[0]?.id });
      return [mime, size > 100];
    },
  },
];
