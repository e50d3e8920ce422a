import { describe, expect, it } from 'vitest';
import { Agenda } from './agenda.js';

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the agenda', () => {
  it('does what is due in the order of its moments, and what is not due when the clock is moved', async () => {
    let now = 1000;
    const done: string[] = [];
    const agenda = new Agenda(
      () => now,
      (error) => done.push(String(error)),
    );
    agenda.add(3_600_000, () => done.push('in an hour'));
    agenda.add(900, () => done.push('second'));
    agenda.add(800, () => done.push('first'));
    expect(done).toEqual([]);
    await turn();
    expect(done).toEqual(['first', 'second']);
    now = 3_600_000;
    agenda.arrange();
    await turn();
    expect(done.at(-1)).toBe('in an hour');
    expect(agenda.size).toBe(0);
  });

  it('reports a task that fails and goes on with the next', async () => {
    const done: string[] = [];
    const agenda = new Agenda(
      () => 0,
      (error) => done.push(String(error)),
    );
    agenda.add(0, () => {
      throw new Error('no');
    });
    agenda.add(0, () => done.push('next'));
    await turn();
    expect(done).toEqual(['Error: no', 'next']);
  });

  it('forgets everything when told so', async () => {
    const done: string[] = [];
    const agenda = new Agenda(
      () => 0,
      () => undefined,
    );
    agenda.add(0, () => done.push('never'));
    agenda.clear();
    await turn();
    expect(done).toEqual([]);
  });
});
