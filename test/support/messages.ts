import type { Message, SlackBlock } from '../../src/playground/world/types.ts';

/** The first block of a type, in the message or its attachments. */
export function findBlock(message: Message, type: string): SlackBlock | undefined {
  return listBlocks(message).find((block) => block.type === type);
}

export function listBlocks({ blocks, attachments }: Message): SlackBlock[] {
  return [...blocks, ...attachments.flatMap((attachment) => attachment.blocks ?? [])];
}
