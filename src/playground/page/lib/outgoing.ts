import type { PageChannel, PageUser } from '../../protocol.ts';
import { encodeEntities } from './inline.ts';

/** What a client sends for typed text: `&<>` escaped, `@Ana` and `#ml-alerts` as references, outside code. */
export function encodeMessage(text: string, users: readonly PageUser[], channels: readonly PageChannel[]): string {
  return text
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((piece, index) => (index % 2 === 1 ? encodeEntities(piece) : encodePiece(piece, users, channels)))
    .join('');
}

function encodePiece(text: string, users: readonly PageUser[], channels: readonly PageChannel[]): string {
  return encodeEntities(text).replaceAll(
    /(^|[^\p{L}\p{N}_])([@#])([\p{L}\p{N}_.-]*[\p{L}\p{N}_])/gu,
    (all, lead, sign, word) => {
      const name = String(word).toLowerCase();
      if (sign === '#') {
        const channel = channels.find((candidate) => candidate.name.toLowerCase() === name && !candidate.isIm);
        return channel ? `${lead}<#${channel.id}>` : all;
      }
      if (['here', 'channel', 'everyone'].includes(name)) return `${lead}<!${name}>`;
      const user = users.find((candidate) => candidate.name.toLowerCase() === name);
      return user ? `${lead}<@${user.id}>` : all;
    },
  );
}
