import type { PageFile, PageMessage, SlackAttachment } from '../../protocol.ts';
import { FileLink } from '../blocks/file.tsx';
import { ImageFigure } from '../blocks/image.tsx';
import { Blocks } from '../blocks/index.tsx';
import { Mrkdwn } from '../blocks/text.tsx';

const NAMED_COLORS: Record<string, string> = { good: '#2eb886', warning: '#daa038', danger: '#a30200' };

/** Blocks or, without blocks, the text; then files that no block shows; then attachments. */
export function MessageBody({ message }: { message: PageMessage }) {
  const { blocks, text, attachments } = message;
  const edited = message.editedTs === null ? undefined : <span class="edited">(edited)</span>;
  const hasText = blocks.length === 0 && text !== '';
  const shown = JSON.stringify([blocks, attachments]);
  return (
    <>
      {blocks.length > 0 && <Blocks blocks={blocks} after={edited} />}
      {hasText && (
        <div class="b txt">
          <Mrkdwn source={text} after={edited} />
        </div>
      )}
      {message.files
        .filter(({ id }) => !shown.includes(id))
        .map((file) => (
          <SharedFile key={file.id} file={file} />
        ))}
      {attachments.map((attachment, index) => (
        <Attachment key={index} attachment={attachment} />
      ))}
    </>
  );
}

function SharedFile({ file }: { file: PageFile }) {
  if (!file.mimetype.startsWith('image/'))
    return <FileLink block={{ type: 'file', source: 'remote', external_id: file.id }} />;
  return (
    <ImageFigure
      image={{
        slack_file: { id: file.id },
        alt_text: file.altText ?? file.name,
        title: { type: 'plain_text', text: file.name },
      }}
    />
  );
}

/** The bar keeps the colour as sent, in both themes. It is set on the element: the page's CSP allows no style attribute. */
function Attachment({ attachment }: { attachment: SlackAttachment }) {
  const { color, blocks, text, fallback } = attachment;
  const hex =
    color === undefined
      ? null
      : (NAMED_COLORS[color] ?? (/^#?[0-9a-f]{3,8}$/i.test(color) ? `#${color.replace('#', '')}` : null));
  return (
    <div class="att">
      <span class="att-bar" style={hex === null ? {} : { backgroundColor: hex }} />
      <div>
        {blocks && blocks.length > 0 ? (
          <Blocks blocks={blocks} />
        ) : (
          <div class="b txt">
            <Mrkdwn source={text ?? fallback ?? ''} />
          </div>
        )}
      </div>
    </div>
  );
}
