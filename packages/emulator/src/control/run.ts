import { DemoSpecError, loadDemoWorld } from '../demo-world/index.js';
import { importTelegramExport, ImportError, randomCode } from '../import/index.js';
import { startEmulator } from '../server/emulator.js';
import type { Emulator } from '../server/emulator.js';
import type { World } from '../world/world.js';
import { startControl } from './server.js';
import type { Control } from './server.js';

/** Why the emulator did not start, in one line with the way out. */
export class StartError extends Error {
  override name = 'StartError';
}

/** What the command line says. */
export interface RunOptions {
  readonly world?: string;
  readonly import?: string;
  readonly me?: string;
  /** Port of the control address; a free one when absent. */
  readonly port?: number;
}

/** The ready line: where it is controlled, what a product process needs in its environment, who can log in, and how. */
export interface Ready {
  readonly control: string;
  readonly env: Readonly<Record<string, string>>;
  readonly accounts: readonly {
    readonly user_id: string;
    readonly phone: string;
    readonly code: string;
    readonly password?: string;
  }[];
}

/** An emulator with its control address. */
export interface Running {
  readonly ready: Ready;
  readonly emulator: Emulator;
  stop(): Promise<void>;
}

/** Loads the world, starts the data centres and the control address. Throws a {@link StartError}; then nothing runs. */
export async function run(options: RunOptions): Promise<Running> {
  const emulator = await startWith(worldLoader(options));
  const stopEmulator = (): Promise<void> => emulator.stop();
  let control: Control;
  try {
    control = await startControl(emulator, options.port ?? 0);
  } catch (error) {
    await stopEmulator();
    throw portError(error, options.port);
  }
  const accounts = [...emulator.world.accounts.values()].map((account) => ({
    user_id: `${account.userId}`,
    phone: `+${account.phone}`,
    code: account.code,
    ...(account.password !== undefined && { password: account.password }),
  }));
  return {
    ready: { control: control.url, env: emulator.env, accounts },
    emulator,
    stop: async () => {
      await control.stop();
      await stopEmulator();
    },
  };
}

function worldLoader(options: RunOptions): () => World {
  const { world = 'demo', me } = options;
  const file = options.import;
  if (file !== undefined) {
    if (options.world !== undefined) throw new StartError('give either --world or --import, not both.');
    // The ready line tells it once: a reset must not change it.
    const code = randomCode();
    return () => importTelegramExport(file, { code, ...(me !== undefined && { me }) });
  }
  if (me !== undefined) throw new StartError('--me goes with --import only.');
  return () => (world === 'demo' ? loadDemoWorld() : loadDemoWorld(world));
}

async function startWith(world: () => World): Promise<Emulator> {
  try {
    return await startEmulator({ world });
  } catch (error) {
    if (error instanceof ImportError || error instanceof DemoSpecError) {
      throw new StartError(error.message, { cause: error });
    }
    throw error;
  }
}

function portError(error: unknown, port: number | undefined): StartError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  if (code === 'EADDRINUSE') {
    return new StartError(
      `port ${port} is in use. Give another one with --port, or leave it out for a free one.`,
    );
  }
  if (code === 'EACCES') {
    return new StartError(
      `port ${port} needs special rights. Give one above 1023, or leave it out for a free one.`,
    );
  }
  return new StartError(`the control address cannot listen on port ${port ?? 0} (${code}).`);
}
