import type { Core } from '../core.ts';
import { SlackError } from '../slack-error.ts';
import { type Issue, validateMessage } from '../validate/index.ts';
import { fillAttachments, fillIds } from '../world/fill-ids.ts';
import { findSlackFiles } from '../world/page-shapes.ts';
import type { Content, Metadata, SlackAttachment, SlackBlock } from '../world/types.ts';
import type { Args } from './args.ts';

/** Slack cuts a posted text here and refuses longer ones elsewhere. */
export const TEXT_LIMIT = 40_000;
const MARKDOWN_LIMIT = 12_000;
const METADATA_LIMIT_BYTES = 16_384;

/** The content of a message, checked as Slack checks it. @throws SlackError no_text, invalid_blocks, msg_blocks_too_long. */
export function readContent(core: Core, args: Args): Content {
  const blocks = args.json('blocks', 'invalid_blocks_format') ?? [];
  const attachments = args.json('attachments', 'invalid_attachments') ?? [];
  const markdown = args.text('markdown_text');
  if (!Array.isArray(blocks)) throw new SlackError('invalid_blocks_format');
  if (!Array.isArray(attachments)) throw new SlackError('invalid_attachments');
  if (markdown !== null) return readMarkdown(args, markdown);
  const text = args.text('text') ?? '';
  if (text.trim() === '' && blocks.length === 0 && attachments.length === 0) throw new SlackError('no_text');
  if (attachments.length > 100) throw new SlackError('too_many_attachments');
  checkContent(core, { text, blocks, attachments });
  return {
    text,
    blocks: fillIds(blocks as SlackBlock[]),
    attachments: fillAttachments(attachments as SlackAttachment[]),
  };
}

/** Refuses what the validator finds and images that are not there yet. */
function checkContent(core: Core, content: { text: string; blocks: unknown; attachments: unknown }): void {
  const issues = validateMessage(content);
  if (issues.some((issue) => issue.code === 'msg_blocks_too_long')) throw new SlackError('msg_blocks_too_long');
  if (issues.length > 0) throw makeBlockError(issues);
  const { blocks, attachments } = content;
  const missing = findUnreadyFiles(core, { blocks, attachments });
  if (missing.length > 0) throw makeBlockError(missing);
}

/** Images by slack_file that do not exist, are no images, or have not been processed yet. */
export function findUnreadyFiles(core: Core, value: unknown): Issue[] {
  return findSlackFiles(value).flatMap(({ pointer, file }) => {
    const id = file.id ?? file.url?.match(/F[A-Z0-9]{8,}/)?.[0] ?? '';
    const stored = core.world.files.get(id);
    if (stored?.stage === 'processed' && stored.mimetype.startsWith('image/')) return [];
    return [{ code: 'failed_constraint', message: 'invalid slack file', pointer }];
  });
}

export function makeBlockError(issues: readonly Issue[], code = 'invalid_blocks'): SlackError {
  const reasons = issues.map((issue) => `${issue.message} [json-pointer:${issue.pointer}]`);
  return new SlackError(code, {
    errors: reasons,
    response_metadata: { messages: reasons.map((reason) => `[ERROR] ${reason}`) },
  });
}

function readMarkdown(args: Args, markdown: string): Content {
  if (args.has('text') || args.has('blocks')) throw new SlackError('markdown_text_conflict');
  if (markdown.length > MARKDOWN_LIMIT) throw new SlackError('msg_too_long');
  return { text: markdown, blocks: [{ type: 'markdown', text: markdown }], attachments: [] };
}

/** @throws SlackError invalid_metadata_format, metadata_too_large. */
export function readMetadata(args: Args): Metadata | null {
  const value = args.json('metadata', 'invalid_metadata_format');
  if (value === undefined) return null;
  const metadata = value as Partial<Metadata> | null;
  const isShaped =
    typeof metadata?.event_type === 'string' &&
    typeof metadata.event_payload === 'object' &&
    metadata.event_payload !== null;
  if (!isShaped) throw new SlackError('invalid_metadata_format');
  if (JSON.stringify(value).length > METADATA_LIMIT_BYTES) throw new SlackError('metadata_too_large');
  return value as Metadata;
}
