import { bad, ok, type Finding } from '../finding.js';

const OLDEST = { major: 20, minor: 19 } as const;

/** Whether this Node.js is new enough. */
export function lookAtNode(version: string = process.versions.node): Finding[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
  return [
    fits
      ? ok(`Node.js ${version}`)
      : bad(
          `Node.js ${version} is too old; ${OLDEST.major}.${OLDEST.minor} or newer is needed`,
          `install a newer Node.js from https://nodejs.org, and start your client again`,
        ),
  ];
}
