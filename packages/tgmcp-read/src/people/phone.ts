import type { Settings } from '@tgmcp/core';

/** The record as it may be shown: without the phone number, unless the settings show phone numbers. */
export function shownPerson<R extends { readonly phone?: string | undefined }>(
  record: R,
  settings: Pick<Settings, 'TG_SHOW_PHONE_NUMBERS'>,
): R | Omit<R, 'phone'> {
  if (settings.TG_SHOW_PHONE_NUMBERS) return record;
  const { phone: _, ...rest } = record;
  return rest;
}
