import { VARIABLES, type Variable } from './variables.ts';

const GROUPS = ['mlmon', 'Slack', 'warehouse', 'limits'] as const;
const TITLES: Readonly<Record<Variable['group'], string>> = {
  mlmon: 'mlmon itself',
  Slack: 'Slack',
  warehouse: 'Where the data is',
  limits: 'Limits',
};

/** Every variable, for documents. */
export function listVariables(): readonly Variable<unknown>[] {
  const all: readonly Variable<unknown>[] = Object.values(VARIABLES);
  return GROUPS.flatMap((group) => all.filter((one) => one.group === group));
}

/** The Markdown table of variables. */
export function describeConfig(): string {
  const rows = listVariables().map(
    ({ name, summary, defaultText, example }) =>
      `| \`${name}\` | ${summary} | ${defaultText === null ? '' : `\`${defaultText}\``} | \`${example}\` |`,
  );
  return ['| variable | meaning | default | example |', '|---|---|---|---|', ...rows].join('\n');
}

/** The text of `.env.example`: every variable, commented out, with its default or an example. */
export function renderEnvExample(): string {
  const blocks = GROUPS.map((group) => {
    const lines = listVariables()
      .filter((one) => one.group === group)
      .flatMap(({ name, summary, defaultText, example }) => [
        `# ${summary.replaceAll('`', '')}`,
        `# ${name}=${quoteHash(defaultText ?? example)}`,
      ]);
    return [`# ---- ${TITLES[group]}`, ...lines].join('\n');
  });
  return `# Configuration of mlmon. Take the "# " off in front of what you set; what stays out has the value shown or none.\n\n${blocks.join('\n\n')}\n`;
}

/** # begins a comment in such a file. */
function quoteHash(value: string): string {
  return /[#\s]/.test(value) ? `"${value}"` : value;
}
