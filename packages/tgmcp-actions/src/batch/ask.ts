/** Asking a person for a batch: one grant for all its items, and what the approver reads of each. */
import type { Outcome, ToolCall } from '@tgmcp/core';
import type { GrantPreview } from '../approvals/grant-preview.js';
import type { AskedGrant, Grants } from '../approvals/grants.js';
import { named } from '../approvals/render.js';
import type { BatchBook } from './book.js';
import { scopeOf, type Batch, type BatchItem, type BatchType } from './records.js';

/** What waits takes one of few places before the person; the same can be asked anew after a day. */
const MOST_WAIT_MS = 86_400_000;

/** Asks for leave and remembers the grant as the batch's own. As {@link Grants.ask}. */
export async function askForBatch(
  { grants, book, leaseMs }: { readonly grants: Grants; readonly book: BatchBook; readonly leaseMs: number },
  batch: Batch,
  account: Parameters<Grants['ask']>[0]['account'],
  ttlMs: number,
  call: ToolCall,
): Promise<Outcome<AskedGrant>> {
  const asked = await grants.ask(
    {
      account,
      verb: 'batch',
      scope: scopeOf(batch),
      preview: previewOf(batch),
      ttlMs: Math.min(ttlMs, MOST_WAIT_MS),
      lifeMs: leaseMs,
    },
    call,
  );
  if (asked.ok) await book.change(batch.id, (progress) => ({ ...progress, grantId: asked.value.grant.id }));
  return asked;
}

function previewOf({ id, type, note, items, blocked }: Batch): GrantPreview {
  const person = type === 'add_member' ? (items[0]?.details ?? []) : [];
  return {
    summary: SUMMARIES[type](items),
    details: [
      { label: 'Batch', text: id },
      ...(note === '' ? [] : [{ label: "What for, in the agent's words", text: note }]),
      ...person,
    ],
    items: items.map((item) => linesOf(type, item)),
    notes:
      blocked.length === 0 ? [] : [`${blocked.length} of what was asked for cannot be done and is left out.`],
  };
}

const SUMMARIES: Readonly<Record<BatchType, (items: readonly BatchItem[]) => string>> = {
  add_member: (items) => `add one person to ${counted(items.length, 'chat')}`,
  leave_dialog: (items) => `leave ${counted(items.length, 'chat')}`,
  delete_messages: (items) => {
    const count = items.reduce((sum, item) => sum + idsOf(item).length, 0);
    const forAll = items.some(({ action }) => action.options['revoke'] === true);
    return `delete ${counted(count, 'message')} ${forAll ? 'for everybody' : 'for this account only'}`;
  },
};

/** An item: the chat, and each message with what it says on a line of its own. */
function linesOf(type: BatchType, item: BatchItem): string[] {
  const { target, details } = item;
  const chat = `${named(target.title, target.username)} ${target.kind}, id ${target.id}`;
  if (type !== 'delete_messages') return [chat];
  const said = details.map(({ label, text }) => `${label}: ${text}`);
  return [`${chat}: ${counted(idsOf(item).length, 'message')}.`, ...said];
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

function idsOf({ action }: BatchItem): readonly unknown[] {
  const { ids } = action.content;
  return Array.isArray(ids) ? ids : [];
}
