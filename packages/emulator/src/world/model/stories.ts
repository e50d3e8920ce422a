import type { WorldDocument, WorldPhoto } from './files.js';
import type { PrivacyRule } from './privacy.js';
import type { TlObject } from '../../tl/value.js';

/** Somebody who saw a story, and what that person thought of it. */
export interface StoryViewer {
  readonly userId: bigint;
  readonly date: number;
  /** An emoji. */
  reaction?: string;
}

/** A story of a person or channel; its id is unique for its owner. */
export interface WorldStory {
  readonly id: number;
  readonly date: number;
  readonly expires: number;
  readonly media: WorldPhoto | WorldDocument;
  caption: string;
  entities?: readonly TlObject[];
  /** Who may see it; everybody when absent. */
  rule?: PrivacyRule;
  /** Kept on the profile after it expired. */
  pinned: boolean;
  noforwards: boolean;
  readonly viewers: Map<bigint, StoryViewer>;
}

/** A story to add; it lives for a day unless told otherwise. */
export interface StoryDraft {
  readonly media: WorldPhoto | WorldDocument;
  readonly date: number;
  readonly seconds?: number;
  readonly caption?: string;
  readonly entities?: readonly TlObject[];
  readonly rule?: PrivacyRule;
  readonly pinned?: boolean;
  readonly noforwards?: boolean;
}

/** The stories of one owner, by id; ids are never given twice. */
export interface StoryShelf {
  nextId: number;
  readonly stories: Map<number, WorldStory>;
}
