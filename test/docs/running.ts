/** Which of the pages' commands are run, and how. A command that nothing here names is run as it stands, and succeeds. */

import { GROUP, PERSON } from '../support/small-world.js';

/** What keeps commands from being run in a test. Each row must concern a command of some page. */
export const NOT_RUN: readonly (readonly [line: RegExp, why: string])[] = [
  [/^make (?:build|demo|help|test)\b/u, 'what this test is a part of, or what comes before it'],
  [/^docker /u, 'needs an engine: test/docker follows the steps without one'],
  [/^git clone /u, 'needs a network'],
  [/^npm install |^make pack/u, 'takes a minute and more: test/packages/packed.test.ts'],
  [/^cd </u, 'a place that only its reader has'],
  [/^venv\//u, 'needs Telethon and a session of its own: test/scenarios/operator-session.test.ts'],
  [/path\/to\//u, 'a place that only its reader has'],
  [/--qr/u, 'waits for a telephone that scans: test/scenarios/operator-login.test.ts'],
  [/^tgmcp audit tail|--watch/u, 'runs until Ctrl-C: test/scenarios/operator-watch.test.ts'],
  [/--resume /u, 'goes on with an export of its reader: test/scenarios/operator-export.test.ts'],
  [/^(?:make )?tgmcp (?:ARGS=")?approve"?$/u, 'asks at a terminal: test/scenarios/operator-approve.test.ts'],
];

/** Pages whose commands are run by tests of their own. */
export const RUN_ELSEWHERE = /^docs\/(?:clients\/|BRIDGE\.md)/u;

/** How a command is run that needs more than its line. */
export interface Manner {
  /** What a person would type. */
  readonly input?: string;
  /** Exit codes that are as good as 0: of commands that judge the installation. */
  readonly codes?: readonly number[];
  /** Is run by somebody who has nothing yet but an account. */
  readonly fresh?: true;
  /** Changes what the others use, so it has its turn after them, in the order of these rows. */
  readonly after?: true;
  readonly env?: Readonly<Record<string, string>>;
}

const SEALED = { TG_SESSION_KEY_PROVIDER: 'file', TG_SESSION_KEY_FILE: '~/tgmcp.key' };

/** The manner of each command that needs one; the first row that fits counts. */
export const MANNERS: readonly (readonly [line: RegExp, manner: Manner])[] = [
  // make says 2 where its command said 1.
  [/doctor|check-env/u, { codes: [0, 1, 2] }],
  [/tgmcp (?:ARGS=")?init --profile full/u, { fresh: true, input: 'HASH\nCODE\nCODE\nPHRASE\n' }],
  [/tgmcp (?:ARGS=")?init\b/u, { fresh: true, input: 'HASH\nPHONE\nCODE\n' }],
  [/config .*--write/u, { after: true }],
  [/credentials/u, { input: '12345\nHASH\n', after: true }],
  [/\ballow\b/u, { after: true }],
  [/phrase --write/u, { input: 'PHRASE\n', after: true }],
  [/writing on/u, { after: true }],
  [/\blogin\b/u, { input: 'PHONE\nCODE\n', after: true }],
  [/session import/u, { input: 'SESSION\n', after: true }],
  [/session encrypt/u, { after: true, env: SEALED }],
  [/session logout/u, { after: true, env: SEALED }],
  [/stop-writes|resume-writes|revoke --all/u, { after: true }],
];

/** What a test has to type in the place of what a reader has, or would be asked. */
export const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/^make /u, 'make -s -o build '],
  [/--write\b/gu, '--write --yes'],
  [
    /(?<=tgmcp (?:ARGS=")?)init(?!.*--stdin)(?: --read-only)?/gu,
    'init --read-only --api-id 12345 --client codex --stdin --yes',
  ],
  [/--client codex --stdin$/gu, '--client codex --stdin --yes'],
  [/\+491701234567/gu, PERSON.phone],
  [/\bcredentials/gu, 'credentials --stdin --overwrite'],
  [/\ballow$/gu, `allow @${GROUP.username}`],
  [/phrase --write --yes/gu, 'phrase --write --overwrite --stdin'],
  [/\blogin\b/gu, 'login --stdin --overwrite'],
  [/session import/gu, 'session import --overwrite'],
];
