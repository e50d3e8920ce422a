/** Set up before files whose promises are about time: what they make is on a disk, as a person's data is. */
import { DISK } from './temporary-folder.js';

const disk = process.env[DISK];
if (disk !== undefined) process.env['TMPDIR'] = disk;
