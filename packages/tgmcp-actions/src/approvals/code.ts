/**
 * One-time codes: 12 URL-safe characters, 72 random bits. Only a hash is stored, and the proposal is found through a
 * second hash that serves as its id, so that neither the state folder nor the operator's list gives a code away.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const CODE = /^[A-Za-z0-9_-]{12}$/;
// Crockford's alphabet: no I, L, O, U, so that a person can type an id from a screen.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const ID_LENGTH = 12;

/** A fresh code. */
export function newCode(): string {
  return randomBytes(9).toString('base64url');
}

/** Whether a text has the form of a code at all. */
export function isCode(text: string): boolean {
  return CODE.test(text);
}

/** The id of the proposal that a code names; it tells nothing about the code. */
export function proposalIdOf(code: string): string {
  const bytes = createHash('sha256').update(`tgmcp/proposal-id/v1\n${code}`).digest();
  return Array.from(bytes.subarray(0, ID_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** Whether a text has the form of a proposal's id. */
export function isProposalId(text: string): boolean {
  return text.length === ID_LENGTH && Array.from(text).every((character) => ALPHABET.includes(character));
}

/** What is stored of a code: bound to the account and the proposal. */
export function codeHash(accountId: string, proposalId: string, code: string): string {
  return createHash('sha256')
    .update(`tgmcp/approval-code/v1\n${accountId}\n${proposalId}\n${code}`)
    .digest('hex');
}

/** Compares two hex hashes in constant time. */
export function sameHash(left: string, right: string): boolean {
  const one = Buffer.from(left, 'hex');
  const other = Buffer.from(right, 'hex');
  return one.length === other.length && timingSafeEqual(one, other);
}
