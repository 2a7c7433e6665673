import type { SlackBlock } from '../protocol.ts';

/** An interactive element and the block that holds it. */
export type PlacedElement = { blockId: string; block: SlackBlock; element: SlackBlock & { action_id: string } };

/** Every element of these blocks that a person can use, also inside cards, carousels and containers. */
export function listElements(blocks: readonly SlackBlock[]): PlacedElement[] {
  return blocks.flatMap((block) => {
    const blockId = block.block_id ?? '';
    const nested = [...toBlocks(block.child_blocks), ...(block.type === 'carousel' ? toBlocks(block.elements) : [])];
    const own = block.type === 'carousel' ? [] : [block.element, block.accessory, block.elements, block.actions];
    const elements = own.flatMap(toBlocks).filter(hasActionId);
    return [...elements.map((element) => ({ blockId, block, element })), ...listElements(nested)];
  });
}

export function findElement(
  blocks: readonly SlackBlock[],
  blockId: string,
  actionId: string,
): PlacedElement | undefined {
  return listElements(blocks).find((placed) => placed.blockId === blockId && placed.element.action_id === actionId);
}

function toBlocks(value: unknown): SlackBlock[] {
  if (Array.isArray(value)) return value.flatMap(toBlocks);
  return typeof value === 'object' && value !== null ? [value as SlackBlock] : [];
}

function hasActionId(element: SlackBlock): element is SlackBlock & { action_id: string } {
  return typeof element.action_id === 'string';
}
