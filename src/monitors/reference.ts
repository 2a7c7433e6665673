import { DEFAULT_RULES } from './coverage.ts';
import { type JsonSchema, monitorJsonSchema } from './json-schema.ts';
import { CONDITION_METRICS } from './metric-names.ts';

/** One key of the language, for the reference. */
export type KeyRow = { key: string; isRequired: boolean; description: string };

/** Every key of the language, nested ones after their block, in the order of the schema. */
export function listMonitorKeys(): KeyRow[] {
  return listKeys(monitorJsonSchema(), '');
}

function listKeys(schema: JsonSchema, prefix: string): KeyRow[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const key = `${prefix}${name}`;
    if (child.const !== undefined) return [];
    const row = { key, isRequired: schema.required?.includes(name) ?? false, description: child.description ?? '' };
    return [row, ...listNested(child, key)];
  });
  return own;
}

function listNested(schema: JsonSchema, key: string): KeyRow[] {
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const named = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null;
  return [
    ...listKeys(schema, `${key}.`),
    ...(named === null ? [] : listNested(named, `${key}.<name>`)),
    ...(schema.items === undefined ? [] : listNested(schema.items, `${key}[]`)),
    ...branches.flatMap((branch) => listNested(branch, `${key}${nameBranch(branch)}`)),
  ];
}

/** The branch of a choice by `type`, such as `{slack}`. */
function nameBranch(branch: JsonSchema): string {
  const type = branch.properties?.type?.const;
  return typeof type === 'string' ? `{${type}}` : '';
}

/** The generated tables of docs/monitor.md by the name of their place there. */
export function renderMonitorReference(): Readonly<Record<'keys' | 'names' | 'default-rules', string>> {
  const keys = listMonitorKeys().map(
    ({ key, isRequired, description }) =>
      [`\`${key}\``, `${isRequired ? '**Required.** ' : ''}${description}`] as const,
  );
  const names = Object.entries(CONDITION_METRICS).map(([name, meaning]) => [`\`${name}\``, meaning] as const);
  const rules = DEFAULT_RULES.map(
    ({ check, condition, description }) => [`\`${check}\``, `\`${condition}\``, description] as const,
  );
  return {
    keys: renderTable(['key', 'meaning'], keys),
    names: renderTable(['name', 'meaning'], names),
    'default-rules': renderTable(['rule', 'condition', 'says'], rules),
  };
}

/** A Markdown table; pipes inside cells are escaped. */
function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
