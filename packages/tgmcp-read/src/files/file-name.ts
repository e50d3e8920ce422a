/** The arguments by which a tool is told which file is meant, alike for those that show and those that fetch. */
import { done, messageId, refuse, type FileName, type Outcome } from '@tgmcp/core';
import * as z from 'zod';

/** Whose files they are; the instructions say how peers are named. */
export const owner = z.string().min(1).max(512);
/** A profile photo, by the id with which tg_get_group_info lists it. */
export const photo = z.string().max(20).optional();
/** A story, by the id with which tg_get_stories lists it. */
export const story = messageId.min(1).optional();

/** What was named: messages, one photo, or one story; INPUT_INVALID for none or for several kinds at once. */
export function namedFiles(
  ids: readonly number[],
  args: { readonly photo?: string | undefined; readonly story?: number | undefined },
): Outcome<readonly [FileName, ...FileName[]]> {
  const named: FileName[] = [...new Set(ids)].map((message) => ({ message }));
  const [first, ...rest] = named;
  const { photo: photoId, story: storyId } = args;
  if (photoId !== undefined && !/^[1-9]\d*$/.test(photoId))
    return refuse('INPUT_INVALID', {
      data: { problems: ['photo: must be an id that tg_get_group_info gave'] },
    });
  const kinds = [first, photoId, storyId].filter((kind) => kind !== undefined);
  if (kinds.length === 1 && first !== undefined) return done([first, ...rest]);
  if (kinds.length === 1 && photoId !== undefined) return done([{ photo: photoId }]);
  if (kinds.length === 1 && storyId !== undefined) return done([{ story: storyId }]);
  const problem =
    kinds.length === 0
      ? 'a message id, photo or story is missing'
      : 'only one of message id, photo and story';
  return refuse('INPUT_INVALID', { data: { problems: [problem] } });
}
