/**
 * The export that feeds a project's analytics, under the names and with the fields that users of tg-mcp know: the members
 * and the newest messages of each group, and a report of what became of each.
 */
import { done, type Exported, type MessageRecord, type Outcome, type ResolvedPeer } from '@tgmcp/core';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { interruptible } from './interruptible.js';
import { writeOlder } from './older-document.js';
import { olderMember, olderMessage, type ExportedMember } from './older-records.js';
import { exportWithLine, tellUnfinished } from './run-export.js';
import { withReading, type Reading } from './with-reading.js';

/** What to export for a project. */
export interface ProjectAsked {
  readonly workspace: string;
  readonly groups: readonly string[];
  readonly participantsLimit: number;
  readonly messagesLimit: number;
  readonly minId: number;
  readonly participantsCsv: boolean;
}

interface GroupReport {
  group: string;
  id?: string;
  title?: string;
  participants?: number;
  messages?: number;
  files: string[];
  error?: string;
}

/** Exports every group; one that is refused stands in the report with its reason, and the others go on. */
export async function exportProject(asked: ProjectAsked, context: Context): Promise<ExitCode> {
  return withReading(context, (reading) =>
    interruptible(async (signal) => {
      const run = new ProjectRun(asked, reading, signal, context);
      return run.go();
    }),
  );
}

class ProjectRun {
  readonly #raw: string;
  readonly #date: string;

  constructor(
    private readonly asked: ProjectAsked,
    private readonly reading: Reading,
    private readonly signal: AbortSignal,
    private readonly context: Context,
  ) {
    this.#raw = join(asked.workspace, 'raw');
    this.#date = new Date(reading.clock.now()).toISOString().slice(0, 10);
  }

  async go(): Promise<ExitCode> {
    await mkdir(this.#raw, { recursive: true });
    const groups: GroupReport[] = [];
    for (const group of this.asked.groups) {
      const report: GroupReport = { group, files: [] };
      groups.push(report);
      const stopped = await this.#group(report);
      if (stopped !== undefined) {
        const again = 'the same command, within a day';
        return tellUnfinished(stopped, again, this.context);
      }
    }
    const file = join(this.#raw, `${this.#date}__tg__export_report.json`);
    const report = { export_date: this.#date, workspace: this.asked.workspace, groups };
    await writeFile(file, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
    this.context.console.print(file);
    return groups.some(({ error }) => error !== undefined) ? EXIT.refused : EXIT.ok;
  }

  /** Exports one group; what was not done is given back, for the command to end. */
  async #group(report: GroupReport): Promise<Exported | undefined> {
    const peer = await this.reading.account.telegram.peers.resolve(report.group, { signal: this.signal });
    if (!peer.ok) {
      report.error = `${peer.refusal.code}: ${peer.refusal.message}`;
      return undefined;
    }
    const { id, title } = peer.value;
    Object.assign(report, { id, title });
    const members = await this.#participants(peer.value, report);
    if (!members.ok) report.error = `participants: ${members.refusal.code}: ${members.refusal.message}`;
    else if (!members.value.done) return members.value;
    const messages = await this.#messages(peer.value, report);
    if (!messages.ok) report.error = `messages: ${messages.refusal.code}: ${messages.refusal.message}`;
    else if (!messages.value.done) return messages.value;
    return undefined;
  }

  async #participants(peer: ResolvedPeer, report: GroupReport): Promise<Outcome<Exported>> {
    const most = this.asked.participantsLimit;
    const base = { what: 'participants', chats: [peer.id], most } as const;
    const exported = await this.#export({ ...base, format: 'jsonl' });
    if (!exported.ok || !exported.value.done) return exported;
    const to = this.#place('participants', peer, 'json');
    report.participants = await writeOlder<ExportedMember>({
      from: exported.value.file,
      to,
      list: 'participants',
      record: olderMember,
      head: (count) => ({ ...this.#head(peer), total_participants: count }),
    });
    report.files.push(to);
    await rm(exported.value.file);
    if (!this.asked.participantsCsv || report.participants === 0) return exported;
    const table = await this.#export({ ...base, format: 'csv' });
    if (!table.ok || !table.value.done) return table;
    const csv = this.#place('participants', peer, 'csv');
    await copyFile(table.value.file, csv);
    report.files.push(csv);
    await rm(table.value.file);
    return table;
  }

  async #messages(peer: ResolvedPeer, report: GroupReport): Promise<Outcome<Exported>> {
    const { messagesLimit: most, minId } = this.asked;
    const exported = await this.#export({
      what: 'messages',
      format: 'jsonl',
      chats: [peer.id],
      most,
      above: minId,
    });
    if (!exported.ok || !exported.value.done) return exported;
    const to = this.#place('messages', peer, 'json');
    report.messages = await writeOlder<MessageRecord>({
      from: exported.value.file,
      to,
      list: 'messages',
      record: olderMessage,
      head: (count, last) => ({
        ...this.#head(peer),
        total_messages: count,
        min_id: minId,
        last_message_id: last?.id ?? null,
      }),
    });
    report.files.push(to);
    await rm(exported.value.file);
    return done(exported.value);
  }

  #export(task: Parameters<typeof exportWithLine>[1]): Promise<Outcome<Exported>> {
    return exportWithLine(this.reading, task, this.signal, this.context);
  }

  #head({ id, title }: ResolvedPeer): object {
    return { id, title, export_date: new Date(this.reading.clock.now()).toISOString() };
  }

  #place(what: string, { id, title }: ResolvedPeer, ending: string): string {
    return join(this.#raw, `${this.#date}__tg__${what}__${id}__${slug(title)}.${ending}`);
  }
}

/** A title as a part of a file name: letters, digits and dashes, whatever its owner wrote. */
export function slug(title: string): string {
  const words =
    title
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join('-').slice(0, 40) || 'chat';
}
