/**
 * The name under which users of tg-mcp know the export for a project's analytics: `node
 * scripts/dist/export_project_analytics.js --workspace DIR --group NAME…`. It is `tgmcp export-project`.
 */
import process from 'node:process';
import { runCommand } from 'tgmcp';
import { runScript } from './older-names/run.js';

await runScript({ code: 2, line: 'export_project_analytics --help' }, (context) =>
  runCommand(['export-project', ...process.argv.slice(2)], context),
);
