import * as z from 'zod';
import { monitorSchema } from './schema/monitor.ts';

/** The parts of a JSON Schema (draft 7) that the reference reads. */
export type JsonSchema = {
  type?: string;
  description?: string;
  properties?: Readonly<Record<string, JsonSchema>>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  required?: readonly string[];
  const?: unknown;
  [key: string]: unknown;
};

/** The monitor language as JSON Schema (draft 7), for editors: completion, hover texts and marks under faults. */
export function monitorJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(monitorSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
  return { ...schema, title: 'mlmon monitor', description: 'A monitor: model, data, checks, alerts and schedule.' };
}
