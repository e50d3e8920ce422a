/** Turns an outcome into the result of a call. Some clients show a model only one of the two places, so both hold the same bytes. */
import type { Outcome, Refusal } from '../errors/outcome.js';
import { neutralise } from './neutralise.js';

interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

interface ImagePart {
  readonly type: 'image';
  /** Base64. */
  readonly data: string;
  readonly mimeType: string;
}

/** The result of `tools/call` as we use it. */
export interface CallAnswer<Part = TextPart | ImagePart> {
  readonly content: Part[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: true;
  readonly [extension: string]: unknown;
}

/** The field in which an output may count the characters that were made visible. */
export const HIDDEN_FIELD = 'hidden_characters';

/** Builds the answer. `countsHidden`: the tool's output has the field for counting hidden characters. */
export function answer(
  outcome: Outcome<Record<string, unknown>>,
  countsHidden: boolean,
): CallAnswer<TextPart> {
  if (!outcome.ok) return refused(outcome.refusal);
  const { value, hidden } = neutralise(outcome.value);
  const counted = hidden > 0 && countsHidden ? { ...value, [HIDDEN_FIELD]: hidden } : value;
  return { content: [{ type: 'text', text: JSON.stringify(counted) }], structuredContent: counted };
}

/** A picture, and beside it what is said of it. Clients show structured content instead of a picture, so there is none. */
export function imageAnswer(outcome: Outcome<Record<string, unknown>>): CallAnswer {
  if (!outcome.ok) return refused(outcome.refusal);
  const { image, ...facts } = outcome.value;
  const { value, hidden } = neutralise(facts);
  const counted = hidden > 0 ? { ...value, [HIDDEN_FIELD]: hidden } : value;
  return {
    content: [
      { type: 'image', data: String(image), mimeType: String(facts['mime']) },
      { type: 'text', text: JSON.stringify(counted) },
    ],
  };
}

/** A refusal has no structured content: SDK clients throw on one that does not fit the output schema. */
function refused(refusal: Refusal): CallAnswer<TextPart> {
  return { content: [{ type: 'text', text: JSON.stringify(neutralise(refusal).value) }], isError: true };
}
