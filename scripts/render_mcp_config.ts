/**
 * The name under which users of tg-mcp know the rendering of a client's configuration:
 * `node scripts/dist/render_mcp_config.js --repo DIR [--profile read|full] [--output FILE]`.
 */
import { parseArgs } from 'node:util';
import { renderMcpConfig } from 'tgmcp';
import { oneOf } from './older-names/one-of.js';
import { runScript } from './older-names/run.js';

const line =
  'render_mcp_config --repo DIR [--profile read|full] [--approval operator|preview] [--read-server-name NAME] [--actions-server-name NAME] [--read-session-name NAME] [--actions-session-name NAME] [--expected-username NAME] [--output FILE]';
await runScript({ code: 2, line }, (context) => {
  const { values } = parseArgs({
    options: {
      repo: { type: 'string' },
      profile: { type: 'string', default: 'read' },
      approval: { type: 'string', default: 'operator' },
      'read-server-name': { type: 'string', default: 'tgmcp-read' },
      'actions-server-name': { type: 'string', default: 'tgmcp-actions' },
      'read-session-name': { type: 'string', default: 'read_only_ro' },
      'actions-session-name': { type: 'string', default: 'actions_session' },
      'expected-username': { type: 'string', default: '' },
      output: { type: 'string' },
    },
  });
  return renderMcpConfig(
    {
      repo: values.repo ?? '',
      profile: oneOf('--profile', values.profile, ['read', 'full']),
      approval: oneOf('--approval', values.approval, ['operator', 'preview']),
      names: { read: values['read-server-name'], actions: values['actions-server-name'] },
      sessions: { read: values['read-session-name'], actions: values['actions-session-name'] },
      expectedUsername: values['expected-username'],
      output: values.output,
    },
    context,
  );
});
