import { codecFor, knownLayers, services } from '@tgmcp/emulator';

/** `packages/emulator/METHODS.md`: the API methods that the emulator answers, from its handlers, and which layers know them. */
export function methodsDoc(): string {
  const layers = knownLayers();
  const groups = new Map<string, string[]>();
  for (const method of Object.keys(services).toSorted()) {
    const group = method.split('.')[0] ?? '';
    groups.set(group, [...(groups.get(group) ?? []), row(method, layers)]);
  }
  const parts = [
    '# Methods that the emulator answers',
    '',
    `Made by \`make generate\` from the handlers. The layers are those whose schemas are installed here: ${layers.join(', ')}. Any other method is answered with \`METHOD_NOT_IMPLEMENTED_IN_EMULATOR:name\` and noted in \`unimplemented\`.`,
  ];
  for (const [group, rows] of groups) {
    parts.push('', `## ${group}`, '', '| method | layers |', '| --- | --- |', ...rows);
  }
  return `${parts.join('\n')}\n`;
}

function row(method: string, layers: readonly number[]): string {
  const known = layers.filter((layer) => codecFor(layer).schema.functions.has(method));
  if (known.length === 0) throw new Error(`the emulator has a handler for ${method}, which no layer knows`);
  return `| \`${method}\` | ${known.join(', ')} |`;
}
