/**
 * A write tool as one declaration: what it takes, what it does, what is shown of it, what it needs and what it answers. Its
 * two calls, all gates, journal, quotas, audit and the guard's opening come with it.
 */
import {
  defineTool,
  done,
  type ActionsToolset,
  type Outcome,
  type RetryClass,
  type Tool,
  type ToolCall,
} from '@tgmcp/core';
import * as z from 'zod';
import type { Verb } from '../actions/action.js';
import type { JsonObject } from '../actions/canonical-json.js';
import type { Target } from '../gates/parts.js';
import type { WritePipeline } from '../gates/pipeline.js';
import type { ActionSpec, WriteArguments } from '../gates/spec.js';
import { refuseWithoutAccount } from '../gates/without-account.js';
import type { QuotaKind } from '../quota/message-quota.js';
import type { ActionServices } from '../services.js';
import type { WriteMethod } from '../telegram/write-methods.js';
import type { Writer } from '../telegram/writer/writer.js';
import { previewFields, proposalFields } from './write-answer.js';
import { writeArguments, writeResult, WRITES } from './write-fields.js';

/** The arguments of a tool: its own, and those of every write tool. */
export type ArgumentsOf<Input extends z.ZodRawShape> = z.infer<z.ZodObject<Input>> & WriteArguments;

/** What of a declaration works on Telegram. */
export type Performing<Args extends WriteArguments> = Pick<ActionSpec<Args>, 'complete' | 'perform'> &
  Partial<Pick<ActionSpec<Args>, 'find' | 'leadsTo'>> & {
    /** Asked after each call, whatever came of it; tidies up and never fails. */
    over?(): Promise<void>;
  };

/** One write tool. `Input`: its own arguments. `Result`: what an execution answers besides what all do. */
export interface WriteDeclaration<Input extends z.ZodRawShape, Result extends z.ZodRawShape> extends Pick<
  ActionSpec<ArgumentsOf<Input>>,
  'target' | 'others' | 'prepare'
> {
  readonly name: string;
  readonly title: string;
  /** One line. How the two calls of a write go is said in the instructions. */
  readonly description: string;
  /** The set in which TG_ACTIONS_TOOLSETS shows it. */
  readonly toolset: ActionsToolset;
  readonly verb: Verb;
  readonly retry: RetryClass;
  readonly methods: readonly WriteMethod[];
  /** The methods of one action, where those depend on what it is; `methods` unless given. */
  methodsOf?(content: JsonObject): readonly string[];
  readonly input: Input;
  readonly result: Result;
  /** Which daily quota it counts against, by the peer it goes to; undefined for none. */
  quota(target: Pick<Target, 'kind'>): QuotaKind | undefined;
  /** How much of the quota it takes; 1 unless given. */
  weight?(content: JsonObject): number;
  /** How many `random_id`s it needs; none unless given. */
  items?(content: JsonObject): number;
  /** How it is done on one account. */
  on(writer: Writer): Performing<ArgumentsOf<Input>>;
}

/** A declared write tool. */
export interface WriteTool extends Pick<
  WriteDeclaration<z.ZodRawShape, z.ZodRawShape>,
  'toolset' | 'verb' | 'methods' | 'quota'
> {
  readonly tool: Tool<ActionServices>;
  /** What the gates know of it, on one account. */
  onAccount(writer: Writer): ActionSpec<WriteArguments>;
}

/** Makes the tool of a declaration. */
export function writeTool<Input extends z.ZodRawShape, Result extends z.ZodRawShape>(
  declared: WriteDeclaration<Input, Result>,
): WriteTool {
  type Args = ArgumentsOf<Input>;
  const { name, title, description, toolset, verb, retry, methods } = declared;
  const onAccount = (writer: Writer): ActionSpec<Args> & Pick<Performing<Args>, 'over'> => ({
    items: () => 0,
    find: async () => done(undefined),
    methodsOf: () => methods,
    ...declared,
    ...declared.on(writer),
    quota(target, content) {
      const kind = declared.quota(target);
      return kind && { kind, weight: declared.weight?.(content) ?? 1 };
    },
    tool: name,
  });
  const resultSchema = z.object(declared.result);

  async function handle(
    args: Args,
    services: ActionServices,
    call: ToolCall,
  ): Promise<Outcome<Record<string, unknown>>> {
    const writes = await services.writes();
    if (!writes.ok) return (await refuseWithoutAccount(services.policy, declared, args)) ?? writes;
    const spec = onAccount(writes.value.writer);
    try {
      return await perform(spec, writes.value.pipeline, args, call);
    } finally {
      await spec.over?.();
    }
  }

  async function perform(
    spec: ActionSpec<Args>,
    pipeline: WritePipeline,
    args: Args,
    call: ToolCall,
  ): Promise<Outcome<Record<string, unknown>>> {
    if (args.dry_run) {
      const previewed = await pipeline.preview(spec, args, call);
      return previewed.ok ? done(previewFields(previewed.value)) : previewed;
    }
    const executed = await pipeline.execute(spec, args);
    if (!executed.ok) return executed;
    const { proposal, result, alreadySent } = executed.value;
    return done({
      dry_run: false,
      ...proposalFields(proposal),
      already_sent: alreadySent,
      note: alreadySent ? 'It was done before; this call changed nothing.' : 'Done.',
      // What the operator settled has no result; a tool whose result has a note of its own knows better than this one.
      ...resultSchema.partial().parse(result),
    });
  }

  const tool = defineTool<ActionServices>()({
    name,
    title,
    description,
    input: z.strictObject({ ...declared.input, ...writeArguments }),
    output: z.strictObject({ ...writeResult, ...resultSchema.partial().shape }),
    hints: WRITES,
    asksUser: true,
    retry,
    // The strict object's type and that of its parts are the same, which the compiler cannot see through a type parameter.
    handle: (args, services, call) => handle(args as unknown as Args, services, call) as never,
  });
  return { tool, toolset, verb, methods, quota: (target) => declared.quota(target), onAccount };
}
