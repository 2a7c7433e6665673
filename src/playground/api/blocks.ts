import type { Core } from '../core.ts';
import { makeArgumentError, SlackError } from '../slack-error.ts';
import { type Issue, validateMessage, validateView } from '../validate/index.ts';
import type { Args } from './args.ts';
import type { Answer, MethodTable } from './method.ts';

export const BLOCK_METHODS: MethodTable = {
  'blocks.validate': { tier: 'tier3', token: 'none', run: validateBlocks },
};

/** Takes exactly one of blocks, message and view, and tells every fault at once. */
function validateBlocks(_core: Core, args: Args): Answer {
  const given = ['blocks', 'message', 'view'].filter((name) => args.has(name));
  const [name] = given;
  if (given.length !== 1 || name === undefined)
    throw makeArgumentError('exactly one of blocks, message, view must be provided');
  const issues = validatePart(name, args.json(name));
  if (issues.length === 0) return {};
  throw new SlackError('invalid_blocks', { errors: issues.map((issue) => ({ ...issue, code: 'failed_constraint' })) });
}

function validatePart(name: string, value: unknown): Issue[] {
  if (name === 'blocks') return validateMessage({ blocks: value });
  if (name === 'view') return validateView(value);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return validateMessage(isObject ? value : { blocks: value });
}
