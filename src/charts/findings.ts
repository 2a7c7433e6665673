/** From measurements and profiles to charts: the data of a picture and its finding in words. Pure. */
export { buildColumnChart, type ColumnChartInput } from './column-finding.ts';
export { buildColumnsChart, type ColumnsChartInput } from './columns-finding.ts';
export { buildHistoryChart, type HistoryChartInput, makeShareBand } from './history-finding.ts';
