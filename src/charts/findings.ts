/** From measurements and profiles to charts: the data of a picture and its finding in words. Pure. */
export { buildColumnChart } from './column-finding.ts';
export { buildColumnsChart } from './columns-finding.ts';
export { buildCorrelationsChart } from './correlations-finding.ts';
export { buildHistoryChart, makeShareBand } from './history-finding.ts';
