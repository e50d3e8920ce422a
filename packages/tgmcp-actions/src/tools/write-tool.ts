/**
 * A write tool as one declaration: what it takes, what it does, what is shown of it, what it needs and what it answers. Its
 * two calls, all gates, journal, quotas, audit and the guard's opening come with it.
 */
import { defineTool, done, type Outcome, type RetryClass, type Tool } from '@tgmcp/core';
import * as z from 'zod';
import type { Verb } from '../actions/action.js';
import type { JsonObject } from '../actions/canonical-json.js';
import type { ActionSpec, WriteArguments, WriteVerb } from '../gates/spec.js';
import { refuseWithoutAccount } from '../gates/without-account.js';
import type { ActionServices } from '../services.js';
import type { WriteMethod } from '../telegram/write-methods.js';
import type { Writer } from '../telegram/writer/writer.js';
import { previewFields, proposalFields } from './write-answer.js';
import { writeArguments, writeResult, WRITES } from './write-fields.js';

/** The arguments of a tool: its own, and those of every write tool. */
export type ArgumentsOf<Input extends z.ZodRawShape> = z.infer<z.ZodObject<Input>> & WriteArguments;

/** What of a declaration works on Telegram. */
export type Performing<Args extends WriteArguments> = Pick<ActionSpec<Args>, 'complete' | 'perform'> &
  Partial<Pick<ActionSpec<Args>, 'find'>>;

/** One write tool. `Input`: its own arguments. `Result`: what an execution answers besides what all do. */
export interface WriteDeclaration<Input extends z.ZodRawShape, Result extends z.ZodRawShape> extends Pick<
  ActionSpec<ArgumentsOf<Input>>,
  'target' | 'others' | 'prepare' | 'quota'
> {
  readonly name: string;
  readonly title: string;
  /** One line. How the two calls of a write go is said in the instructions. */
  readonly description: string;
  readonly verb: Verb;
  readonly retry: RetryClass;
  readonly methods: readonly WriteMethod[];
  readonly input: Input;
  readonly result: Result;
  /** How many `random_id`s it needs; none unless given. */
  items?(content: JsonObject): number;
  /** How it is done on one account. */
  on(writer: Writer): Performing<ArgumentsOf<Input>>;
}

/** A declared write tool. */
export interface WriteTool {
  readonly tool: Tool<ActionServices>;
  readonly verb: Verb;
  readonly methods: readonly WriteMethod[];
  /** What the gates know of it, on one account: enough to settle its stored actions. */
  onAccount(writer: Writer): WriteVerb;
}

/** Makes the tool of a declaration. */
export function writeTool<Input extends z.ZodRawShape, Result extends z.ZodRawShape>(
  declared: WriteDeclaration<Input, Result>,
): WriteTool {
  type Args = ArgumentsOf<Input>;
  const { name, title, description, verb, retry, methods } = declared;
  const onAccount = (writer: Writer): ActionSpec<Args> => ({
    items: () => 0,
    find: async () => done(undefined),
    ...declared,
    ...declared.on(writer),
    tool: name,
  });
  const resultSchema = z.object(declared.result);

  async function handle(
    args: Args,
    services: ActionServices,
    call: Parameters<Tool<ActionServices>['handle']>[2],
  ): Promise<Outcome<Record<string, unknown>>> {
    const writes = await services.writes();
    if (!writes.ok) return (await refuseWithoutAccount(services.policy, declared, args)) ?? writes;
    const { pipeline, writer } = writes.value;
    const spec = onAccount(writer);
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
      ...resultSchema.parse(result),
      note: alreadySent ? 'It was done before; this call changed nothing.' : 'Done.',
    });
  }

  const tool = defineTool<ActionServices>()({
    name,
    title,
    description,
    input: z.strictObject({ ...declared.input, ...writeArguments }),
    output: z.strictObject({ ...writeResult, ...resultSchema.partial().shape }),
    hints: WRITES,
    retry,
    // The strict object's type and that of its parts are the same, which the compiler cannot see through a type parameter.
    handle: (args, services, call) => handle(args as unknown as Args, services, call) as never,
  });
  return { tool, verb, methods, onAccount };
}
