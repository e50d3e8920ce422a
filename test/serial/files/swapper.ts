/** Swaps a file and what leads to a secret, as fast as it can, until it is killed: `node swapper.js FOLDER`. */
import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , folder = ''] = process.argv;
const root = join(folder, 'root');

process.send?.('ready');
for (let n = 0; ; n += 1) {
  // The file itself becomes a link to the secret, and a file again.
  symlinkSync(join(folder, 'secret', 'plan.txt'), join(root, 'next-link'));
  renameSync(join(root, 'next-link'), join(root, 'plan.txt'));
  writeFileSync(join(root, 'next-file'), 'open to all');
  renameSync(join(root, 'next-file'), join(root, 'plan.txt'));
  // The folder on the way becomes a link to the folder of the secret, and a folder again.
  renameSync(join(root, 'way'), join(root, 'way-away'));
  symlinkSync(join(folder, 'secret'), join(root, 'way'));
  renameSync(join(root, 'way'), join(root, `gone-${n % 2}`));
  renameSync(join(root, 'way-away'), join(root, 'way'));
}
