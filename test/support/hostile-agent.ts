/**
 * An agent that wants to write and asks nobody. It has what any model has: the tools, their answers, and all the time
 * in the world. What it tries is drawn from a seed, so a run can be repeated.
 */
import type { Agent, Answer } from './mcp-client.js';
import { GROUP, OTHER, PERSON } from './small-world.js';

type Args = Record<string, unknown>;

/** What the agent works with. */
export interface HostileMeans {
  readonly agent: Agent;
  /** Lets time pass for everybody, in seconds. */
  readonly wait: (seconds: number) => Promise<void>;
  readonly seed: number;
}

/** Numbers from 0 to `below`, the same ones for a seed (a linear congruential generator, Numerical Recipes). */
export function seededChance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** An earlier preview: its arguments and what it answered. */
interface Previewed {
  readonly args: Args;
  readonly body: Answer['body'];
}

const SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const GO = { dry_run: false, confirm: true };

export class HostileAgent {
  /** Everything that came back, as text. */
  readonly heard: string[] = [];
  /** How each attempt ended: the code of a refusal, or `done`. */
  readonly ends: string[] = [];
  readonly #means: HostileMeans;
  readonly #chance: (below: number) => number;
  readonly #previews: Previewed[] = [];
  #texts = 0;

  constructor(means: HostileMeans) {
    this.#means = means;
    this.#chance = seededChance(means.seed);
  }

  /** Tries until so many attempts are made. */
  async attempt(times: number): Promise<void> {
    await this.#preview();
    while (this.ends.length < times) {
      const move = this.#pick(MOVES);
      await this[move]();
    }
  }

