import {
  done,
  peersInParams,
  rawMethod,
  refuse,
  renamePeers,
  takesRandomId,
  type Outcome,
  type RawWrite,
} from '@tgmcp/core';
import * as z from 'zod';
import { jsonObject } from '../actions/action.js';
import { messageQuota } from '../quota/message-quota.js';
import { rawBar } from '../telegram/raw-methods.js';
import {
  canonicalCall,
  invokeWrite as invoke,
  NO_RANDOM_ID,
  type ApprovedCall,
} from '../telegram/writer/invoke-write.js';
import { invalidArgument, withDetails } from './concerned-messages.js';
import { rawParams } from './raw-params.js';
import { writeTool } from './write-tool.js';

const requestSchema = z.strictObject({ method: z.string(), params: jsonObject });
/** `peers`: the canonical ids of everybody in it, who stand there by those ids. */
const contentSchema = requestSchema.extend({ peers: z.array(z.string()) });

/** Any writing method that the operator listed, for what no tool does. */
export const invokeWrite = writeTool({
  name: 'tg_invoke_write',
  title: 'Raw writing call',
  description:
    'Calls a writing method of the Telegram API that the operator listed (TG_ACTIONS_RAW_METHODS); params by TL field name, chats as ids or @names. Only for what no tool does.',
  toolset: 'raw',
  verb: 'invoke',
  retry: 'never',
  methods: [],
  methodsOf: (content) => [requestSchema.loose().parse(content).method],
  input: { method: z.string().min(1).max(100), params: z.record(z.string(), z.unknown()).default({}) },
  result: { method: z.string(), result: z.unknown() },
  target: (args) => namedIn(args)[0] ?? 'me',
  others: (args) =>
    Object.fromEntries(namedIn(args).map((name, index) => [`peer ${index + 1}`, { name, listed: true }])),
  prepare({ method: written, params: given }, { rawMethods }) {
    const method = admitted(written, rawMethods);
    if (!method.ok) return method;
    const params = rawParams(given);
    if (!params.ok) return params;
    const content = { method: method.value, params: params.value };
    return done({ content, options: {}, preview: { summary: `call the raw method ${method.value}` } });
  },
  items: (content) => (takesRandomId(requestSchema.loose().parse(content).method) ? 1 : 0),
  quota: (target) => messageQuota(target.kind),
  on: (writer) => ({
    async complete(prepared, { others, account }) {
      const { method, params: given } = requestSchema.parse(prepared.content);
      const people = Object.values(others);
      const names = peersInParams({ method, params: given });
      const ids = new Map(names.map((name, index) => [name, others[`peer ${index + 1}`]?.id]));
      const renamed = jsonObject.parse(
        renamePeers({ method, params: given }, (name) => ids.get(name) ?? name),
      );
      const admitted = people.map(({ id }) => id);
      const call = { method, params: renamed, peers: admitted, accountId: account.id };
      const canonical = await canonicalCall(writer, call);
      if (!canonical.ok) return canonical;
      const params = canonical.value;
      const content = { method, params, peers: peersInParams({ method, params }) };
      const shown = people.map(({ id, kind, title, username }) => ({
        label: `Named in it, ${kind} ${id}`,
        text: username === undefined ? title : `${title} @${username}`,
      }));
      const request = { label: 'Request', text: JSON.stringify({ _: method, ...params }, null, 2) };
      return done(withDetails({ ...prepared, content }, [request, ...shown]));
    },
    perform({ action: { content, accountId }, randomIds: [randomId = NO_RANDOM_ID] }, caller) {
      const call: ApprovedCall = { ...contentSchema.parse(content), accountId, randomId };
      return invoke(writer, caller, call);
    },
  }),
});

/** Everybody whom a call names, by the method's own schema. */
function namedIn({ method: written, params }: RawWrite): string[] {
  const named = rawMethod(written);
  return 'name' in named ? peersInParams({ method: named.name, params }) : [];
}

/** The method by the schema's name, where the operator's list has it. RAW_NOT_ALLOWED, INPUT_INVALID. */
function admitted(written: string, listed: readonly string[]): Outcome<string> {
  if (listed.length === 0) {
    return refuse('RAW_NOT_ALLOWED', {
      message: 'The operator allows no raw methods.',
      data: { method: written },
    });
  }
  const named = rawMethod(written);
  if (!('name' in named)) {
    const hint = named.meant === undefined ? '' : `; did you mean ${named.meant}?`;
    return invalidArgument(`method: no method of Telegram's API${hint}`);
  }
  const { name: method } = named;
  const bar = rawBar(method);
  if (bar !== undefined) {
    return refuse('RAW_NOT_ALLOWED', {
      message: `${method} is no raw method: ${bar}`,
      data: { method },
    });
  }
  return listed.includes(method) ? done(method) : refuse('RAW_NOT_ALLOWED', { data: { method } });
}
