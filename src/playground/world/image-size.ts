export type ImageFacts = { mimetype: string; width: number | null; height: number | null };

/** Type and size of an image from its first bytes; the type of anything else from its name. */
export function readImageFacts(bytes: Uint8Array, name: string): ImageFacts {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length >= 24 && view.readUInt32BE(0) === 0x89504e47) {
    return { mimetype: 'image/png', width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
  }
  if (view.length >= 10 && view.toString('latin1', 0, 4) === 'GIF8') {
    return { mimetype: 'image/gif', width: view.readUInt16LE(6), height: view.readUInt16LE(8) };
  }
  if (view.length >= 4 && view.readUInt16BE(0) === 0xffd8) return { mimetype: 'image/jpeg', ...readJpegSize(view) };
  return { mimetype: guessType(name), width: null, height: null };
}

/** Walks the segments of a JPEG to its frame header (markers C0 to CF except C4, C8, CC). */
function readJpegSize(view: Buffer): { width: number | null; height: number | null } {
  let at = 2;
  while (at + 9 < view.length && view[at] === 0xff) {
    const marker = view[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.readUInt16BE(at + 7), height: view.readUInt16BE(at + 5) };
    at += 2 + view.readUInt16BE(at + 2);
  }
  return { width: null, height: null };
}

const TYPES: Record<string, string> = {
  csv: 'text/csv',
  json: 'application/json',
  md: 'text/markdown',
  pdf: 'application/pdf',
  txt: 'text/plain',
  yaml: 'text/yaml',
};

function guessType(name: string): string {
  return TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}
