/** A proposal for a person's eyes, line by line: nothing is left out, and no foreign text passes for a line of ours. */
import { describe, expect, it } from 'vitest';
import { bench, draft, propose } from './test-bench.js';
import type { GrantProposal, Proposal } from './proposal.js';
import { named, renderProposal } from './render.js';

const { proposal: PLAIN } = await propose(bench().approvals, draft());
const CREATED = { ...PLAIN.created, wall: Date.UTC(2026, 0, 2, 3, 4, 5, 678) };

function lines(change: Partial<Proposal> = {}, preview: Partial<Proposal['preview']> = {}): string[] {
  return renderProposal({ ...PLAIN, created: CREATED, ...change, preview: { ...PLAIN.preview, ...preview } });
}

const ACCOUNT = 'Account: "Ann" @ann id 1001';

describe('an action', () => {
  it('is shown with its account, its chat and its text, and with nothing that is not there', () => {
    expect(lines()).toEqual([
      'An agent asks to send from your Telegram account.',
      ACCOUNT,
      'Chat: "Kites & Code" @kites supergroup, id -1000000000042',
      'Text, 5 characters:',
      '  | Hello',
    ]);
    const { text: _text, text_shown: _shown, ...textless } = PLAIN.preview;
    expect(renderProposal({ ...PLAIN, preview: textless })).toHaveLength(3);
  });

  it('is shown with all that else there is to it', () => {
    const action = { ...PLAIN.action, verb: 'delete_contacts', forceResend: true } as Proposal['action'];
    const shown = lines(
      { action, origin: { client: 'Some "client"', version: '1.2', pid: 7 } },
      {
        text: 'a\u200bb\nc',
        text_shown: 'a\\u{200b}b\nc',
        details: [{ label: 'Message 5', text: 'one\ntwo' }],
        hidden_characters: 1,
        entities: ['bold: a', 'link: b'],
        notes: ['an earlier attempt is open', 'and another'],
      },
    );
    expect(shown).toEqual([
      'An agent asks to delete contacts from your Telegram account.',
      ACCOUNT,
      'Chat: "Kites & Code" @kites supergroup, id -1000000000042',
      'Text, 5 characters:',
      '  | a\\u{200b}b',
      '  | c',
      'Message 5:',
      '  | one',
      '  | two',
      'Invisible characters in it, written out as \\u{…}: 1',
      'Formatting:',
      '  | bold: a',
      '  | link: b',
      'Asked by "Some \\"client\\"" 1.2, as it calls itself, through process 7, at 2026-01-02T03:04:05Z.',
      'Again: it is done even though the same was done before.',
      'Note: an earlier attempt is open',
      'Note: and another',
    ]);
    expect(lines({}, { summary: 'leave a chat' })[0]).toBe(
      'An agent asks to leave a chat from your Telegram account.',
    );
  });

  it.each([
    [{ pid: 7 }, 'a client without a name'],
    [{ client: '', version: '1', pid: 7 }, 'a client without a name'],
    [{ client: 'x', pid: 7 }, '"x"'],
    [{ client: 'x', version: '2', pid: 7 }, '"x" 2'],
  ])('asked by %j is asked by %s', (origin, who) => {
    expect(lines({ origin })).toContain(
      `Asked by ${who}, as it calls itself, through process 7, at 2026-01-02T03:04:05Z.`,
    );
  });

  it.each([
    ['@kites', true],
    [' @KITES ', true],
    ['kites', true],
    ['-1000000000042', true],
    ['kites@kites', false],
    ['ki@tes', false],
    ['t.me/kites', false],
  ])('asked for as %j names the chat plainly: %s', (asked, isPlain) => {
    const told = `The agent named it "${asked}", which led to this chat.`;
    expect(lines({ asked }).includes(told)).toBe(!isPlain);
    expect(lines({ asked })).toHaveLength(isPlain ? 5 : 6);
  });

  it('in a chat without a @name is named by its id alone', () => {
    const chat = { id: '777', kind: 'user', title: 'Bob' } as const;
    expect(lines({ chat, asked: '777' })).toContain('Chat: "Bob" user, id 777');
    expect(lines({ chat, asked: 'Bob' })).toContain('The agent named it "Bob", which led to this chat.');
  });
});

describe('a grant', () => {
  const grant = (change: object, lifeMs = 3_600_000): string[] => {
    const { action: _action, chat: _chat, asked: _asked, ...common } = PLAIN;
    const preview = { hidden_characters: 0, entities: [], notes: [], ...change };
    const held = { verb: 'write_lane', scope: {}, lifeMs } as const;
    const proposal: GrantProposal = { ...common, created: CREATED, preview, grant: held };
    return renderProposal(proposal);
  };

  it('is shown with its bounds and each thing it is for, numbered so that none passes for another', () => {
    const items = ['one\nmore of one', ...Array.from({ length: 9 }, (_, n) => `item ${n + 2}`)];
    const shown = grant({
      summary: 'delete messages',
      details: [{ label: 'Purpose', text: 'Reports' }],
      items,
      hidden_characters: 2,
      notes: ['mind this'],
    });
    expect(shown.slice(0, 8)).toEqual([
      'An agent asks for leave to delete messages from your Telegram account, without asking you each time.',
      ACCOUNT,
      'Purpose:',
      '  | Reports',
      'Everything it is for, 10:',
      '  |  1  one',
      '  |       more of one',
      '  |  2  item 2',
    ]);
    expect(shown.slice(-4)).toEqual([
      '  | 10  item 10',
      'Invisible characters in it, written out as \\u{…}: 2',
      'It holds for 60 min from when the agent takes it into use.',
      'Note: mind this',
    ]);
  });

  it('without things and without words of its own is shown by its kind', () => {
    expect(grant({})).toEqual([
      'An agent asks for leave to write lane from your Telegram account, without asking you each time.',
      ACCOUNT,
      'It holds for 60 min from when the agent takes it into use.',
    ]);
  });

  it.each([
    [29_000, '29 s'],
    [29_500, '30 s'],
    [30_000, '1 min'],
    [60_000, '1 min'],
    [119 * 60_000, '119 min'],
    [120 * 60_000, '2 h'],
    [150 * 60_000, '2 h 30 min'],
    [24 * 3_600_000, '24 h'],
  ])('that holds for %d ms says %s', (lifeMs, spelt) => {
    expect(grant({}, lifeMs).at(-1)).toBe(`It holds for ${spelt} from when the agent takes it into use.`);
  });
});

it.each([
  ['Ann', 'ann', '"Ann" @ann'],
  ['Ann', undefined, '"Ann"'],
  [undefined, 'ann', '@ann'],
  ['', undefined, ''],
  ['A"\n\tB\u202e', undefined, '"A\\"  B\\u{202e}"'],
])('%j with @name %j is named %j', (name, username, text) => expect(named(name, username)).toBe(text));
