import type { TableBlock } from '@slack/types';
import type { Cell } from '../lib/table.ts';
import { isNumericColumn, readCell } from '../lib/table.ts';
import { CellContent } from './cell.tsx';

/** Slack's plain table: the first row is the head. */
export function Table({ block }: { block: TableBlock }) {
  const [head = [], ...rows] = block.rows as Cell[][];
  const css = head.map((_, column) => {
    const settings = block.column_settings?.[column];
    const align = settings?.align ?? (isNumericColumn(rows, column) ? 'right' : 'left');
    return `${align === 'right' ? 'num' : align === 'center' ? 'mid' : ''}${settings?.is_wrapped ? ' wrap' : ''}`;
  });
  return (
    <div class="b b-table b-wide">
      <div class="tbl" role="region" aria-label={`Table: ${head.map(readCell).join(', ')}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {head.map((cell, column) => (
                <th key={column} scope="col" class={css[column]}>
                  <CellContent cell={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column} class={css[column]}>
                    <CellContent cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
