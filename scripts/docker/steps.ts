import { DockerfileParser, type Copy, type Instruction } from 'dockerfile-ast';
import { z } from 'zod';

/** One instruction of a Dockerfile, as far as it changes files or what runs. */
export type Step =
  | { readonly kind: 'run'; readonly command: string }
  | {
      readonly kind: 'copy';
      readonly from: string | undefined;
      readonly source: string;
      readonly target: string;
    }
  | { readonly kind: 'workdir'; readonly path: string }
  | { readonly kind: 'env'; readonly name: string; readonly value: string }
  | { readonly kind: 'user'; readonly name: string }
  | { readonly kind: 'command' | 'health'; readonly argv: readonly string[] };

/** One part of a Dockerfile, from a FROM to the next. */
export interface Stage {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Instructions that say something about the image and do nothing. */
const SILENT = new Set(['LABEL', 'VOLUME']);

/** Reads a Dockerfile. Throws for an instruction, or a form of one, that nobody here could follow. */
export function readStages(text: string): Stage[] {
  const stages: { name: string; steps: Step[] }[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword();
    const words = instruction.getArguments().map((argument) => argument.getValue());
    if (keyword === 'FROM') stages.push({ name: words[2] ?? '', steps: [] });
    else if (!SILENT.has(keyword)) stages.at(-1)?.steps.push(...stepsOf(keyword, instruction, words));
  }
  return stages;
}

function stepsOf(keyword: string, instruction: Instruction, words: readonly string[]): Step[] {
  const [first = '', second = ''] = words;
  switch (keyword) {
    case 'RUN':
      return [{ kind: 'run', command: instruction.getArgumentsContent() ?? '' }];
    case 'COPY': {
      const flags = (instruction as Copy).getFlags();
      if (words.length !== 2 || flags.some((flag) => flag.getName() !== 'from')) throw unknown(instruction);
      return [{ kind: 'copy', from: flags[0]?.getValue() ?? undefined, source: first, target: second }];
    }
    case 'WORKDIR':
      return [{ kind: 'workdir', path: first }];
    case 'USER':
      return [{ kind: 'user', name: first }];
    case 'ENV':
      return words.map((word) => {
        const at = word.indexOf('=');
        if (at < 1) throw unknown(instruction);
        return { kind: 'env', name: word.slice(0, at), value: word.slice(at + 1) };
      });
    case 'CMD':
      return [{ kind: 'command', argv: argvOf(instruction) }];
    case 'HEALTHCHECK':
      return [{ kind: 'health', argv: argvOf(instruction) }];
    default:
      throw unknown(instruction);
  }
}

function argvOf(instruction: Instruction): string[] {
  const text = instruction.getArgumentsContent() ?? '';
  const at = text.indexOf('[');
  if (at < 0) throw unknown(instruction);
  return z
    .array(z.string())
    .min(1)
    .parse(JSON.parse(text.slice(at)));
}

function unknown(instruction: Instruction): Error {
  return new Error(`This instruction of the Dockerfile is not known here: ${instruction.toString()}`);
}
