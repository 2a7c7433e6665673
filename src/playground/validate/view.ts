import { checkAcross } from './across.ts';
import { BLOCK } from './blocks.ts';
import {
  boolean,
  type Fields,
  isJson,
  type Json,
  list,
  literal,
  object,
  optional,
  required,
  string,
} from './checks.ts';
import { plainText } from './composition.ts';
import { type Check, type Issue, Report } from './report.ts';

const BLOCKS_LIMIT = 100;

const base: Fields = {
  blocks: required(list(BLOCK, { min: 0, max: BLOCKS_LIMIT })),
  private_metadata: optional(string({ min: 0, max: 3000 })),
  callback_id: optional(string({ min: 0, max: 255 })),
  external_id: optional(string({ min: 0, max: 255 })),
};

const VIEWS: Record<'modal' | 'home', Check> = {
  home: object({ type: literal('home'), ...base }),
  modal: object(
    {
      type: literal('modal'),
      ...base,
      title: required(plainText(24)),
      submit: optional(plainText(24)),
      close: optional(plainText(24)),
      clear_on_close: optional(boolean),
      notify_on_close: optional(boolean),
      submit_disabled: optional(boolean),
    },
    checkSubmit,
  ),
};

function checkSubmit(value: Json, at: string, report: Report): void {
  const blocks = Array.isArray(value.blocks) ? value.blocks.filter(isJson) : [];
  const nested = blocks.flatMap((block) =>
    Array.isArray(block.child_blocks) ? block.child_blocks.filter(isJson) : [],
  );
  const hasInput = [...blocks, ...nested].some((block) => block.type === 'input');
  if (hasInput && value.submit === undefined)
    report.add(at, 'missing required field: submit', { type: 'required', expected: 'submit' });
}

/** Every fault of a modal or home tab; empty when Slack would take it. Pointers begin at the view. */
export function validateView(view: unknown): Issue[] {
  const type = isJson(view) && view.type === 'home' ? 'home' : 'modal';
  const report = new Report(type);
  VIEWS[type](view, '', report);
  if (isJson(view) && Array.isArray(view.blocks)) checkAcross(view.blocks, '/blocks', report);
  return report.issues;
}
