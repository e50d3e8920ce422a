import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createConsole } from '../console/console.js';
import { BridgeError } from './bridge-error.js';
import { stoppable } from './stopping.js';

const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
const console = createConsole(streams, {});

/** What is said when the server is gone before the write is handed to it. */
async function said(again: string | undefined, goOn: string | undefined): Promise<unknown> {
  const ended = stoppable(console, again, (write) => {
    write.goOn ??= goOn;
    return write.carryOut(() =>
      Promise.reject(new BridgeError('SERVER_ENDED', 'gone', 'No tool was called.')),
    );
  });
  return ended.catch((error: unknown) => error);
}

describe('a write whose server is gone before it', () => {
  it('was not done where this run made its preview', async () => {
    const nextStep = 'Nothing was done. Look at: tgmcp doctor. To go on: ONWARD';
    expect(await said(undefined, 'ONWARD')).toMatchObject({ nextStep, mayHaveCalled: false });
    expect(await said(undefined, undefined)).toMatchObject({
      nextStep: 'Nothing was done. Look at: tgmcp doctor.',
    });
  });

  it('may have been done by an earlier run where it repeats one', async () => {
    expect(await said('AGAIN', undefined)).toMatchObject({
      nextStep:
        'This run did nothing; what became of an earlier one is not told by that. Look at: tgmcp doctor. Again: AGAIN',
      mayHaveCalled: false,
    });
  });
});
