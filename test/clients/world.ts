import {
  createWorld,
  makeDocument,
  makePhoto,
  scriptedBot,
  type BotScript,
  type World,
} from '@tgmcp/emulator';

/** Three people who can log in. */
export const ANN = { id: 7001n, phone: '+15550001', code: '11111', firstName: 'Ann', username: 'annie' };
export const BOB = {
  id: 7002n,
  phone: '+15550002',
  code: '22222',
  firstName: 'Bob',
  lastName: 'Berg',
  username: 'bobby',
  password: 'secret',
  passwordHint: 'the usual',
  about: 'Builds boats',
};
export const CID = { id: 7003n, phone: '+15550003', code: '33333', firstName: 'Cid', username: 'ciddy' };
/** Lives in data centre 5, so that a login elsewhere is sent on. */
export const DAN = { id: 7004n, phone: '+15550004', code: '44444', firstName: 'Dan', dc: 5 };
/** Somebody without an account, in Ann's contacts. */
export const EVE = { id: 7010n, firstName: 'Eve', phone: '+15550010' };

/** A supergroup of Bob's with 3,000 messages; Ann belongs to it, Cid does not. */
export const GROUP = { id: 900n, title: 'The Group', username: 'thegroup', messages: 3000 };
/** A broadcast channel of Ann's that Bob reads. */
export const NEWS = { id: 901n, title: 'The News', username: 'thenews' };
/** A basic group of Ann's with Bob. */
export const CLUB = { id: 800n, title: 'Club' };

/** A bot that offers two buttons. */
export const BOT = { id: 7020n, firstName: 'Helper', username: 'helper_bot' };
const SCRIPT: BotScript = {
  rules: [
    {
      on: { command: 'start' },
      do: [
        {
          send: 'Tea or coffee?',
          buttons: [
            [
              { text: 'Tea', callback: 'tea' },
              { text: 'Coffee', callback: 'coffee' },
            ],
          ],
        },
      ],
    },
    { on: { callbackMatch: '^(tea|coffee)$' }, do: [{ answer: 'One {1}!' }, { edit: 'You chose {1}.' }] },
  ],
};

/** A picture of one pixel, kept in data centre 4. */
export const PNG = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);
/** A document of 700,001 made-up bytes in data centre 4; its message stands in Ann's notes. */
export const REPORT = { size: 700_001, seed: 7, name: 'report.bin', dc: 4 };

/** A photo of made-up bytes, offered in several sizes, in data centre 1. */
export const VIEW = { seed: 9, size: 50_000 };

const BEGIN = 1_790_000_000;

/** The world both libraries are shown. */
export function clientsWorld(): World {
  const world = createWorld({ seed: 'clients' });
  for (const account of [ANN, BOB, CID, DAN]) world.addAccount(account);
  world.addUser(EVE);
  world.addUser({ ...BOT, bot: true, botProfile: { brain: scriptedBot(SCRIPT) } });
  world.addContact(ANN.id, EVE.id);
  world.addContact(ANN.id, BOB.id, { mutual: true });
  world.addSupergroup({ ...GROUP, creator: BOB.id, members: [ANN.id] });
  world.addChannel({ ...NEWS, creator: ANN.id, members: [BOB.id] });
  world.addBasicGroup({ ...CLUB, creator: ANN.id, members: [BOB.id] });
  const group = { kind: 'channel', id: GROUP.id } as const;
  for (let n = 1; n <= GROUP.messages; n += 1) {
    world.addMessage({
      peer: group,
      from: n % 2 === 0 ? ANN.id : BOB.id,
      date: BEGIN + n,
      text: `note ${n}`,
    });
  }
  const later = BEGIN + 10_000;
  const photo = makePhoto({ id: 1n, date: later, content: PNG, width: 1, height: 1, dc: 4 });
  const view = makePhoto({
    id: 3n,
    date: later,
    content: { seed: VIEW.seed, size: VIEW.size },
    width: 1280,
    height: 960,
    dc: 1,
  });
  const report = makeDocument({
    id: 2n,
    date: later,
    content: { seed: REPORT.seed, size: REPORT.size },
    mimeType: 'application/octet-stream',
    fileName: REPORT.name,
    dc: REPORT.dc,
  });
  const self = { kind: 'user', id: ANN.id } as const;
  world.addMessage({ peer: self, from: ANN.id, date: later, media: photo, text: 'a dot' });
  world.addMessage({ peer: self, from: ANN.id, date: later + 1, media: report, text: 'the report' });
  world.addMessage({ peer: self, from: ANN.id, date: later + 1, media: view, text: 'the view' });
  world.addMessage({ peer: { kind: 'chat', id: CLUB.id }, from: BOB.id, date: later + 2, text: 'Chess?' });
  world.addMessage({
    peer: { kind: 'channel', id: NEWS.id },
    from: ANN.id,
    date: later + 3,
    text: 'Issue one',
  });
  world.addMessage({ peer: self, from: BOB.id, date: later + 4, text: 'Hello Ann' });
  return world;
}
