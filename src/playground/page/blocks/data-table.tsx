import type { DataTableBlock } from '@slack/types';
import { useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import type { Cell, SortOrder } from '../lib/table.ts';
import { isNumericColumn, readCell, sortRows, takePage } from '../lib/table.ts';
import { CellContent } from './cell.tsx';

const DEFAULT_PAGE = 5;

export function DataTable({ block }: { block: DataTableBlock }) {
  const [order, setOrder] = useState<SortOrder | null>(null);
  const [page, setPage] = useState(0);
  const [head = [], ...body] = block.rows as Cell[][];
  const { rows, label, pages } = takePage(sortRows(body, order), page, block.page_size ?? DEFAULT_PAGE);
  const numeric = head.map((_, column) => isNumericColumn(body, column));
  const sortBy = (column: number) => {
    const isSame = order?.column === column;
    // Numbers are read largest first, names from A; the third click gives the app's own order back.
    const first = numeric[column] === true;
    setOrder(
      !isSame
        ? { column, isDescending: first }
        : order.isDescending === first
          ? { column, isDescending: !first }
          : null,
    );
    setPage(0);
  };
  return (
    <div class="b dt b-wide">
      <div class="dt-cap">{block.caption}</div>
      <div class="tbl" role="region" aria-label={block.caption} tabIndex={0}>
        <table>
          <caption class="sr">{block.caption}</caption>
          <thead>
            <tr>
              {head.map((cell, column) => (
                <SortHead
                  key={column}
                  cell={cell}
                  isNumeric={numeric[column] === true}
                  sorted={readSort(order, column)}
                  onSort={() => sortBy(column)}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <DataRow key={index} row={row} numeric={numeric} headColumn={block.row_header_column_index} />
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && <Pager label={label} page={Math.min(page, pages - 1)} pages={pages} onPage={setPage} />}
    </div>
  );
}

type Sorted = 'ascending' | 'descending' | 'none';

function readSort(order: SortOrder | null, column: number): Sorted {
  if (order?.column !== column) return 'none';
  return order.isDescending ? 'descending' : 'ascending';
}

function SortHead({
  cell,
  isNumeric,
  sorted,
  onSort,
}: {
  cell: Cell;
  isNumeric: boolean;
  sorted: Sorted;
  onSort: () => void;
}) {
  return (
    <th scope="col" class={isNumeric ? 'num' : ''} aria-sort={sorted}>
      <button type="button" onClick={onSort}>
        {readCell(cell)}
        <Icon name={sorted === 'none' ? 'updown' : 'sort'} size="xs" />
      </button>
    </th>
  );
}

function DataRow({ row, numeric, headColumn }: { row: Cell[]; numeric: boolean[]; headColumn: number | undefined }) {
  return (
    <tr>
      {row.map((cell, column) => {
        const Tag = column === headColumn ? 'th' : 'td';
        return (
          <Tag key={column} class={numeric[column] ? 'num' : ''} scope={Tag === 'th' ? 'row' : undefined}>
            <CellContent cell={cell} />
          </Tag>
        );
      })}
    </tr>
  );
}

type PagerProps = { label: string; page: number; pages: number; onPage: (page: number) => void };

function Pager({ label, page, pages, onPage }: PagerProps) {
  return (
    <div class="dt-foot">
      <span role="status">{label}</span>
      <button
        type="button"
        class="ibtn"
        aria-label="Previous page"
        disabled={page === 0}
        onClick={() => onPage(page - 1)}
      >
        <Icon name="prev" size="s" />
      </button>
      <button
        type="button"
        class="ibtn"
        aria-label="Next page"
        disabled={page >= pages - 1}
        onClick={() => onPage(page + 1)}
      >
        <Icon name="next" size="s" />
      </button>
    </div>
  );
}
