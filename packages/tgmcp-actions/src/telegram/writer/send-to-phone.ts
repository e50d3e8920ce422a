/**
 * A message to whoever has a phone number. Where the number leads to nobody by itself it is put into the contacts for as
 * long as that takes: core.telegram.org/api/contacts.
 */
import {
  done,
  inputUserOf,
  refuse,
  telegramLibrary,
  type Outcome,
  type Refused,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import * as z from 'zod';
import type { FormattedText } from '../../actions/entity.js';
import { surelyNotDone } from '../../gates/ending.js';
import type { Performed } from '../../gates/spec.js';
import { IMPORT, type Steps } from '../../journal/steps.js';
import { allContacts, contactsWithPhone, deleteContactsByPhones, type Contact } from './contacts.js';
import { sendMessage } from './send-message.js';
import { withStoredPeer, type Writer } from './writer.js';

/** What is sent to which number. */
export interface PhoneMessage extends FormattedText {
  /** Digits only, with the country code. */
  readonly phone: string;
  /** The contact who had the number at the preview; empty for none. */
  readonly contact: string;
  readonly accountId: string;
  readonly randomId: bigint;
  readonly steps: Steps;
}

/** By this name a contact of ours is known again; no person is called so. */
const TEMPORARY = 'tgmcp temporary contact';

const namesSchema = z.object({
  contacts: z.array(z.object({ id: z.string(), firstName: z.string(), lastName: z.string() })),
});
type Named = z.infer<typeof namesSchema>['contacts'][number];

/** The contact with a number, other than one of ours that waits to be taken away. Reads only. */
export async function contactWith(
  writer: Pick<Writer, 'call' | 'peers'>,
  phone: string,
): Promise<Outcome<Contact | undefined>> {
  const contacts = await contactsWithPhone(writer, phone);
  return contacts.ok ? done(contacts.value.find(({ name }) => name !== TEMPORARY)) : contacts;
}

/**
 * Sends it. A contact is left as it is, and who is found by the number becomes none. Otherwise the number is imported, and
 * taken out again whatever becomes of the message. An attempt that was cut off in between is gone through once more: the
 * import and the deletion change nothing the second time, and Telegram knows the message by its `random_id`. Refused with
 * PEER_NOT_FOUND when nobody has the number, OUTCOME_UNKNOWN while a message is sent and the contact still there.
 */
export async function sendToPhone(
  writer: Writer,
  caller: TelegramCaller,
  message: PhoneMessage,
): Promise<Outcome<Performed>> {
  const { phone, contact, steps } = message;
  const begunBefore = (await steps.begun(IMPORT)) !== undefined;
  if (contact !== '') return withStoredPeer(writer, contact, (peer) => send(writer, caller, message, peer));
  if (!begunBefore) {
    const found = await writer.peers.resolve(`+${phone}`, { phones: true, fresh: true });
    if (found.ok) return sendAndTidy(writer, caller, message, found.value);
    if (found.refusal.code !== 'PEER_NOT_FOUND') return found;
  }
  const before = await namesBefore(writer, steps);
  if (!before.ok) return before;
  await steps.begin(IMPORT);
  const imported = await importNumber(writer, caller, phone);
  if (!imported.ok && surelyNotDone(imported.refusal) && !begunBefore) return imported;
  const sent = await sendTo(writer, caller, message, imported);
  await steps.begin('forget');
  const undone = await undo(writer, caller, message, { imported, before: before.value });
  if (!undone.ok) return leftBehind(sent, undone);
  return sent.ok || (await steps.begun('send')) !== undefined ? sent : neverSent(sent);
}

/** The import has no answer, and is undone: the message itself was on its way at no time. */
function neverSent({ refusal }: Refused): Refused {
  return { ok: false, refusal: { ...refusal, data: { ...refusal.data, reached_wire: false } } };
}

/** Sends to whoever was found, and takes away a contact of ours that an earlier message has left there. */
async function sendAndTidy(
  writer: Writer,
  caller: TelegramCaller,
  message: PhoneMessage,
  peer: ResolvedPeer,
): Promise<Outcome<Performed>> {
  const having = await contactsWithPhone(writer, message.phone);
  const sent = await send(writer, caller, message, peer);
  if (!having.ok || !having.value.some(({ name }) => name === TEMPORARY)) return sent;
  const undone = await deleteContactsByPhones(caller, [message.phone]);
  return undone.ok ? sent : leftBehind(sent, undone);
}

/**
 * The contacts whom the import may rename: those whose numbers Telegram does not show. On disk before the import, because
 * after it their names are gone.
 */
async function namesBefore(writer: Writer, steps: Steps): Promise<Outcome<readonly Named[]>> {
  const noted = await steps.ended('contacts');
  if (noted !== undefined) return done(namesSchema.parse(noted).contacts);
  const all = await allContacts(writer);
  if (!all.ok) return all;
  const contacts = all.value
    .filter(({ name, phone }) => phone === undefined && name !== TEMPORARY)
    .map(({ id, firstName, lastName }) => ({ id, firstName, lastName }));
  await steps.end('contacts', { contacts });
  return done(contacts);
}

/** Makes the contacts what they were. Without an answer to the import they are read: nobody is taken out by a guess. */
async function undo(
  writer: Writer,
  caller: TelegramCaller,
  { phone }: PhoneMessage,
  { imported, before }: { imported: Outcome<string | undefined>; before: readonly Named[] },
): Promise<Outcome<unknown>> {
  let person = imported.ok ? imported.value : undefined;
  if (!imported.ok) {
    const now = await allContacts(writer);
    if (!now.ok) return now;
    const ours = now.value.filter(({ name }) => name === TEMPORARY);
    if (ours.length === 0) return done(undefined);
    person = ours.find(({ id }) => before.some((known) => known.id === id))?.id;
  }
  const known = before.find(({ id }) => id === person);
  return known === undefined ? deleteContactsByPhones(caller, [phone]) : rename(writer, caller, known);
}

async function sendTo(
  writer: Writer,
  caller: TelegramCaller,
  message: PhoneMessage,
  imported: Outcome<string | undefined>,
): Promise<Outcome<Performed>> {
  if (!imported.ok) return imported;
  if (imported.value === undefined) {
    return refuse('PEER_NOT_FOUND', {
      message: 'Nobody who can be found by this number has an account.',
      data: { reached_wire: false },
    });
  }
  return withStoredPeer(writer, imported.value, (peer) => send(writer, caller, message, peer));
}

async function send(
  writer: Writer,
  caller: TelegramCaller,
  { accountId, steps, ...message }: PhoneMessage,
  peer: ResolvedPeer,
): Promise<Outcome<Performed>> {
  if (peer.id === accountId || peer.kind !== 'user') {
    return refuse('WRONG_PEER_KIND', { data: { wanted: 'the number of another person' } });
  }
  if (!writer.scope.isOpen(peer.id)) return refuse('CHAT_OUT_OF_SCOPE', { data: { reached_wire: false } });
  await steps.begin('send');
  const { text, entities, randomId } = message;
  return sendMessage(writer, caller, { text, entities, randomId, peer });
}

/** Puts the number into the contacts; the id of whoever has it, undefined when nobody can be found by it. */
async function importNumber(
  writer: Writer,
  caller: TelegramCaller,
  phone: string,
): Promise<Outcome<string | undefined>> {
  const { Api, helpers } = telegramLibrary();
  const contact = new Api.InputPhoneContact({
    clientId: helpers.returnBigInt(1),
    phone: `+${phone}`,
    firstName: TEMPORARY,
    lastName: '',
  });
  const answer = await caller.call(new Api.contacts.ImportContacts({ contacts: [contact] }));
  if (!answer.ok) return answer;
  const { imported, users, retryContacts } = answer.value;
  await writer.peers.remember(users, []);
  const [person] = imported;
  if (person !== undefined) return done(String(person.userId));
  if (retryContacts.length === 0) return done(undefined);
  return refuse('FLOOD_WAIT', {
    retryAfter: ONE_DAY_SEC,
    message: 'Telegram takes no more phone numbers of this account today.',
  });
}

const ONE_DAY_SEC = 86_400;

/** Gives a contact whom the import renamed the name that the person chose. */
async function rename(
  writer: Writer,
  caller: TelegramCaller,
  { id, firstName, lastName }: Named,
): Promise<Outcome<unknown>> {
  const { Api } = telegramLibrary();
  return withStoredPeer(writer, id, async ({ inputPeer }) => {
    const user = inputUserOf(inputPeer);
    return user === undefined
      ? refuse('WRONG_PEER_KIND', { data: { wanted: 'user, bot' } })
      : caller.call(new Api.contacts.AddContact({ id: user, firstName, lastName, phone: '' }));
  });
}

/** The temporary contact is still there. A repeat takes it away, and sends nothing twice. */
function leftBehind(sent: Outcome<Performed>, { refusal }: Refused): Refused {
  const still = 'A temporary contact is still there; repeating this call takes it away.';
  const wait = refusal.retry_after === undefined ? {} : { retryAfter: refusal.retry_after };
  if (!sent.ok) {
    const { message } = sent.refusal;
    return { ok: false, refusal: { ...sent.refusal, message: `${message} ${still}` } };
  }
  return refuse('OUTCOME_UNKNOWN', {
    ...wait,
    message: `The message is sent. ${still}`,
    data: { cause: refusal.code },
  });
}
