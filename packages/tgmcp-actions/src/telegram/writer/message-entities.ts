import { telegramLibrary } from '@tgmcp/core';
import type { Api } from 'telegram';
import type { Entity } from '../../actions/entity.js';

/** Formatting as Telegram takes it. */
export function messageEntities(entities: readonly Entity[]): Api.TypeMessageEntity[] {
  return entities.map(messageEntity);
}

function messageEntity(entity: Entity): Api.TypeMessageEntity {
  const { Api } = telegramLibrary();
  const { type, offset, length, url = '', language = '', collapsed } = entity;
  const range = { offset, length };
  const made: Readonly<Record<Entity['type'], () => Api.TypeMessageEntity>> = {
    bold: () => new Api.MessageEntityBold(range),
    italic: () => new Api.MessageEntityItalic(range),
    underline: () => new Api.MessageEntityUnderline(range),
    strike: () => new Api.MessageEntityStrike(range),
    spoiler: () => new Api.MessageEntitySpoiler(range),
    code: () => new Api.MessageEntityCode(range),
    pre: () => new Api.MessageEntityPre({ ...range, language }),
    blockquote: () =>
      new Api.MessageEntityBlockquote({ ...range, ...(collapsed === true ? { collapsed } : {}) }),
    text_url: () => new Api.MessageEntityTextUrl({ ...range, url }),
  };
  return made[type]();
}
