/**
 * What was said about the proposals of one content, in one document, so that a refusal ends all of them in one step and
 * a new preview takes the place of the older one in one step. A person's later word wins.
 */
import { momentAfter, momentSchema, type Clock, type DocumentKind, type StateStore } from '@tgmcp/core';
import * as z from 'zod';

const wordSchema = z.strictObject({
  proposalId: z.string(),
  approvalDigest: z.string(),
  said: z.enum(['nothing', 'approved', 'refused']),
  /** Where the person said it. */
  by: z.enum(['terminal', 'form']).optional(),
  at: momentSchema,
  /** The newer proposal of the same approval digest, which ended this one. */
  replacedBy: z.string().optional(),
});
const wordsSchema = z.strictObject({ words: z.array(wordSchema) });

/** What stands about one proposal. */
export type Word = z.infer<typeof wordSchema>;
/** Where a person approves or refuses. */
export type SaidBy = 'terminal' | 'form';

const WORDS: DocumentKind<z.infer<typeof wordsSchema>> = {
  folder: 'approvals',
  version: 1,
  schema: wordsSchema,
};

// Proposals of one content; far more than can be within their life, so that what is dropped has long expired.
const KEPT = 200;

/** The words of one account's proposals, by content digest. */
export interface WordBook {
  /** Enters a new proposal; an older one of the same approval digest is replaced. */
  enter(contentDigest: string, approvalDigest: string, proposalId: string): Promise<void>;
  find(contentDigest: string, proposalId: string): Promise<Word | undefined>;
  /** False when the proposal was replaced meanwhile or is not known. */
  approve(contentDigest: string, proposalId: string, by: SaidBy): Promise<boolean>;
  /** Refuses every proposal of the content. */
  refuse(contentDigest: string, by: SaidBy): Promise<void>;
}

/** The book over a state store. */
export function createWordBook(store: StateStore, clock: Clock): WordBook {
  const find = async (contentDigest: string, proposalId: string): Promise<Word | undefined> => {
    const document = await store.get(WORDS, contentDigest);
    return document?.value.words.find((word) => word.proposalId === proposalId);
  };
  return {
    find,
    async enter(contentDigest, approvalDigest, proposalId) {
      const at = momentAfter(clock, 0);
      await store.update(WORDS, contentDigest, (document) => {
        const older = (document?.words ?? []).map((word) =>
          word.approvalDigest === approvalDigest && word.replacedBy === undefined
            ? { ...word, replacedBy: proposalId }
            : word,
        );
        const entry: Word = { proposalId, approvalDigest, said: 'nothing', at };
        return { words: [...older, entry].slice(-KEPT) };
      });
    },
    async approve(contentDigest, proposalId, by) {
      const at = momentAfter(clock, 0);
      const stored = await store.update(WORDS, contentDigest, (document) => ({
        words: (document?.words ?? []).map((word) =>
          word.proposalId === proposalId && word.replacedBy === undefined
            ? { ...word, said: 'approved' as const, by, at }
            : word,
        ),
      }));
      const word = stored?.words.find((one) => one.proposalId === proposalId);
      return word?.said === 'approved' && word.replacedBy === undefined;
    },
    async refuse(contentDigest, by) {
      const at = momentAfter(clock, 0);
      await store.update(WORDS, contentDigest, (document) => ({
        words: (document?.words ?? []).map((word) => ({ ...word, said: 'refused' as const, by, at })),
      }));
    },
  };
}
