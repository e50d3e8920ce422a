/* What an account has besides chats: its phone book and its profile photos. */
import type { World } from '../world/world.js';
import type { ExportedAccount } from './export-shape.js';
import type { ExportedFiles } from './exported-file.js';
import { secondsIn } from './fields.js';

/** Contacts on Telegram become contacts; all numbers go to the saved phone book, with their dates. */
export function addContacts(world: World, exported: ExportedAccount, owner: bigint): void {
  const saved = world.accounts.get(owner)?.relations.saved;
  for (const contact of exported.contacts?.list ?? []) {
    if (contact.user_id && contact.user_id !== owner) world.addContact(owner, contact.user_id);
    const phone = contact.phone_number?.replaceAll(/\D/gu, '') ?? '';
    if (phone === '') continue;
    const [firstName, lastName] = [contact.first_name ?? '', contact.last_name ?? ''];
    saved?.set(phone, { phone, firstName, lastName, date: secondsIn(contact, 'date') ?? 0 });
  }
}

/** The newest profile picture is the current one. */
export function addPictures(
  world: World,
  exported: ExportedAccount,
  owner: bigint,
  files: ExportedFiles,
): void {
  const user = world.users.get(owner);
  const photos = (exported.profile_pictures ?? []).flatMap((picture) => {
    const photo = files.photo(picture, secondsIn(picture, 'date') ?? 1);
    return photo === undefined ? [] : [photo];
  });
  const [newest, ...earlier] = photos.toSorted((one, other) => other.date - one.date);
  if (user === undefined || newest === undefined) return;
  user.photo = newest;
  user.earlierPhotos = earlier;
  for (const photo of photos) world.files.set(photo.id, photo);
}
