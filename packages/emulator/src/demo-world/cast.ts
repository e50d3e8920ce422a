import type { TlObject } from '../tl/value.js';
import { botFather } from '../world/bots/bot-father.js';
import { scriptedBot } from '../world/bots/script.js';
import type { AccountOptions } from '../world/build-user.js';
import type { BotProfile } from '../world/model.js';
import type { World } from '../world/world.js';
import { faceOf } from './faces.js';
import { Seeded } from './seeded.js';
import type { WorldSpec } from './spec.js';

const FIRST_PERSON = 7_002_001n;

/** The people of the demo world. */
export interface Cast {
  /** Account or bot by key, person by name. Throws on an unknown one. */
  id(name: string): bigint;
  /** The people of one group of names, in the order of the file. */
  readonly groups: ReadonlyMap<string, readonly bigint[]>;
}

/** Adds accounts, bots and people to the world. */
export function addCast(world: World, spec: WorldSpec, seeded: Seeded): Cast {
  const ids = new Map<string, bigint>();
  for (const account of spec.accounts) {
    const { key, id: number, first: firstName, last: lastName, hint: passwordHint, ...rest } = account;
    const id = BigInt(number);
    ids.set(key, id);
    world.addAccount(present<AccountOptions>({ id, firstName, lastName, passwordHint, ...rest }));
  }
  for (const bot of spec.bots) {
    const { key, username, about } = bot;
    ids.set(key, BigInt(bot.id));
    const shown = { firstName: bot.first, username, ...(about !== undefined && { about }) };
    world.addUser({ id: BigInt(bot.id), bot: true, ...shown, botProfile: profileOf(bot) });
  }
  let next = FIRST_PERSON;
  const now = Date.parse(spec.now) / 1000;
  const faces = new Seeded(`${spec.seed} faces`);
  const groups = new Map<string, bigint[]>();
  for (const [group, names] of Object.entries(spec.people)) {
    const members = names.map((name) => {
      const username = usernameOf(name);
      const status = statusOf(seeded, now);
      const shown = { ...namesOf(name), ...(username !== undefined && { username }), status };
      const photo = faceOf(next, now - 90 * 86_400, faces);
      const face = photo === undefined ? {} : { photo };
      const { id } = world.addUser({ id: next, premium: seeded.chance(0.15), ...shown, ...face });
      ids.set(name, id);
      next += 1n;
      return id;
    });
    groups.set(group, members);
  }
  return {
    groups,
    id(name) {
      const id = ids.get(name);
      if (id === undefined) throw new Error(`nobody is called ${name}`);
      return id;
    },
  };
}

/** Without the fields that the description leaves out. */
function present<T extends object>(fields: { [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** What a bot does, by its description. */
function profileOf({
  about,
  commands,
  script,
  registersBots,
}: WorldSpec['bots'][number]): Partial<BotProfile> {
  const brain = registersBots ? botFather : script === undefined ? undefined : scriptedBot(script);
  return {
    commands: Object.entries(commands).map(([command, description]) => ({ command, description })),
    managesBots: registersBots,
    ...(about !== undefined && { description: about }),
    ...(brain !== undefined && { brain }),
    ...(script?.inline !== undefined && { inlinePlaceholder: 'Where?' }),
  };
}

/** A first and last name; names that are not two Latin or Cyrillic words stay whole. */
function namesOf(name: string): { firstName: string; lastName?: string } {
  const [first, last, more] = name.split(' ');
  if (first === undefined || last === undefined || more !== undefined || !/^\p{L}/u.test(name)) {
    return { firstName: name };
  }
  return { firstName: first, lastName: last };
}

function usernameOf(name: string): string | undefined {
  return /^[A-Za-z]+ [A-Za-z]+$/u.test(name) ? name.toLowerCase().replace(' ', '_') : undefined;
}

function statusOf(seeded: Seeded, now: number): TlObject {
  const kind = seeded.between(1, 4);
  if (kind === 1) return { _: 'userStatusRecently' };
  if (kind === 2) return { _: 'userStatusLastWeek' };
  return { _: 'userStatusOffline', was_online: now - seeded.between(120, 90_000) };
}
