import { describeTool, type ListedTool } from '@tgmcp/core';
import { catalogue as actionsCatalogue } from 'tgmcp-actions/catalogue';
import { catalogue as readCatalogue } from 'tgmcp-read/catalogue';

/** `docs/TOOLS.md`, from the catalogues of both servers, as a client is shown them. */
export function toolsDoc(): string {
  const parts = [
    '# Tools',
    '',
    'What each server offers, as an agent sees it. `cursor` takes the `next_cursor` of the page before. A result is one JSON object; a refusal is one too ([ERRORS.md](ERRORS.md)).',
  ];
  const servers = [
    ['tgmcp-read', readCatalogue.map((tool) => describeTool(tool))],
    ['tgmcp-actions', actionsCatalogue.map((tool) => describeTool(tool))],
  ] as const;
  for (const [server, tools] of servers) {
    parts.push('', `## ${server}`);
    for (const tool of tools) parts.push('', ...section(tool));
  }
  return `${parts.join('\n')}\n`;
}

function section(tool: ListedTool): string[] {
  const schema = tool.inputSchema as { properties?: Record<string, Parameter>; required?: string[] };
  const rows = Object.entries(schema.properties ?? {}).map(([name, parameter]) => {
    const needed = schema.required?.includes(name) === true ? 'required' : initial(parameter);
    return `| \`${name}\` | ${kind(parameter)} | ${needed} | ${parameter.description ?? ''} |`;
  });
  const head = [`### ${tool.name}`, '', `**${tool.title}.** ${tool.description}`];
  if (rows.length === 0) return head;
  return [...head, '', '| argument | kind | default | meaning |', '| --- | --- | --- | --- |', ...rows];
}

interface Parameter {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly description?: string;
}

const initial = ({ default: value }: Parameter): string =>
  value === undefined || value === '' ? '' : `\`${JSON.stringify(value)}\``;

const kind = (parameter: Parameter): string => parameter.enum?.join(' / ') ?? parameter.type ?? '';
