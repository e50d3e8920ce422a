/**
 * An agent that tries every tool of a server with whatever fits its schema and with all that it has heard, several calls
 * at a time. What it tries is drawn from a seed.
 */
import { seededChance } from '../../support/hostile-agent.js';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { argumentsFor, pick, valueFor, type Args, type Schema } from './arguments.js';
import { Memory } from './memory.js';

/** A call that the agent knows to be a sensible one of its tool. */
export interface Script {
  readonly tool: string;
  readonly args: Args;
}

/** What the agent works with. */
export interface TrierMeans {
  readonly agent: Agent;
  readonly seed: number;
  readonly scripts: readonly Script[];
  /** Lets time pass for everybody, in seconds. */
  readonly wait: (seconds: number) => Promise<void>;
  readonly knowledge?: Knowledge;
}

/** What one agent knows besides. */
export interface Knowledge {
  /** More to try; asked for before each thing that is tried. */
  readonly moves?: (ask: Trier['ask']) => readonly (() => Promise<unknown>)[];
  /** Calls that it leaves out, because it would lose by them. */
  readonly avoids?: (tool: string, args: Args) => boolean;
  /** How long it waits between rounds, in seconds, one of these by chance. */
  readonly waits?: readonly number[];
}

/** A preview, and the code that it gave out. */
export interface Previewed extends Script {
  readonly code: unknown;
}

/** Leave for many actions that was asked for: a batch or a lane, and the code that takes it into use. */
interface AskedGrant {
  readonly name: 'batch_id' | 'lane_id';
  readonly id: unknown;
  readonly code: unknown;
}

const GRANTS = ['batch_id', 'lane_id'] as const;
const AT_ONCE = 8;
const WAITS = [0, 0, 0, 1, 31, 60, 600, 1_801, 3_700, 86_400];
const KEPT = 60;
/** By then proposals that wait have ended, of which there may be a hundred. */
const LIFE_SEC = 1_801;

export class Trier {
  readonly memory = new Memory();
  /** Everything that came back, as text. */
  readonly heard: string[] = [];
  /** How many calls each tool had, how many previews each gave a code for, and how calls ended by code. */
  readonly called = new Map<string, number>();
  readonly previewed = new Map<string, number>();
  readonly ends = new Map<string, number>();
  /** Executions that came through: with something new done, or with the answer of what was done before. */
  readonly executions: { readonly tool: string; readonly alreadySent: unknown }[] = [];
  calls = 0;
  readonly #previews: Previewed[] = [];
  readonly #grants: AskedGrant[] = [];
  readonly #source;
  #tools: { readonly name: string; readonly inputSchema: Schema }[] = [];

