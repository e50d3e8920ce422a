/* What a search keeps in mind: places in histories, not messages, so that searching a million of them takes little memory. */
import type { MessageList } from '../common/pages.js';
import type { WorldMessage } from '../../world/model.js';

/** The places in one history whose messages match, newest first. */
export interface Hits {
  readonly history: MessageList;
  readonly places: readonly number[];
}

/** Looks through a history, but not at messages up to the id `hidden`. */
export function hitsIn(
  history: MessageList,
  matches: (message: WorldMessage) => boolean,
  hidden: number,
): Hits {
  const places: number[] = [];
  const oldest = hidden === 0 ? 0 : history.countBelow(hidden + 1);
  for (let index = history.size - 1; index >= oldest; index--) {
    const message = history.at(index);
    if (message !== undefined && matches(message)) places.push(index);
  }
  return { history, places };
}

/** The hits of several histories as one list, newest first. */
export function* newestOf(all: readonly Hits[]): Generator<WorldMessage> {
  const next = all.map(() => 0);
  for (;;) {
    let best = -1;
    let bestDate = -1;
    for (const [number, { history, places }] of all.entries()) {
      const place = places[next[number] ?? 0];
      const date = place === undefined ? -1 : history.dateAt(place);
      if (date > bestDate) [best, bestDate] = [number, date];
    }
    const hits = all[best];
    const index = next[best] ?? 0;
    const message = hits?.history.at(hits.places[index] ?? -1);
    if (message === undefined) return;
    next[best] = index + 1;
    yield message;
  }
}
