import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BLOCKS, validateMessage, validateView } from '../../src/playground/validate/index.ts';

const type = fc.constantFrom(...Object.keys(BLOCKS), 'button', 'static_select', 'plain_text', 'modal', 'home');
const key = fc.constantFrom(
  'text',
  'elements',
  'element',
  'fields',
  'rows',
  'options',
  'accessory',
  'child_blocks',
  'block_id',
  'chart',
  '__proto__',
);
const { node } = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.jsonValue(),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.tuple(type, fc.dictionary(key, tie('node'), { maxKeys: 4 })).map(([name, rest]) => ({ ...rest, type: name })),
  ),
}));

test('validateMessage() and validateView() answer with faults, never by throwing, whatever they are given', () => {
  fc.assert(
    fc.property(node, (value) => {
      const issues = [
        ...validateMessage({ blocks: value, attachments: [{ blocks: value }] }),
        ...validateView(value),
        ...validateView({ type: 'modal', blocks: value }),
      ];
      for (const issue of issues) expect(issue.pointer).toMatch(/^(\/[^/]*)*$/);
      expect(issues.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});
