import { loadSettings } from '@tgmcp/core';
import { bad, ok, quoted, warn, type Finding } from '../finding.js';
import type { Surroundings } from '../patient.js';

const PROGRAMS = ['operator', 'read', 'actions'] as const;

/** Why the settings of any program cannot be used, each reason once. */
export function settingsProblems({ env, project }: Surroundings): string[] {
  const problems = PROGRAMS.flatMap((program) => {
    const loaded = loadSettings(program, env, project);
    return loaded.ok ? [] : loaded.problems;
  });
  return [...new Set(problems)];
}

/** Everything that cannot be used in the settings of any program, and what is there for nothing. */
export function lookAtSettings(around: Surroundings): Finding[] {
  const { env, project, file } = around;
  // What the writing server alone warns of is looked at with the write policy.
  const loaded = loadSettings('read', env, project);
  const warnings = loaded.ok ? loaded.warnings : [];
  const findings = [
    ...settingsProblems(around).map((problem) =>
      bad(problem, `correct it in ${quoted(file)}, or where your client sets it; see docs/SETTINGS.md`),
    ),
    ...warnings.filter((text) => !isAboutSessions(text)).map((text) => aboutWarning(text, file)),
  ];
  return findings.length === 0 ? [ok('every setting can be used')] : findings;
}

/** The check of the sessions looks at the files themselves. */
function isAboutSessions(warning: string): boolean {
  return warning.includes('the same session file');
}

function aboutWarning(warning: string, file: string): Finding {
  const [says = '', command] = warning.split('; run: ');
  // A settings file holds secrets, so that its rights are no small matter.
  if (command !== undefined) return bad(says, command);
  return warn(says, `correct it in ${quoted(file)}, or take it out`);
}
