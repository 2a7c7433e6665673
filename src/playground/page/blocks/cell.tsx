import type { RichTextBlock } from '@slack/types';
import type { Cell } from '../lib/table.ts';
import { readCell } from '../lib/table.ts';
import { RichWords } from './rich-text.tsx';
import { Plain } from './text.tsx';

/** The inside of a table cell; rich text without its paragraph, so that rows stay low. */
export function CellContent({ cell }: { cell: Cell | undefined }) {
  if (cell?.type !== 'rich_text') return <Plain text={readCell(cell)} />;
  const block = cell as unknown as RichTextBlock;
  return (
    <>
      {block.elements.map((part, index) =>
        part.type === 'rich_text_list' ? (
          part.elements.map((section, row) => <RichWords key={row} elements={section.elements} />)
        ) : (
          <RichWords key={index} elements={part.elements} />
        ),
      )}
    </>
  );
}
