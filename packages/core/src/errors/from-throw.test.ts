import { describe, expect, it } from 'vitest';
import { StateError } from '../state/store.js';
import { refusalFromThrow } from './from-throw.js';

const silent = (): void => undefined;

describe('what a handler throws', () => {
  it('becomes the refusal that a state error names, with the file and the command that mends it', () => {
    const error = new StateError(
      'STATE_UNSAFE_MODE',
      '/d/state',
      '/d/state is open to others; run: chmod 700 /d/state',
      { fix: 'chmod 700 /d/state' },
    );
    expect(refusalFromThrow(error, silent).refusal).toMatchObject({
      code: 'STATE_UNSAFE_MODE',
      data: { file: '/d/state', fix: 'chmod 700 /d/state' },
    });
  });

  it('becomes a fault with a reference when nobody foresaw it, and its details reach the log only', () => {
    const logged: string[] = [];
    // No word that hexadecimal digits, of which a reference is made, spell by chance.
    const { refusal } = refusalFromThrow(new Error('the phrase is quay'), (reference, details) => {
      logged.push(reference, details);
    });
    expect(refusal).toMatchObject({ code: 'INTERNAL', data: { reference: logged[0] } });
    expect(JSON.stringify(refusal)).not.toContain('quay');
    expect(logged[1]).toContain('the phrase is quay');
  });

  it('is a cancellation when the call was aborted', () => {
    expect(refusalFromThrow(new DOMException('gone', 'AbortError'), silent).refusal.code).toBe('CANCELLED');
  });
});
