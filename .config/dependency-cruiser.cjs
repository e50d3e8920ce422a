// Who may import whom. The reasons stand in docs/ARCHITECTURE.md; test/boundaries derives the same rules from the sources.
const { join } = require('node:path');

const TEST = '\\.test\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'core-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^packages/core/src' },
      to: { path: '^packages/(?!core/)' },
    },
    {
      name: 'emulator-stands-alone',
      severity: 'error',
      comment: 'It must not share code, and so bugs, with the client that is tested on it.',
      from: { path: '^packages/emulator/src' },
      to: { path: '^packages/(?!emulator/)' },
    },
    {
      name: 'shipped-code-never-imports-the-emulator',
      severity: 'error',
      from: { path: '^packages/(core|tgmcp-read|tgmcp-actions|operator)/src', pathNot: TEST },
      to: { path: '^packages/emulator/' },
    },
    {
      name: 'read-imports-core-only',
      severity: 'error',
      from: { path: '^packages/tgmcp-read/src', pathNot: TEST },
      to: { path: '^packages/(?!core/|tgmcp-read/)' },
    },
    {
      name: 'read-never-reaches-write-code',
      severity: 'error',
      comment:
        'Not by any chain of imports: neither the door that unlocks writes nor anything of the actions server.',
      from: { path: '^packages/tgmcp-read/src' },
      to: {
        path: '^packages/(core/src/(unlock-writes|login)\\.ts|tgmcp-actions/|operator/)',
        reachable: true,
      },
    },
    {
      name: 'the-library-only-reads',
      severity: 'error',
      from: { path: '^packages/core/src/library(\\.ts$|/)' },
      to: { path: '^packages/core/src/(unlock-writes|login)\\.ts$', reachable: true },
    },
    {
      name: 'only-the-actions-entry-unlocks-writes',
      severity: 'error',
      from: { path: '^(packages|scripts)/', pathNot: `^packages/tgmcp-actions/src/main\\.ts$|${TEST}` },
      to: { path: '^packages/core/src/unlock-writes\\.ts$' },
    },
    {
      name: 'only-the-operator-logs-in',
      severity: 'error',
      from: { path: '^(packages|scripts)/', pathNot: `^packages/operator/src/|${TEST}` },
      to: { path: '^packages/core/src/login\\.ts$' },
    },
    {
      name: 'actions-imports-core-only',
      severity: 'error',
      from: { path: '^packages/tgmcp-actions/src', pathNot: TEST },
      to: { path: '^packages/(?!core/|tgmcp-actions/)' },
    },
    {
      name: 'operator-sees-approvals-only',
      severity: 'error',
      from: { path: '^packages/operator/src', pathNot: TEST },
      to: { path: '^packages/(tgmcp-read/|tgmcp-actions/src/(?!approvals/))' },
    },
    {
      name: 'approvals-never-touch-telegram',
      severity: 'error',
      comment: 'The operator imports them; approving must not be able to send.',
      from: { path: '^packages/tgmcp-actions/src/approvals', pathNot: TEST },
      to: { path: '^packages/tgmcp-actions/src/(telegram|tools|gates)|node_modules/telegram/' },
    },
    {
      name: 'the-journal-knows-actions-only',
      severity: 'error',
      comment: 'Batches, lanes and tools come to the gates, and the gates to the journal.',
      from: { path: '^packages/tgmcp-actions/src/journal', pathNot: TEST },
      to: { path: '^packages/tgmcp-actions/src/(?!(journal|actions)/)' },
    },
    {
      name: 'the-gates-know-no-batches-lanes-or-tools',
      severity: 'error',
      from: { path: '^packages/tgmcp-actions/src/gates', pathNot: `${TEST}|/test-bench\\.ts$` },
      to: { path: '^packages/tgmcp-actions/src/(batch|lanes|tools|bot-steps)/' },
    },
    {
      name: 'telegram-library-behind-one-folder',
      severity: 'error',
      from: {
        path: '^packages/(core|tgmcp-read|tgmcp-actions|operator)/src',
        pathNot: `^packages/core/src/telegram/|^packages/tgmcp-actions/src/telegram/writer/|${TEST}`,
      },
      to: { path: 'node_modules/telegram/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'sdk-server-behind-one-folder',
      severity: 'error',
      from: {
        path: '^packages/(core|tgmcp-read|tgmcp-actions|operator)/src',
        pathNot: `^packages/core/src/mcp/|^packages/operator/src/bridge/|${TEST}`,
      },
      to: { path: 'node_modules/@modelcontextprotocol/sdk/' },
    },
    {
      name: 'the-bridge-is-a-client',
      severity: 'error',
      comment: 'Of the SDK it may use the client; it starts our servers as any client does, and is none.',
      from: { path: '^packages/operator/src/bridge/', pathNot: TEST },
      to: { path: 'node_modules/@modelcontextprotocol/sdk/(?!dist/(esm|cjs)/(client/|types\\.))' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: { path: '^(packages|scripts|test)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Ours alone: the files of many libraries are in a dist of their own, and rules are about them.
    exclude: { path: '^(packages/[^/]+|scripts|test)/(dist|bundle)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: join(__dirname, 'tsconfig.graph.json') },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
