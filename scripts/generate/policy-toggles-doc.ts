import { SETTING_GROUPS, type QuotaKind, type SettingRow } from '@tgmcp/core';
import { NAMED_VERBS, WRITE_TOOLS } from 'tgmcp-actions/catalogue';

/** The setting behind each daily quota. */
const QUOTA_SETTINGS: Readonly<Record<QuotaKind, string>> = {
  dm: 'MAX_DM_PER_DAY',
  join: 'MAX_JOINS_PER_DAY',
  group_msg: 'MAX_GROUP_MSGS_PER_DAY',
  phone: 'MAX_PHONE_MSGS_PER_DAY',
};

const HEAD = `# What switches which action on

For the operator. No tool changes any of this: it stands in the settings file (or in the environment of the process), it is read at start, and the agent can only look at it, by \`tg_get_actions_policy\`. This page comes from the tables of settings and tools; [SETTINGS.md](SETTINGS.md) has every setting.

## To change something safely

1. \`tgmcp approve --json\` and \`tgmcp grants list\`: does anything wait, or is anything under way? \`tgmcp stop-writes\` holds it back meanwhile.
2. Change one thing in the settings file. Widen as little as the task needs: one more id in \`TG_ACTIONS_ALLOWED_GROUPS\`, narrowed to what is to be done there, rather than a higher limit.
3. \`tgmcp doctor\`: it names what is weak, and what has no effect.
4. Start the client anew, then \`tgmcp resume-writes\`, and have the agent call \`tg_get_actions_policy\`.
5. When the task is done, take back what was for it alone.

## Nothing is written unless

All of these hold. Each of them alone keeps all writing off, and \`tg_get_actions_policy\` lists what does not hold under \`issues\`. \`TG_ACTIONS_UNSAFE_OVERRIDE=1\` passes them by, and says so in every preview, approval and record; leave it at 0.
`;

const TOOLS = `
## What each tool needs besides

An entry of \`TG_ACTIONS_ALLOWED_GROUPS\` for everybody the call concerns. \`-1001234567890\` admits every action there but those marked *by name*; \`-1001234567890:send,edit\` admits these two, by the words in the second column. What counts against a daily quota is refused when it is used up.

| tool | word in an entry | counts against | shown by \`TG_ACTIONS_TOOLSETS\` |
| --- | --- | --- | --- |
`;

const GRANTS = `
Batches (\`batches\`) and write lanes (\`lanes\`) pass the same gates for each item: \`invite\`, \`delete\`, \`leave\` for the three kinds of batches, \`send\` for lanes.

## Limits that can be set
`;

type Rows = Record<string, SettingRow<unknown>>;

/** \`docs/ACTION_POLICY_TOGGLES.md\`, from the tables of settings and of write tools. */
export function policyTogglesDoc(): string {
  const groups = SETTING_GROUPS as Readonly<Record<string, Rows>>;
  const rows = ['Write policy', 'Write guard', 'Batches and lanes'].flatMap((group) =>
    Object.entries(groups[group] ?? {}).filter(([, { effect }]) => effect === 'active'),
  );
  const musts = rows.filter(([, row]) => row.unsafe !== undefined);
  const others = rows.filter(
    ([name, row]) => row.unsafe === undefined && name !== 'TG_ACTIONS_UNSAFE_OVERRIDE',
  );
  return `${HEAD}\n${table([...on(rows), ...musts])}${TOOLS}${WRITE_TOOLS.map(toolRow).join('\n')}\n${GRANTS}\n${table(without(others, 'TG_ACTIONS_ENABLED'))}`;
}

const on = (rows: readonly [string, SettingRow<unknown>][]) =>
  rows.filter(([name]) => name === 'TG_ACTIONS_ENABLED');
const without = (rows: readonly [string, SettingRow<unknown>][], left: string) =>
  rows.filter(([name]) => name !== left);

function table(rows: readonly [string, SettingRow<unknown>][]): string {
  const lines = rows.map(([name, { fallback, about }]) => {
    const initial = fallback === '' ? '' : `\`${fallback}\``;
    return `| \`${name}\` | ${initial} | ${about} |`;
  });
  return ['| setting | default | what it is for |', '| --- | --- | --- |', ...lines, ''].join('\n');
}

function toolRow({ tool, verb, quota, toolset }: (typeof WRITE_TOOLS)[number]): string {
  const kinds = (['user', 'supergroup'] as const).flatMap((kind) => quota({ kind }) ?? []);
  const counts = [...new Set(kinds)].map((kind) => `\`${QUOTA_SETTINGS[kind]}\``).join(', ');
  const named = NAMED_VERBS.has(verb) ? ', *by name*' : '';
  return `| \`${tool.name}\` | \`${verb}\`${named} | ${counts} | \`${toolset}\` |`;
}
