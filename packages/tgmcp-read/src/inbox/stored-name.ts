/** Names of files in the inbox. They are ours: of the name that a stranger chose no more than its ending can come in. */
import type { FileName, RemoteFile } from '@tgmcp/core';

/** Endings by type, where a name has none that can be kept. */
const BY_TYPE: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/json': 'json',
  'application/x-tgsticker': 'tgs',
  'text/plain': 'txt',
  'text/csv': 'csv',
};

/** Endings by which some desktop starts a program when its file is opened. */
const RUNS = new Set(
  (
    'action app appimage application appref bat bin cab chm cmd com command cpl csh deb desktop dmg exe gadget hta inf ' +
    'jar jnlp js jse ksh lnk mde msc msi msp mst osx out pif pkg ps1 ps1xml ps2 psc1 psd1 psm1 py pyc pyw rb reg rgs rpm ' +
    'run scf scpt scr sct settingcontent sh shb shs terminal tool url vb vbe vbs vbscript wasm webloc workflow ws wsc wsf wsh xll zsh'
  ).split(' '),
);

/** The name under which a file of a peer (canonical id) stands: what it belongs to, its own id, and an ending. */
export function storedName(
  peerId: string,
  of: FileName,
  file: Pick<RemoteFile, 'id' | 'mime' | 'name'>,
): string {
  const [[what, id] = []] = Object.entries(of);
  const owner = what === 'photo' ? [] : [String(id)];
  return `${[what, peerId, ...owner, file.id].join('_')}.${ending(file)}`;
}

function ending({ mime, name }: Pick<RemoteFile, 'mime' | 'name'>): string {
  const given = /\.([a-z0-9]{1,8})$/i.exec(name ?? '')?.[1]?.toLowerCase();
  if (given !== undefined) return RUNS.has(given) ? 'bin' : given;
  return BY_TYPE[mime] ?? 'bin';
}
