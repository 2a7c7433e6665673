import type * as z from 'zod';
import { alertsBlock } from './alerts.ts';
import { checksShape } from './checks.ts';
import { dataShape, identityShape } from './data.ts';
import { block } from './fields.ts';
import { operationsShape } from './operations.ts';

/** The monitor language: what a YAML file may say. Durations are read as ms, instants as UTC ms, choices as lower case. */
export const monitorSchema = block('a monitor', {
  ...identityShape,
  ...dataShape,
  ...checksShape,
  alerts: alertsBlock.optional().describe('When people are told, and who.'),
  ...operationsShape,
});

/** A definition that has the right shape, still with the keys of the language. */
export type MonitorInput = z.output<typeof monitorSchema>;
