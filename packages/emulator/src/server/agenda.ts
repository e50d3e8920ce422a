/** The longest that a timer of Node can wait. */
const LONGEST_TIMER = 2_147_483_647;

interface Task {
  readonly at: number;
  readonly run: () => void;
}

/** What is to happen at moments of world time: a bot's late answer, a scheduled message. Advancing the clock makes it due. */
export class Agenda {
  #tasks: Task[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** `now` is world time in milliseconds; `fail` takes what a task throws. */
  constructor(
    private readonly now: () => number,
    private readonly fail: (error: unknown) => void,
  ) {}

  /** How many tasks wait. */
  get size(): number {
    return this.#tasks.length;
  }

  /** Notes a task for a moment in milliseconds; never runs it before the present turn of the event loop is over. */
  add(at: number, run: () => void): void {
    this.#tasks.push({ at, run });
    this.arrange();
  }

  /** Sets the timer anew, after the clock was moved. */
  arrange(): void {
    clearTimeout(this.#timer);
    if (this.#tasks.length === 0) return;
    let first = Infinity;
    for (const { at } of this.#tasks) first = Math.min(first, at);
    const next = first - this.now();
    this.#timer = setTimeout(() => this.#runDue(), Math.min(Math.max(next, 0), LONGEST_TIMER));
    this.#timer.unref();
  }

  /** Forgets everything. */
  clear(): void {
    this.#tasks = [];
    clearTimeout(this.#timer);
  }

  #runDue(): void {
    const now = this.now();
    const due = this.#tasks.filter((task) => task.at <= now).toSorted((a, b) => a.at - b.at);
    this.#tasks = this.#tasks.filter((task) => task.at > now);
    for (const task of due) {
      try {
        task.run();
      } catch (error) {
        this.fail(error);
      }
    }
    this.arrange();
  }
}
