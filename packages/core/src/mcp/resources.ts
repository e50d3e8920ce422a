/** Resources in our own form, and how the protocol server answers for them. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  type ReadResourceResult,
} from '@modelcontextprotocol/sdk/types.js';
import type { Outcome } from '../errors/outcome.js';
import { answer } from './answer.js';

/** Things that clients can attach by an address, `PREFIX{id}`; what they hold is JSON, as of a tool. */
export interface ResourceTemplate<Services> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What stands before the id in the address, `scheme://kind/`. */
  readonly prefix: string;
  /** Whether the result counts characters that were made visible. */
  read(
    id: string,
    services: Services,
    call: { readonly signal: AbortSignal },
  ): Promise<Outcome<Record<string, unknown>>>;
}

/** The error for an address behind which there is nothing (the protocol's own number). */
const RESOURCE_NOT_FOUND = -32_002;

/** Answers for templates. None are listed one by one: that would cost a call for what few clients show. */
export function serveResources<Services>(
  server: Server,
  templates: readonly ResourceTemplate<Services>[],
  read: (
    what: (services: Services) => Promise<Outcome<Record<string, unknown>>>,
  ) => Promise<Outcome<Record<string, unknown>>>,
): void {
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: [] }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: templates.map(({ name, title, description, prefix }) => ({
      name,
      title,
      description,
      uriTemplate: `${prefix}{id}`,
      mimeType: 'application/json',
    })),
  }));
  server.setRequestHandler(
    ReadResourceRequestSchema,
    async ({ params }, extra): Promise<ReadResourceResult> => {
      const { uri } = params;
      const template = templates.find(({ prefix }) => uri.startsWith(prefix));
      const id = template === undefined ? undefined : idIn(uri.slice(template.prefix.length));
      if (template === undefined || id === undefined) {
        const known = templates.map(({ prefix }) => `${prefix}{id}`).join(', ');
        throw new McpError(RESOURCE_NOT_FOUND, `No such resource; there are: ${known}`);
      }
      const outcome = await read((services) => template.read(id, services, { signal: extra.signal }));
      const text = answer(outcome, true).content[0]?.text ?? '';
      if (!outcome.ok) throw new McpError(ErrorCode.InvalidParams, text, JSON.parse(text));
      return { contents: [{ uri, mimeType: 'application/json', text }] };
    },
  );
}

/** The id as it was meant; undefined for none. */
function idIn(rest: string): string | undefined {
  try {
    const id = decodeURIComponent(rest);
    return id === '' || id.length > 512 ? undefined : id;
  } catch {
    return undefined;
  }
}
