/** For each cell of a grid, the cell between `coarse` edges that contains it; these are some of the grid's own, ascending. */
export function assignCells(edges: readonly number[], coarse: readonly number[]): Int32Array {
  const cellOf = new Int32Array(edges.length + 1);
  let cell = 0;
  for (let i = 0; i < edges.length; i++) {
    while (cell < coarse.length && coarse[cell]! <= edges[i]!) cell += 1;
    cellOf[i + 1] = cell;
  }
  return cellOf;
}
