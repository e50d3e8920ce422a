import { visibleText } from '../actions/visible.js';
import type { ProposalPreview } from '../approvals/proposal.js';
import type { PreviewParts } from './spec.js';

/** What is stored and shown of an action: every invisible character in it written out, and how many there were. */
export function shownPreview(parts: PreviewParts, notes: readonly string[]): ProposalPreview {
  const { summary, text, entities = [], details } = parts;
  let hidden = 0;
  const shown = (foreign: string): string => {
    const visible = visibleText(foreign);
    hidden += visible.hidden;
    return visible.text;
  };
  const textShown = text === undefined ? undefined : shown(text);
  const detailsShown = details?.map(({ label, text: detail }) => ({ label, text: shown(detail) }));
  return {
    summary,
    ...(text === undefined ? {} : { text }),
    ...(textShown === undefined ? {} : { text_shown: textShown }),
    ...(detailsShown === undefined ? {} : { details: detailsShown }),
    hidden_characters: hidden,
    entities: [...entities],
    notes: [...notes],
  };
}
