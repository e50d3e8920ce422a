/** Whether somebody can look into this process: a debugger reads the session out of it, guard or no guard. */
import inspector from 'node:inspector';
import process from 'node:process';

const OPTION = /^--inspect(?:-brk|-wait|-port|-publish-uid)?(?:=|$)/;

/** True under --inspect, also by NODE_OPTIONS, and while an inspector listens. */
export function isInspected(nodeOptions: string): boolean {
  const words = [...process.execArgv, ...nodeOptions.split(/\s+/)];
  return inspector.url() !== undefined || words.some((word) => OPTION.test(word));
}
