/** A bot and its private chat for tests, of a few lines: what reaches it is on record, and it replies when told to. */
import {
  createMemoryStore,
  done,
  manualClock,
  refuse,
  telegramLibrary,
  type ManualClock,
  type Outcome,
  type RefusalCode,
  type ResolvedPeer,
} from '@tgmcp/core';
import type { Api } from 'telegram';
import { drive } from '../gates/test-bench.js';
import type { Performed } from '../gates/spec.js';
import { createJournal } from '../journal/journal.js';
import { randomIds } from '../journal/random-id.js';
import type { Steps } from '../journal/steps.js';
import { silentTelegram } from '../tools/silent-telegram.js';
import type { Writer } from '../telegram/writer/writer.js';
import type { BotStep } from './bot-step.js';
import { runBotSteps } from './run.js';
import { Patience, type BotRun } from './turn.js';

const { Api: Tl, helpers } = telegramLibrary();
const BOT_ID = 4242;
const SENT_AT = 1_790_000_000;

export const BOT: ResolvedPeer = {
  id: String(BOT_ID),
  kind: 'bot',
  title: 'Waiter',
  username: 'waiter_bot',
  inputPeer: new Tl.InputPeerUser({
    userId: helpers.returnBigInt(BOT_ID),
    accessHash: helpers.returnBigInt(7),
  }),
};

/** A button under a message: one that calls back with data, or one of a keyboard, which sends its text. */
export type Key = { readonly text: string; readonly data?: string; readonly url?: string };

/** What becomes of one request: `lost` is carried out and never answered, the others are refused and do nothing. */
export type Trouble =
  | 'none'
  | 'lost'
  | { readonly code: RefusalCode; readonly retryAfter?: number; readonly rpc?: string };

export const say = (text: string): BotStep => ({ do: 'send', text });
export const wait = (expect = '', wait_sec = 2): BotStep => ({ do: 'wait', wait_sec, expect });
type Click = Extract<BotStep, { readonly do: 'click' }>;
export const click = (
  button: Partial<Click['button']>,
  more: Partial<Pick<Click, 'message_id' | 'wait_sec'>> = {},
): Click => ({
  do: 'click',
  button: { data_b64: '', row: -1, col: -1, text: '', exact: true, ...button },
  message_id: 0,
  wait_sec: 2,
  ...more,
});

export interface BotBench {
  readonly clock: ManualClock;
  readonly writer: Writer;
  readonly record: Steps;
  /** What the bot was told, in order: a text, or a press as `data@message`. */
  readonly heard: string[];
  /** What happens to the next requests that act. */
  readonly troubles: Trouble[];
  /** What the next look at the chat is refused with. */
  readonly blind: RefusalCode[];
  /** Runs after each request that acts, before its answer. */
  onAct: (what: string) => Promise<unknown>;
  /** Runs before each look at the chat. */
  onLook: () => Promise<unknown>;
  /** The bot writes a message, or somebody else does in its chat; gives its id. */
  write(text: string, keys?: readonly (readonly Key[])[], from?: 'bot' | 'me'): number;
  /** Somebody deletes a message. */
  remove(id: number): void;
  /** The bot changes a message of its own. */
  rewrite(id: number, text: string): void;
  /** Carries the steps out, over the same records as before; time passes while they wait. */
  run(steps: readonly BotStep[], change?: Partial<BotRun>): Promise<Outcome<Performed>>;
}

