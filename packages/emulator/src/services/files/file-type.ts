/* What bytes are, told by how they begin. */

const text = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/** TL storage.FileType of a file that begins with these bytes; storage.filePartial for anything else. */
export function storageType(head: Uint8Array): { readonly _: string } {
  return { _: `storage.file${typeName(head)}` };
}

function typeName(head: Uint8Array): string {
  if (text(head, 0, 3) === '\u00ff\u00d8\u00ff') return 'Jpeg';
  if (text(head, 0, 4) === '\u0089PNG') return 'Png';
  if (text(head, 0, 4) === 'GIF8') return 'Gif';
  if (text(head, 0, 4) === 'RIFF' && text(head, 8, 12) === 'WEBP') return 'Webp';
  if (text(head, 0, 4) === '%PDF') return 'Pdf';
  if (text(head, 0, 3) === 'ID3' || text(head, 0, 2) === '\u00ff\u00fb') return 'Mp3';
  if (text(head, 4, 8) === 'ftyp') return text(head, 8, 10) === 'qt' ? 'Mov' : 'Mp4';
  return 'Partial';
}

/** Width and height from a PNG or JPEG header; undefined for anything else. */
export function pixelSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24 && view.getUint32(0) === 0x89504e47) {
    return { width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 < bytes.length) {
    const marker = view.getUint16(at);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
