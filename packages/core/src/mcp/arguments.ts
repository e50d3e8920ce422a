/** Checks the arguments of a call. Every problem is named, an unknown argument together with the one it may mean. */
import type * as z from 'zod';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { nearest } from '../text/nearest.js';

/** The typed arguments, or INPUT_INVALID with all problems. */
export function readArguments<Input extends z.ZodObject>(
  input: Input,
  given: Readonly<Record<string, unknown>>,
): Outcome<z.infer<Input>> {
  const deep = Object.keys(given).filter((name) => isTooDeep(given[name]));
  if (deep.length > 0) {
    const problems = deep.slice(0, MOST_SHOWN).map((name) => `${show(name)}: at most ${DEEPEST} levels deep`);
    return refuse('INPUT_INVALID', { data: { problems } });
  }
  const torn = Object.keys(given).filter((name) => holdsTornText(given[name]));
  if (torn.length > 0) {
    const problems = torn.slice(0, MOST_SHOWN).map((name) => `${show(name)}: holds half of a surrogate pair`);
    return refuse('INPUT_INVALID', { data: { problems } });
  }
  const parsed = input.safeParse(given);
  if (parsed.success) return done(parsed.data);
  const names = Object.keys(input.shape);
  const found = parsed.error.issues.flatMap((issue) => {
    const at = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys')
      return [() => `${at === '' ? 'arguments' : at}: ${issue.message}`];
    return issue.keys.map(
      (key) => () => `${show(key)}: unknown argument${suggestion(key, issue.path.length === 0 ? names : [])}`,
    );
  });
  const problems = found.slice(0, MOST_SHOWN).map((describe) => describe());
  if (found.length > MOST_SHOWN) problems.push(`and ${found.length - MOST_SHOWN} more`);
  return refuse('INPUT_INVALID', { data: { problems } });
}

/** More than any tool takes, and far less than what overflows the stack of whoever walks through it. */
const DEEPEST = 50;

function isTooDeep(value: unknown): boolean {
  let level = [value].filter(isNested);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((one) => Object.values(one)).filter(isNested);
  }
  return false;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Half of a surrogate pair is no text: no two programs write it alike, so it can be neither compared nor sent. */
function holdsTornText(value: unknown): boolean {
  if (typeof value === 'string') return /\p{Surrogate}/u.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => holdsTornText(name) || holdsTornText(inner));
}

// A call with a hundred thousand wrong arguments must not cost seconds, nor come back as an answer of many megabytes.
const MOST_SHOWN = 20;

function suggestion(key: string, names: readonly string[]): string {
  const meant = nearest(key, names);
  if (meant !== undefined) return `; did you mean ${meant}?`;
  return names.length === 0 ? '' : `; known: ${names.join(', ')}`;
}

function show(key: string): string {
  return key.length > 60 ? `${key.slice(0, 60)}…` : key;
}
