import type { WorldReaction } from '../world/model.js';
import type { ExportedMessage } from './export-shape.js';
import { numberIn, objectsIn, secondsIn, stringIn } from './fields.js';
import type { People } from './people.js';

/** Reactions with the people whom the file names; those that it does not name are in the count alone. */
export function reactionsOf(message: ExportedMessage, people: People, date: number): WorldReaction[] {
  return objectsIn(message, 'reactions').flatMap((reaction) => {
    const kind = kindOf(reaction);
    if (kind === undefined) return [];
    const by = objectsIn(reaction, 'recent').flatMap((one) => {
      const who = people.peer(one['from_id']);
      return who?.kind === 'user' ? [{ userId: who.id, date: secondsIn(one, 'date') ?? date }] : [];
    });
    return [{ ...kind, count: Math.max(numberIn(reaction, 'count') ?? 1, by.length), by }];
  });
}

function kindOf(
  reaction: ExportedMessage,
): Pick<WorldReaction, 'emoji' | 'customEmoji' | 'paid'> | undefined {
  const emoji = stringIn(reaction, 'emoji');
  if (emoji !== undefined) return { emoji };
  const document = stringIn(reaction, 'document_id');
  if (document !== undefined && /^\d{1,19}$/u.test(document)) {
    return { emoji: '', customEmoji: BigInt(document) };
  }
  return reaction['type'] === 'paid' ? { emoji: '', paid: true } : undefined;
}
