import type * as z from 'zod';
import type { Outcome } from '../errors/outcome.js';

/** All four annotation hints of the protocol, always set: an absent `destructiveHint` means true to a client. */
export interface ToolHints {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** What a repeat of a write does when the outcome of the first is unknown; see docs/ARCHITECTURE.md. */
export type RetryClass = 'dedup' | 'absolute' | 'probe' | 'never';

/** A question for the person behind the client, answered in a form; undefined on a client without forms. */
export interface ElicitedForm {
  readonly message: string;
  /** One required text field, without a default: an `accept` without it approves nothing. */
  readonly field: { readonly name: string; readonly title: string; readonly description: string };
}

/** How a form ended; `text` is what was typed, where anything was. */
export type ElicitedAnswer =
  | { readonly action: 'accept'; readonly text: string | undefined }
  | { readonly action: 'decline' | 'cancel' | 'timeout' | 'error' };

/** What a client calls itself; nobody checks it. */
export interface ClientName {
  readonly name: string;
  readonly version: string;
}

/** What a handler may know about the call it serves. */
export interface ToolCall {
  /** The client, by what it said of itself at the start. */
  readonly client?: ClientName | undefined;
  /** Aborts when the client cancels the call or goes away. */
  readonly signal: AbortSignal;
  /** Whether the client asked for progress, and so is likely to wait for long work. */
  readonly wantsProgress: boolean;
  /** Reports progress to a client that asked for it; does nothing otherwise. */
  readonly progress: (done: number, total: number | undefined, message: string) => Promise<void>;
  /** Raises a form at the client; undefined when the client offers none. Never rejects. */
  readonly elicit: ((form: ElicitedForm, timeoutMs: number) => Promise<ElicitedAnswer>) | undefined;
}

/** One tool, in our own form: only `core/src/mcp/` knows the SDK. `Services` is what the server hands its tools. */
export interface Tool<
  Services,
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** A strict, flat object: unknown arguments are refused by name. */
  readonly input: Input;
  /** Fields of the result. */
  readonly output: Output;
  /** The result is a picture (fields `image`, base64, and `mime`): it is shown as one, and no output schema is declared. */
  readonly image?: true;
  readonly hints: ToolHints;
  /** For tools that write. */
  readonly retry?: RetryClass;
  /** Clients that know the hint ask their user at every call, whatever else their user allowed. */
  readonly asksUser?: boolean;
  handle(args: z.infer<Input>, services: Services, call: ToolCall): Promise<Outcome<z.infer<Output>>>;
}

/** Declares a tool with its types inferred; forget the type parameters when the tools go into one list. */
export function defineTool<Services>() {
  return <Input extends z.ZodObject, Output extends z.ZodObject>(
    tool: Tool<Services, Input, Output>,
  ): Tool<Services, Input, Output> => tool;
}
