import { refuse, type Refused } from '@tgmcp/core';

/** UNFINISHED: what stopped an action of several requests when a part of it was done. A repeat goes on with the rest. */
export function unfinished(
  { refusal: { code, retry_after: retryAfter } }: Refused,
  message: string,
  data: Readonly<Record<string, unknown>> = {},
): Refused {
  return refuse('UNFINISHED', {
    message,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    data: { ...data, cause: code },
  });
}