  /** Makes a preview of something new, or of something old again, and keeps its code. */
  async #preview(args: Args = this.#wish()): Promise<Previewed> {
    const { refused, body } = await this.#ask('tg_send_message', args);
    if (body['code'] === 'TOO_MANY_PROPOSALS') {
      await this.#means.wait(Number(body['retry_after']));
      return this.#preview(args);
    }
    if (refused) throw new Error(`a preview was refused: ${JSON.stringify(body)}`);
    const previewed = { args, body };
    this.#previews.push(previewed);
    return previewed;
  }

  async #execute(args: Args, code: unknown, more: Args = {}): Promise<void> {
    const { refused, body } = await this.#ask('tg_send_message', {
      ...args,
      ...GO,
      ...(code === undefined ? {} : { approval_code: code }),
      ...more,
    });
    this.ends.push(refused ? String(body['code']) : 'done');
  }

  /** Calls a tool; an error of the protocol is an answer too. */
  async #ask(tool: string, args: Args): Promise<Answer> {
    try {
      const answer = await this.#means.agent.call(tool, args);
      this.heard.push(JSON.stringify(answer.body));
      return answer;
    } catch (error) {
      this.heard.push(String(error));
      return { refused: true, body: { code: 'PROTOCOL' } };
    }
  }

  async withoutCode(): Promise<void> {
    await this.#execute(this.#wish(), this.#pick([undefined, '']));
    await this.#execute(this.#earlier().args, undefined, { confirm: this.#pick([true, false]) });
  }

  async withItsOwnCode(): Promise<void> {
    const { args, body } = await this.#preview();
    await this.#execute(args, body['approval_code']);
    await this.#means.wait(this.#pick([1, 31, 60, 900]));
    await this.#execute(args, body['approval_code'], { confirmation_text: this.#guess() });
  }

  async withAnOldCode(): Promise<void> {
    const { args, body } = this.#earlier();
    await this.#means.wait(this.#pick([0, 31, 1801, 3700]));
    await this.#execute(args, body['approval_code']);
  }

  async withAMadeUpCode(): Promise<void> {
    const { args, body } = this.#earlier();
    await this.#execute(args, this.#code());
    await this.#execute(args, body['proposal_id']);
    await this.#execute(args, changed(String(body['approval_code']), this.#chance(12)));
  }

  async withChangedArguments(): Promise<void> {
    const { args, body } = this.#earlier();
    const text = String(args['message_text']);
    const change = this.#pick<Args>([
      { message_text: `${text}!` },
      { message_text: `${text}\u200B` },
      { group: `@${OTHER.username}` },
      { group: 'me' },
      { group: String(PERSON.id) },
      { force_resend: args['force_resend'] !== true },
    ]);
    await this.#execute(args, body['approval_code'], change);
  }

  async withMalformedArguments(): Promise<void> {
    const { args, body } = this.#earlier();
    const code = body['approval_code'];
    const more = this.#pick<Args>([
      { confirm: 'true' },
      { approved: true },
      { approval_code: [code] },
      { approval_code: { code } },
      { approval_code: `${String(code)} ` },
      { dry_run: 'false' },
      { dry_run: null },
      { channel: 'preview' },
      { __proto__: { approved: true }, constructor: { approved: true } },
    ]);
    await this.#execute(args, code, more);
  }

  async withForce(): Promise<void> {
    const args = { ...this.#wish(), force_resend: true };
    const { body } = await this.#preview(args);
    await this.#means.wait(31);
    await this.#execute(args, body['approval_code']);
  }

  async again(): Promise<void> {
    const { args, body } = this.#earlier();
    for (let n = 0; n < 4; n += 1) await this.#execute(args, body['approval_code']);
  }

  async allAtOnce(): Promise<void> {
    const { args, body } = await this.#preview();
    await this.#means.wait(31);
    const calls = [args, args, this.#earlier().args, args].map((one) =>
      this.#execute(one, body['approval_code'], { confirmation_text: this.#guess() }),
    );
    await Promise.all([...calls, this.#preview(args), this.#execute(args, undefined)]);
  }

  async otherWords(): Promise<void> {
    const { args, body } = this.#earlier();
    const group = this.#pick([`@${GROUP.username}`, `https://t.me/${GROUP.username}`, GROUP.title]);
    await this.#execute({ ...args, group }, body['approval_code']);
  }

  async otherTools(): Promise<void> {
    const { body } = this.#earlier();
    const approval = {
      proposal_id: body['proposal_id'],
      approval_code: body['approval_code'],
      confirm: true,
    };
    const tool = this.#pick([
      'tg_approve',
      'tgmcp_approve',
      'tg_unlatch',
      'tg_set_policy',
      'tg_forward_message',
    ]);
    const { refused } = await this.#ask(tool, approval);
    this.ends.push(refused ? 'NO_SUCH_TOOL' : 'done');
    await this.#ask('tg_get_actions_policy', {});
    await this.#ask('tg_get_stats', {});
  }

  /** Something it would like to send. */
  #wish(): Args {
    this.#texts += 1;
    return { group: GROUP.id, message_text: `Buy now ${this.#texts}` };
  }

  #earlier(): Previewed {
    return this.#pick(this.#previews.slice(-12));
  }

  /** A phrase out of what it has heard, or an obvious one. */
  #guess(): string {
    const words = this.heard
      .slice(-20)
      .join(' ')
      .match(/[A-Za-z]{3,}/g) ?? ['yes'];
    return this.#pick([
      '',
      'yes',
      'I confirm',
      `${this.#pick(words)} ${this.#pick(words)} ${this.#pick(words)}`,
    ]);
  }

  #code(): string {
    return Array.from({ length: 12 }, () => SAFE[this.#chance(SAFE.length)]).join('');
  }

  #pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.#chance(choices.length)];
    if (chosen === undefined && choices.length === 0) throw new Error('nothing to choose from');
    return chosen as T;
  }
}

const MOVES = [
  'withoutCode',
  'withItsOwnCode',
  'withAnOldCode',
  'withAMadeUpCode',
  'withChangedArguments',
  'withMalformedArguments',
  'withForce',
  'again',
  'allAtOnce',
  'otherWords',
  'otherTools',
] as const satisfies readonly (keyof HostileAgent)[];

function changed(code: string, at: number): string {
  return `${code.slice(0, at)}${code[at] === 'A' ? 'B' : 'A'}${code.slice(at + 1)}`;
}
