import { checkAcross } from './across.ts';
import { BLOCK } from './blocks.ts';
import { isJson, list, object, optional, string } from './checks.ts';
import { type Issue, Report } from './report.ts';
import { countText } from './tables.ts';

const BLOCKS_LIMIT = 50;
/** Slack's undocumented total lies near 13,200; the documented 12,000 of markdown is the bound that always holds. */
const TEXT_BUDGET = 12_000;

const anyString = optional(string({ min: 0 }));
const ATTACHMENT = object({
  id: optional(() => {}),
  callback_id: anyString,
  color: optional(string({ pattern: /^(#?[0-9a-fA-F]{6}|#?[0-9a-fA-F]{3}|good|warning|danger)$/ })),
  fallback: anyString,
  blocks: optional(list(BLOCK, { min: 0, max: BLOCKS_LIMIT })),
  text: anyString,
  pretext: anyString,
  title: anyString,
  title_link: anyString,
  author_name: anyString,
  author_link: anyString,
  author_icon: anyString,
  image_url: anyString,
  thumb_url: anyString,
  footer: anyString,
  footer_icon: anyString,
  ts: optional(() => {}),
  mrkdwn_in: optional(list(string())),
  fields: optional(list(object({ title: anyString, value: anyString, short: optional(() => {}) }))),
});

/**
 * Every fault of a message's blocks and attachments; empty when Slack would take it.
 * More text than Slack's total budget is one fault with the code msg_blocks_too_long.
 */
export function validateMessage(input: { text?: unknown; blocks?: unknown; attachments?: unknown }): Issue[] {
  const report = new Report('message');
  const { blocks, attachments } = input;
  if (blocks !== undefined) list(BLOCK, { min: 0, max: BLOCKS_LIMIT })(blocks, '/blocks', report);
  if (attachments !== undefined) list(ATTACHMENT, { min: 0, max: 100 })(attachments, '/attachments', report);
  if (Array.isArray(blocks)) checkAcross(blocks, '/blocks', report);
  checkAttachments(attachments, report);
  return [...report.issues, ...checkBudget(blocks, attachments)];
}

function checkAttachments(attachments: unknown, report: Report): void {
  if (!Array.isArray(attachments)) return;
  attachments.forEach((attachment: unknown, index) => {
    const blocks = isJson(attachment) ? attachment.blocks : undefined;
    if (Array.isArray(blocks)) checkAcross(blocks, `/attachments/${index}/blocks`, report);
  });
}

function checkBudget(blocks: unknown, attachments: unknown): Issue[] {
  const inner = Array.isArray(attachments) ? attachments.filter(isJson).map((attachment) => attachment.blocks) : [];
  const actual = countText([blocks ?? [], inner]);
  if (actual <= TEXT_BUDGET) return [];
  const constraint = { type: 'max_length', expected: TEXT_BUDGET, actual };
  const message = `must be less than ${TEXT_BUDGET + 1} characters in all blocks`;
  return [{ code: 'msg_blocks_too_long', message, pointer: '/blocks', constraint }];
}
