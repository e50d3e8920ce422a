import { BridgeError } from './bridge-error.js';

// ${NAME}, ${NAME:-otherwise}, ${env:NAME} and ${userHome}: what clients fill in and a shell knows, too.
const PLACEHOLDER = /\$\{(?:env:)?([A-Za-z_]\w*)(?::-([^}]*))?\}/gu;

/** A word of a configuration with its placeholders filled in from the environment, as its client does. */
export function expand(text: string, env: NodeJS.ProcessEnv): string {
  const filled = text.replaceAll(PLACEHOLDER, (_, name: string, otherwise: string | undefined) => {
    const value = name === 'userHome' ? env['HOME'] : env[name];
    if (value === undefined && otherwise === undefined) throw unfilled(name);
    return value ?? otherwise ?? '';
  });
  const left = /\$\{([^}]*)\}/u.exec(filled)?.[1];
  if (left !== undefined) throw unfilled(left);
  return filled;
}

function unfilled(name: string): BridgeError {
  return new BridgeError(
    'SERVER_UNUSABLE',
    `The configuration has \${${name}}, which only its client can fill in.`,
    'Set that variable, or name another configuration with --config.',
  );
}
