import { visibleText } from '../actions/visible.js';
import type { ProposalPreview } from './proposal.js';

/** What a person is shown of a grant, before anything invisible in it is written out. */
export interface GrantPreview {
  /** What an agent asks leave for, to go on after "An agent asks for leave to": our words only. */
  readonly summary: string;
  /** Its bounds: names of ours, texts of anybody's. */
  readonly details?: readonly { readonly label: string; readonly text: string }[];
  /** Each thing it is for, in one line or in several; texts of anybody's. */
  readonly items?: readonly (string | readonly string[])[];
  readonly notes?: readonly string[];
}

/** The preview of a grant as it is stored and shown. */
export function grantPreview({
  summary,
  details = [],
  items = [],
  notes = [],
}: GrantPreview): ProposalPreview {
  let hidden = 0;
  const shown = (foreign: string): string => {
    const visible = visibleText(foreign);
    hidden += visible.hidden;
    return visible.text;
  };
  return {
    summary,
    details: details.map(({ label, text }) => ({ label, text: shown(text) })),
    items: items.map((item) =>
      [item]
        .flat()
        .map((line) => shown(line.replaceAll(/[\r\n\t]+/g, ' ')))
        .join('\n'),
    ),
    hidden_characters: hidden,
    entities: [],
    notes: [...notes],
  };
}
