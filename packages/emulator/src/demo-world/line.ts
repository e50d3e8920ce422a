import type { Seeded } from './seeded.js';

/** One line of a conversation: who says it, whether it answers the line before, what it carries, who reacted how. */
export interface Line {
  /** A letter that stands for one person throughout a thread; `N` is the first account. */
  readonly speaker: string;
  readonly answers: boolean;
  readonly media?: { readonly kind: 'photo' | 'file' | 'voice' | 'fwd'; readonly value: string };
  readonly text: string;
  readonly reactions: readonly string[];
}

const FORM = /^(?:([A-Z])(\^?) )?(?:\[(photo|file|voice|fwd)(?: ([^\]]+))?\] ?)?([^]*?)(?: ?~(\S+))?$/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Reads a line like `B^ [photo] look ~❤🔥`: speaker, `^` for an answer, what it carries, text, reactions. */
export function parseLine(source: string): Line {
  const [, speaker = 'A', caret = '', kind, value = '', text = '', reactions = ''] = FORM.exec(source) ?? [];
  return {
    speaker,
    answers: caret !== '',
    text,
    reactions: [...graphemes.segment(reactions)].map(({ segment }) => segment),
    ...(kind !== undefined && { media: { kind: kind as 'photo' | 'file' | 'voice' | 'fwd', value } }),
  };
}

/** The speakers of a thread, each once. */
export function speakersOf(thread: readonly string[]): string[] {
  return [...new Set(thread.map((line) => parseLine(line).speaker))];
}

/**
 * Fills the slots of one thread: `{n:3-9}` is a number, `{word}` one of the words of that slot. A word stays the same
 * throughout the thread; a second one in the same line is another.
 */
export function fillThread(
  thread: readonly string[],
  slots: Readonly<Record<string, readonly string[]>>,
  seeded: Seeded,
): string[] {
  const chosen = new Map<string, number>();
  return thread.map((line) => {
    const uses = new Map<string, number>();
    return line.replaceAll(
      /\{(\w+)(?::(\d+)-(\d+))?\}/gu,
      (whole, name: string, low?: string, high?: string) => {
        if (low !== undefined && high !== undefined) return String(seeded.between(Number(low), Number(high)));
        const words = slots[name];
        if (words === undefined) throw new Error(`no words for ${whole}`);
        const first = chosen.get(name) ?? seeded.between(0, words.length - 1);
        chosen.set(name, first);
        const use = uses.get(name) ?? 0;
        uses.set(name, use + 1);
        return words[(first + use) % words.length] ?? '';
      },
    );
  });
}
