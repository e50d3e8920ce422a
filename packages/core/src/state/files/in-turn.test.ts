import { describe, expect, it } from 'vitest';
import { InTurn } from './in-turn.js';

describe('tasks in turn', () => {
  it('of one name run one after the other, past one that failed; those of another name go at once', async () => {
    const turns = new InTurn();
    const steps: string[] = [];
    const task = (name: string) => async (): Promise<string> => {
      steps.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      steps.push(`${name} ends`);
      if (name === 'b') throw new Error('b failed');
      return name;
    };
    const outcomes = await Promise.allSettled([
      turns.run('one', task('a')),
      turns.run('one', task('b')),
      turns.run('one', task('c')),
      turns.run('other', task('d')),
    ]);
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'failed'))).toEqual([
      'a',
      'failed',
      'c',
      'd',
    ]);
    expect(steps.filter((step) => !step.startsWith('d'))).toEqual(
      ['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
    expect(steps.indexOf('d begins')).toBeLessThan(steps.indexOf('a ends'));
  });

  it('are in order with one that comes while the last of them runs', async () => {
    const turns = new InTurn();
    const steps: string[] = [];
    let end = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      end = resolve;
    });
    const first = turns.run('one', async () => void steps.push('first'));
    const second = turns.run('one', async () => {
      await held;
      steps.push('second');
    });
    await first;
    const third = turns.run('one', async () => void steps.push('third'));
    await new Promise((resolve) => setImmediate(resolve));
    end();
    await Promise.all([second, third]);
    expect(steps).toEqual(['first', 'second', 'third']);
  });
});
