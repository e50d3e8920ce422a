import { done, refuse, sleptInCall, type Outcome } from '@tgmcp/core';
import * as z from 'zod';
import { canonicalJson, type JsonObject } from '../actions/canonical-json.js';
import {
  botStepsArgument,
  botStepsContent,
  canonicalSteps,
  stepDetails,
  type BotStep,
} from '../bot-steps/bot-step.js';
import { toldSchema } from '../bot-steps/came.js';
import { settledFirst } from '../bot-steps/choose-button.js';
import { runBotSteps as runSteps } from '../bot-steps/run.js';
import { Patience } from '../bot-steps/turn.js';
import type { Prepared, Surroundings } from '../gates/spec.js';
import { messageQuota } from '../quota/message-quota.js';
import { withStoredPeer, type Writer } from '../telegram/writer/writer.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const ordinal = z.int().min(0).max(100);

/** Talks to a bot in a private chat, in steps that were approved together. */
export const runBotSteps = writeTool({
  name: 'tg_run_bot_steps',
  title: 'Talk to a bot',
  description:
    'Private chat with a bot: send_message (text), click_button (by whole button_text or data; by place or part only first), wait (for a reply; expect: what is in it). Stops at the first step that fails.',
  toolset: 'bots',
  verb: 'bot_steps',
  // What was done of it stands in the journal, which repeats no step.
  retry: 'probe',
  methods: ['messages.sendMessage', 'messages.getBotCallbackAnswer'],
  input: { group: chat, steps: botStepsArgument },
  result: {
    steps_completed: ordinal,
    steps: z.array(toldSchema),
    stopped_at: ordinal.optional(),
    stopped_because: z.string().optional(),
    note: z.string().optional(),
  },
  target: ({ group }) => group,
  prepare({ steps: given }, limits) {
    const steps = canonicalSteps(given, limits);
    if (!steps.ok) return steps;
    const count = steps.value.length === 1 ? '1 step' : `${steps.value.length} steps`;
    return done({
      content: { steps: steps.value.map((step) => ({ ...step })) },
      options: {},
      preview: { summary: `talk to a bot in ${count}`, details: stepDetails(steps.value) },
    });
  },
  items: (content) => stepsOf(content).length,
  quota: (target) => messageQuota(target.kind),
  weight: (content) => stepsOf(content).filter((step) => step.do !== 'wait').length,
  on: (writer) => ({
    async complete(prepared, { target, ...more }) {
      if (target.kind !== 'bot') return refuse('WRONG_PEER_KIND', { data: { wanted: 'bot' } });
      const settled = await settledSteps(writer, target.id, prepared, more);
      if (!settled.ok) return settled;
      const { preview } = prepared;
      return done({
        ...prepared,
        content: { steps: settled.value.map((step) => ({ ...step })) },
        preview: { ...preview, details: stepDetails(settled.value) },
      });
    },
    perform: ({ action, randomIds, steps: record, clock }, caller) =>
      withStoredPeer(writer, action.target.id, (bot) => {
        const steps = stepsOf(action.content);
        const patience = new Patience(clock, sleptInCall('interactive'));
        return runSteps({ writer, caller, bot, steps, randomIds, record, clock, patience });
      }),
    find: async () => done({ kind: 'not_done' }),
  }),
});

/** The steps with the first button as it is now; at the execution, as it was at the preview. */
async function settledSteps(
  writer: Writer,
  botId: string,
  { content }: Pick<Prepared, 'content'>,
  { proposed, requested, limits }: Pick<Surroundings, 'proposed' | 'requested' | 'limits'>,
): Promise<Outcome<readonly BotStep[]>> {
  const request = requested?.['content'];
  const isSame = request !== undefined && canonicalJson(request) === canonicalJson(content);
  if (isSame && proposed !== undefined) return done(stepsOf(proposed));
  const [first, ...rest] = stepsOf(content);
  const settled = await withStoredPeer(writer, botId, (bot) =>
    settledFirst(writer, bot, first, limits.maxMessageLength),
  );
  if (!settled.ok) return settled;
  return done(settled.value === undefined ? rest : [settled.value, ...rest]);
}

function stepsOf(content: JsonObject): readonly BotStep[] {
  return botStepsContent.parse(content).steps;
}
