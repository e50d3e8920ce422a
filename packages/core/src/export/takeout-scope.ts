import type { TakeoutScope } from '../telegram/reader/takeout.js';
import type { ExportRecord } from './record.js';

/** What Telegram is told that an export is going to read; of dialogs, all kinds. */
export function takeoutScope({ sections }: Pick<ExportRecord, 'sections'>): TakeoutScope {
  const types = new Set(sections.map(({ chat }) => chat?.type));
  const isAny = types.has(undefined);
  return {
    privateChats: isAny || types.has('user') || types.has('bot'),
    basicGroups: isAny || types.has('group'),
    supergroups: isAny || types.has('supergroup'),
    channels: isAny || types.has('channel'),
  };
}
