import { isJson, type Json } from './checks.ts';
import type { Report } from './report.ts';
import { countText } from './tables.ts';

type Placed = { block: Json; at: string };

const CHARTS_LIMIT = 2;
const TABLES_LIMIT = 1;
const MARKDOWN_LIMIT = 12_000;

/** Rules that need all blocks of a payload at once: ids, and how many of a kind. */
export function checkAcross(blocks: readonly unknown[], at: string, report: Report): void {
  const placed = listBlocks(blocks, at);
  checkBlockIds(placed, report);
  for (const { block, at: place } of placed) checkElements(block, place, report);
  checkFocus(placed, report);
  checkCount(placed, ['table', 'data_table'], TABLES_LIMIT, report);
  checkCount(placed, ['data_visualization'], CHARTS_LIMIT, report);
  const markdown = countText(placed.filter(({ block }) => block.type === 'markdown').map(({ block }) => block));
  if (markdown > MARKDOWN_LIMIT) {
    report.add(at, `must be less than ${MARKDOWN_LIMIT + 1} characters of markdown`, {
      type: 'max_length',
      expected: MARKDOWN_LIMIT,
      actual: markdown,
    });
  }
}

/** Blocks and the blocks inside containers and carousels; nothing is nested deeper. */
function listBlocks(blocks: readonly unknown[], at: string): Placed[] {
  return blocks.flatMap((block, index) => {
    if (!isJson(block)) return [];
    const place = `${at}/${index}`;
    const key = block.type === 'container' ? 'child_blocks' : 'elements';
    const children = block.type === 'container' || block.type === 'carousel' ? block[key] : [];
    const inner = Array.isArray(children) ? children : [];
    return [
      { block, at: place },
      ...inner.flatMap((child, n) => (isJson(child) ? [{ block: child, at: `${place}/${key}/${n}` }] : [])),
    ];
  });
}

function checkBlockIds(placed: readonly Placed[], report: Report): void {
  const seen = new Set<unknown>();
  for (const { block, at } of placed) {
    if (typeof block.block_id !== 'string') continue;
    if (seen.has(block.block_id))
      report.add(`${at}/block_id`, `block_id ${block.block_id} already exists`, {
        type: 'unique',
        actual: block.block_id,
      });
    seen.add(block.block_id);
  }
}

function listElements({ elements, element, accessory, actions }: Json): Json[] {
  return [elements, element, accessory, actions].flat().filter(isJson);
}

function checkElements(block: Json, at: string, report: Report): void {
  const seen = new Set<string>();
  for (const element of listElements(block)) {
    checkElementSurface(element, at, report);
    if (block.type === 'carousel' || typeof element.action_id !== 'string') continue;
    if (seen.has(element.action_id))
      report.add(at, `action_id ${element.action_id} already exists`, { type: 'unique', actual: element.action_id });
    seen.add(element.action_id);
  }
}

/** Files are asked for in modals only, and only a modal's submission can carry response addresses. */
function checkElementSurface(element: Json, at: string, report: Report): void {
  if (report.surface === 'modal') return;
  if (element.type === 'file_input')
    report.add(at, 'unsupported type: file_input', { type: 'surface', expected: ['modal'] });
  if (element.response_url_enabled === true)
    report.add(at, 'response_url_enabled is allowed in modals only', { type: 'surface', expected: ['modal'] });
}

function checkFocus(placed: readonly Placed[], report: Report): void {
  const focused = placed.filter(({ block }) => listElements(block).some((element) => element.focus_on_load === true));
  for (const { at } of focused.slice(1)) report.add(at, 'only one element may set focus_on_load', { type: 'unique' });
}

function checkCount(placed: readonly Placed[], types: readonly string[], limit: number, report: Report): void {
  const found = placed.filter(({ block }) => types.includes(String(block.type)));
  for (const { at, block } of found.slice(limit)) {
    report.add(at, `no more than ${limit} ${String(block.type)} allowed`, {
      type: 'max_items',
      expected: limit,
      actual: found.length,
    });
  }
}
