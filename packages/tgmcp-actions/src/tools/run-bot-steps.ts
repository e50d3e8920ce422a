import { done, refuse, sleptInCall } from '@tgmcp/core';
import * as z from 'zod';
import type { JsonObject } from '../actions/canonical-json.js';
import {
  botStepsArgument,
  botStepsContent,
  canonicalSteps,
  stepDetails,
  type BotStep,
} from '../bot-steps/bot-step.js';
import { toldSchema } from '../bot-steps/came.js';
import { runBotSteps as runSteps } from '../bot-steps/run.js';
import { Patience } from '../bot-steps/turn.js';
import { messageQuota } from '../quota/message-quota.js';
import { withStoredPeer } from '../telegram/writer/writer.js';
import { chat } from './write-fields.js';
import { writeTool } from './write-tool.js';

const ordinal = z.int().min(0).max(100);

/** Talks to a bot in a private chat, in steps that were approved together. */
export const runBotSteps = writeTool({
  name: 'tg_run_bot_steps',
  title: 'Talk to a bot',
  description:
    'Private chat with a bot: send_message (text), click_button (waits for it), wait (for a reply; expect: what is in it). Stops at the first step that fails.',
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
    complete: async (prepared, { target }) =>
      target.kind === 'bot' ? done(prepared) : refuse('WRONG_PEER_KIND', { data: { wanted: 'bot' } }),
    perform: ({ action, randomIds, steps: record, clock }, caller) =>
      withStoredPeer(writer, action.target.id, (bot) => {
        const steps = stepsOf(action.content);
        const patience = new Patience(clock, sleptInCall('interactive'));
        return runSteps({ writer, caller, bot, steps, randomIds, record, clock, patience });
      }),
    find: async () => done({ kind: 'not_done' }),
  }),
});

function stepsOf(content: JsonObject): readonly BotStep[] {
  return botStepsContent.parse(content).steps;
}