/** A bot that has written nothing yet. */
export async function botBench(): Promise<BotBench> {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  const journal = createJournal(store, clock, 86_400_000, randomIds('hash', '1001'));
  const { intent } = await journal.claim({
    action: {
      accountId: '1001',
      verb: 'bot_steps',
      target: { type: 'user', id: BOT.id },
      content: {},
      options: {},
      forceResend: false,
    },
    proposalId: 'p1',
    items: 20,
  });
  const messages: Api.TypeMessage[] = [];
  const sent = new Map<string, number>();

  function add(text: string, keys: readonly (readonly Key[])[] = [], out = false): number {
    const id = messages.length + 1;
    messages.push(
      new Tl.Message({
        id,
        peerId: new Tl.PeerUser({ userId: helpers.returnBigInt(BOT_ID) }),
        date: SENT_AT,
        message: text,
        out,
        ...(keys.length === 0 ? {} : { replyMarkup: markupOf(keys) }),
      }),
    );
    return id;
  }

  function effectOf(request: Api.AnyRequest): { readonly answer: unknown; readonly what: string } {
    if (request instanceof Tl.messages.SendMessage) {
      const key = String(request.randomId);
      const repeated = sent.has(key);
      const id = sent.get(key) ?? add(request.message, [], true);
      sent.set(key, id);
      const answer = new Tl.UpdateShortSentMessage({
        id,
        date: SENT_AT,
        pts: 1,
        ptsCount: repeated ? 0 : 1,
        out: true,
      });
      return { answer, what: repeated ? '' : request.message };
    }
    if (request instanceof Tl.messages.GetBotCallbackAnswer) {
      const what = `${String(request.data)}@${Number(request.msgId)}`;
      return { answer: new Tl.messages.BotCallbackAnswer({ cacheTime: 0, message: 'Coming' }), what };
    }
    throw new Error(`no test asks for ${request.className}`);
  }

  async function act<R extends Api.AnyRequest>(request: R): Promise<Outcome<R['__response']>> {
    const trouble = bench.troubles.shift() ?? 'none';
    if (typeof trouble !== 'string') return refused(trouble);
    const { answer, what } = effectOf(request);
    if (what !== '') {
      bench.heard.push(what);
      await bench.onAct(what);
    }
    return trouble === 'lost' ? refuse('DEADLINE') : done(answer as R['__response']);
  }

  async function look<R extends Api.AnyRequest>(request: R): Promise<Outcome<R['__response']>> {
    if (!(request instanceof Tl.messages.GetHistory)) throw new Error(`no test reads ${request.className}`);
    await bench.onLook();
    const refused = bench.blind.shift();
    if (refused !== undefined) return refuse(refused);
    const newest = messages.toReversed().slice(0, request.limit);
    return done(new Tl.messages.Messages({ messages: newest, chats: [], users: [] }) as R['__response']);
  }

  const writer: Writer = { ...silentTelegram(() => clock.now()), call: look };
  const bench: BotBench = {
    clock,
    writer,
    record: journal.stepsOf(intent),
    heard: [],
    troubles: [],
    blind: [],
    onAct: async () => undefined,
    onLook: async () => undefined,
    write: (text, keys, from = 'bot') => add(text, keys, from === 'me'),
    remove: (id) => messages.splice(id - 1, 1, new Tl.MessageEmpty({ id })),
    rewrite(id, text) {
      const message = messages[id - 1];
      if (message instanceof Tl.Message) message.message = text;
    },
    run(steps, change = {}) {
      const run: BotRun = {
        writer,
        caller: { call: act },
        bot: BOT,
        steps,
        randomIds: intent.randomIds.map(BigInt),
        record: bench.record,
        clock,
        patience: new Patience(clock, { ms: 0 }),
        ...change,
      };
      return drive({ clock }, runBotSteps(run));
    },
  };
  return bench;
}

function refused({ code, retryAfter, rpc }: Exclude<Trouble, string>): Outcome<never> {
  const data = rpc === undefined ? {} : { data: { rpc } };
  return refuse(code, retryAfter === undefined ? data : { ...data, retryAfter });
}

function markupOf(keys: readonly (readonly Key[])[]): Api.TypeReplyMarkup {
  const calls = keys.flat().some(({ data, url }) => data !== undefined || url !== undefined);
  const rows = keys.map((row) => new Tl.KeyboardButtonRow({ buttons: row.map(buttonOf) }));
  return calls ? new Tl.ReplyInlineMarkup({ rows }) : new Tl.ReplyKeyboardMarkup({ rows });
}

function buttonOf({ text, data, url }: Key): Api.TypeKeyboardButton {
  if (data !== undefined) return new Tl.KeyboardButtonCallback({ text, data: Buffer.from(data) });
  return url === undefined ? new Tl.KeyboardButton({ text }) : new Tl.KeyboardButtonUrl({ text, url });
}
