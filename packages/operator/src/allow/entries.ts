import { allowlistIssues, allowlistText, parseAllowlist, type AllowlistEntry } from 'tgmcp-actions/approvals';
import { EXIT, Stop } from '../console/exit.js';

/** What may be done in a chat that is allowed without a word on it: what a first use needs, and nothing that destroys. */
export const USUAL_VERBS = 'send,send_file,edit';

/** The word for everything that no entry has to name. */
const ALL = 'all';

/** A chat as it was named, and what may be done there. */
export interface Named {
  readonly name: string;
  /** Absent: everything that no entry has to name. */
  readonly verbs?: AllowlistEntry['verbs'];
}

/** Chats as they stand on a command line: `CHAT`, or `CHAT:send,edit`, each with `verbs` where it says none itself. */
export function namedChats(words: readonly string[], verbs: string): Named[] {
  const usual = verbsOf(verbs);
  return words.map((word) => {
    const issues = allowlistIssues(word);
    const [entry, ...more] = parseAllowlist(word);
    const problem = issues[0]?.replace(/^TG_ACTIONS_ALLOWED_GROUPS has /u, '');
    if (problem !== undefined) throw new Stop(EXIT.usage, `${problem}. Nothing was written.`);
    if (entry === undefined || more.length > 0)
      throw new Stop(
        EXIT.usage,
        `"${word}" is not one chat. Name several with a space between them. Nothing was written.`,
      );
    const own = entry.verbs ?? usual;
    return { name: entry.entry, ...(own === undefined ? {} : { verbs: own }) };
  });
}

function verbsOf(text: string): AllowlistEntry['verbs'] {
  if (text.trim() === ALL) return undefined;
  const sample = `1:${text}`;
  const [entry, ...more] = parseAllowlist(sample);
  if (allowlistIssues(sample).length > 0 || entry?.verbs === undefined || more.length > 0)
    throw new Stop(
      EXIT.usage,
      `--verbs takes "${ALL}", or actions separated by commas, such as ${USUAL_VERBS}. Nothing was written.`,
    );
  return entry.verbs;
}

/** The list with a chat put in by its id; where the id stands in it already, it may do both then. */
export function withEntry(list: string, id: string, verbs: Named['verbs']): string {
  const entries = parseAllowlist(list);
  const at = entries.findIndex((entry) => entry.id === id);
  const before = entries[at];
  const narrowed = (own: Named['verbs']): object => (own === undefined ? {} : { verbs: own });
  if (before === undefined) return allowlistText([...entries, { entry: id, id, ...narrowed(verbs) }]);
  const both =
    before.verbs === undefined || verbs === undefined ? undefined : [...new Set([...before.verbs, ...verbs])];
  entries[at] = { entry: before.entry, id, ...narrowed(both) };
  return allowlistText(entries);
}

/** The list without an entry, named by its id or as it stands; undefined where there is none such. */
export function withoutEntry(list: string, name: string): string | undefined {
  const entries = parseAllowlist(list);
  const [asked] = parseAllowlist(name);
  const left = entries.filter(
    ({ entry, id }) => entry !== name && entry !== asked?.entry && (id === undefined || id !== asked?.id),
  );
  return left.length === entries.length ? undefined : allowlistText(left);
}

/** What may be done in a chat, in words. */
export function mayDo(verbs: Named['verbs']): string {
  return verbs === undefined ? 'everything that no entry has to name' : verbs.join(', ');
}
