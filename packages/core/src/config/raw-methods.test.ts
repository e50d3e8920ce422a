import { describe, expect, it } from 'vitest';
import { READ_METHODS } from '../telegram/read-methods.js';
import { tlSchema } from '../telegram/raw/tl-schema.js';
import { contradictions } from './contradictions.js';
import { loadSettings, type LoadedSettings } from './load.js';
import { listableRaw, neverRaw, rawMethodProblems, shutByName } from './raw-methods.js';

const PROJECT = { checkout: true, project: '/p', data: '/p/data' };

function load(program: 'read' | 'actions' | 'operator', methods: string): LoadedSettings {
  return loadSettings(program, { TG_ENV_FILE: '/dev/null', TG_ACTIONS_RAW_METHODS: methods }, PROJECT);
}

describe('a method for raw writing calls', () => {
  it.each([
    'account.deleteAccount',
    'account.updatePasswordSettings',
    'account.resetAuthorization',
    'account.initTakeoutSession',
    'account.changePhone',
    'account.setPrivacy',
    'auth.logOut',
    'auth.resetAuthorizations',
    'auth.acceptLoginToken',
    'auth.exportLoginToken',
    'payments.sendStarsForm',
    'payments.sendPaymentForm',
    'bots.setBotCommands',
    'bots.exportBotToken',
    'channels.editCreator',
    'channels.editAdmin',
    'messages.editChatAdmin',
    'channels.deleteChannel',
    'messages.deleteChat',
    'messages.acceptUrlAuth',
    'messages.sendPaidReaction',
    'messages.sendWebViewData',
    'messages.sendInlineBotResult',
    'messages.setBotCallbackAnswer',
    'messages.sendEncrypted',
    'messages.importChatInvite',
    'messages.hideChatJoinRequest',
    'messages.startBot',
    'contacts.blockFromReplies',
    'channels.joinChannel',
    'messages.exportChatInvite',
    'messages.editExportedChatInvite',
    'messages.readHistory',
    'channels.readHistory',
    'messages.markDialogUnread',
    'messages.clearAllDrafts',
    'messages.startHistoryImport',
    'contacts.importContacts',
    'contacts.exportContactToken',
    'contacts.acceptContact',
    'channels.deactivateAllUsernames',
    'messages.getHistory',
    'phone.requestCall',
    'upload.saveFilePart',
    'stories.sendStory',
    'users.setSecureValueErrors',
    'invokeWithTakeout',
    'initConnection',
    'setHistoryTTL',
    'messages.setHistoryTTL ',
    'messages.__proto__',
    '',
  ])('is never %s, and the reason is told', (method) => {
    expect(neverRaw(method)).toEqual(expect.stringMatching(/^(it|only|secret|nothing|files|its) /));
    expect(rawMethodProblems([method])).toEqual([expect.stringContaining('can never be listed')]);
  });

  it('that is never one stops the writing server alone, with every one that is listed', () => {
    const listed = 'messages.setHistoryTTL,auth.logOut,channels.editCreator';
    const loaded = load('actions', listed);
    expect(loaded).toEqual({
      ok: false,
      problems: [
        'TG_ACTIONS_RAW_METHODS has "auth.logOut", which can never be listed: it begins and ends sessions of the account',
        'TG_ACTIONS_RAW_METHODS has "channels.editCreator", which can never be listed: it hands rights over a chat to somebody',
      ],
    });
    expect(load('read', listed).ok).toBe(true);
    const settings = load('operator', listed);
    expect(settings.ok && contradictions('actions', settings.settings)).toHaveLength(2);
    expect(load('actions', 'messages.setHistoryTTL, channels.editTitle').ok).toBe(true);
  });

  it('that can be listed is one that the library knows, and nothing of its name shuts it', () => {
    const { methods } = tlSchema();
    expect(
      listableRaw().filter((method) => !methods.has(method) || shutByName(method) !== undefined),
    ).toEqual([]);
    expect(listableRaw().filter((method) => method in READ_METHODS)).toEqual([]);
  });

  it('that was not looked at cannot be listed, whatever its name', () => {
    const open = [...tlSchema().methods.keys()].filter((method) => neverRaw(method) === undefined);
    expect(open.toSorted()).toEqual(listableRaw().toSorted());
    expect(neverRaw('messages.somethingNew')).toContain('not looked at yet');
  });
});
