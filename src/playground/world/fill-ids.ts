import { makeShortId } from './ids.ts';
import type { SlackAttachment, SlackBlock } from './types.ts';

/** Gives a block_id, and an action_id to each element, where the app left it to Slack. */
export function fillIds(blocks: readonly SlackBlock[]): SlackBlock[] {
  return blocks.map((block) => fillBlock(block));
}

const NESTED = ['elements', 'element', 'accessory', 'actions', 'child_blocks'];
const IDLESS = /^(image|mrkdwn|plain_text|card|rich_text_.*)$/;

function fillBlock(block: SlackBlock): SlackBlock {
  const filled: SlackBlock = { ...block };
  if (block.type !== 'markdown') filled.block_id = block.block_id ?? makeShortId();
  for (const key of NESTED) {
    const child = block[key];
    if (child === undefined || block.type === 'rich_text') continue;
    const fill = key === 'child_blocks' || block.type === 'carousel' ? fillBlock : fillElement;
    filled[key] = Array.isArray(child) ? child.map((item) => fill(item as SlackBlock)) : fill(child as SlackBlock);
  }
  return filled;
}

function fillElement(element: SlackBlock): SlackBlock {
  if (IDLESS.test(element.type)) return element;
  return { ...element, action_id: element.action_id ?? makeShortId() };
}

export function fillAttachments(attachments: readonly SlackAttachment[]): SlackAttachment[] {
  return attachments.map((attachment, index) => ({
    id: index + 1,
    ...attachment,
    fallback: attachment.fallback ?? '[no preview available]',
    ...(attachment.blocks === undefined ? {} : { blocks: fillIds(attachment.blocks) }),
  }));
}