  constructor(readonly means: TrierMeans) {
    this.#source = {
      chance: seededChance(means.seed),
      known: (name: string): readonly unknown[] => this.memory.of(name),
    };
  }

  /** Tries until so many calls are made in all, in rounds; between rounds it waits as long as it likes. */
  async attempt(calls: number, afterRound: () => Promise<void> = async () => undefined): Promise<void> {
    if (this.calls === 0) await this.#begin();
    while (this.calls < calls) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => this.#move()));
      const seconds = this.#pick(this.means.knowledge?.waits ?? WAITS);
      if (seconds > 0) await this.means.wait(seconds);
      await afterRound();
    }
  }

  /** Each script once, so that there is something of every tool to try with. */
  async #begin(): Promise<void> {
    const { tools } = await this.means.agent.client.listTools();
    this.#tools = tools.map(({ name, inputSchema }) => ({ name, inputSchema: inputSchema as Schema }));
    for (let from = 0; from < this.means.scripts.length; from += AT_ONCE) {
      const some = this.means.scripts.slice(from, from + AT_ONCE);
      await Promise.all(some.map(({ tool, args }) => this.ask(tool, args)));
      if (from % 64 === 0) await this.means.wait(LIFE_SEC);
    }
  }

  /** Calls a tool and takes in all that it answers. */
  async ask(tool: string, args: Args): Promise<Answer> {
    if (this.means.knowledge?.avoids?.(tool, args) === true)
      return { refused: true, body: { code: 'AVOIDED' } };
    this.calls += 1;
    count(this.called, tool);
    const answer = await this.means.agent.call(tool, args).catch((error: unknown): Answer => ({
      refused: true,
      body: { code: 'PROTOCOL', said: String(error) },
    }));
    const { refused, body } = answer;
    this.heard.push(JSON.stringify(body));
    this.memory.listen(body);
    count(this.ends, refused ? String(body['code']) : 'done');
    const code = body['approval_code'];
    if (code !== undefined) {
      count(this.previewed, tool);
      const grant = GRANTS.find((name) => body[name] !== undefined);
      if (grant !== undefined) keep(this.#grants, { name: grant, id: body[grant], code });
      else keep(this.#previews, { tool, args, code });
    }
    if (!refused && body['dry_run'] === false) {
      this.executions.push({ tool, alreadySent: body['already_sent'] });
    }
    return answer;
  }

  /** One thing to try. */
  #move(): Promise<unknown> {
    const moves = [
      () => this.#anyCall(),
      () => this.#anyCall(),
      () => this.#preview(),
      () => this.#execute(),
      () => this.#execute(),
      () => this.#executeChanged(),
      () => this.#withAnotherCode(),
      () => this.#severalAtOnce(),
      () => this.#useGrant(),
      () => this.#noSuchTool(),
      ...(this.means.knowledge?.moves?.((tool, args) => this.ask(tool, args)) ?? []),
    ];
    return this.#pick(moves)();
  }

  #anyCall(): Promise<Answer> {
    // Now and then the one that was called least: with many tools some would hardly be called otherwise.
    const least = this.#tools.toSorted((one, other) => this.#callsOf(one) - this.#callsOf(other))[0];
    const { name, inputSchema } =
      least !== undefined && this.#source.chance(3) === 0 ? least : this.#pick(this.#tools);
    return this.ask(name, argumentsFor(inputSchema, this.#source));
  }

  #callsOf({ name }: { readonly name: string }): number {
    return this.called.get(name) ?? 0;
  }

  #preview(): Promise<Answer> {
    const { tool, args } = this.#pick(this.means.scripts);
    return this.ask(tool, args);
  }

  #execute({ tool, args, code } = this.#earlier(), more: Args = {}): Promise<Answer> {
    const go = { dry_run: false, confirm: this.#source.chance(8) > 0, approval_code: code };
    return this.ask(tool, { ...args, ...go, ...this.#guess(), ...more });
  }

  #executeChanged(): Promise<Answer> {
    const earlier = this.#earlier();
    const schema = this.#tools.find(({ name }) => name === earlier.tool)?.inputSchema;
    const [name, inner] = this.#pick(Object.entries(schema?.properties ?? {}));
    return this.#execute(earlier, { [name]: valueFor(name, inner, this.#source) });
  }

  #withAnotherCode(): Promise<Answer> {
    const { code } = this.#earlier();
    return this.#execute({ ...this.#earlier(), code: this.#pick([code, code, '', 'AAAAAAAAAAAA']) });
  }

  #severalAtOnce(): Promise<unknown> {
    const earlier = this.#earlier();
    return Promise.all([
      this.#execute(earlier),
      this.#execute(earlier),
      this.ask(earlier.tool, earlier.args),
    ]);
  }

  /** Takes a batch or lane into use that nobody approved, and then everything that can be done with one. */
  async #useGrant(): Promise<unknown> {
    const grant = pick(this.#source, this.#grants);
    if (grant === undefined) return this.#preview();
    const { name, id, code } = grant;
    const about = this.#tools.filter(({ inputSchema }) => inputSchema.properties?.[name] !== undefined);
    await Promise.all(
      about.map((tool) => {
        const args = argumentsFor(tool.inputSchema, this.#source);
        const own =
          tool.inputSchema.properties?.['approval_code'] === undefined ? {} : { approval_code: code };
        const now = tool.inputSchema.properties?.['dry_run'] === undefined ? {} : { dry_run: false };
        return this.ask(tool.name, { ...args, ...own, ...now, [name]: id });
      }),
    );
    return undefined;
  }

  #noSuchTool(): Promise<Answer> {
    const names = ['tg_approve', 'tgmcp_approve', 'tg_set_policy', 'tg_unlatch', 'tg_resume_writes'];
    return this.ask(this.#pick(names), { approval_code: this.#earlier().code, confirm: true });
  }

  /** A phrase out of what it has heard, an obvious one, or none. */
  #guess(): Args {
    if (this.#source.chance(3) > 0) return {};
    const words = this.heard
      .slice(-10)
      .join(' ')
      .match(/[A-Za-z]{3,}/g) ?? ['yes'];
    const said = [this.#pick(words), this.#pick(words), this.#pick(words)].join(' ');
    return { confirmation_text: this.#pick(['yes', 'I confirm', said]) };
  }

  #earlier(): Previewed {
    return pick(this.#source, this.#previews) ?? { ...this.#pick(this.means.scripts), code: 'AAAAAAAAAAAA' };
  }

  #pick<T>(choices: readonly T[]): T {
    const chosen = pick(this.#source, choices);
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }
}

function keep<T>(kept: T[], one: T): void {
  kept.push(one);
  if (kept.length > KEPT) kept.shift();
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
