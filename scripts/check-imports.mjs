// Holds the directions in which rooms may import each other, and fails when it saw too few modules to mean anything.
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const MIN_MODULES = 100;
const room = (name) => `^src/${name}/`;

/** `from` may not import `to`. */
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

const rules = [
  forbid('no-circular', {}, { circular: true }, 'A cycle hides which room stands above which'),
  forbid('no-unresolvable', {}, { couldNotResolve: true }, 'An import that resolves to nothing'),
  forbid(
    'stats-is-a-leaf',
    { path: room('stats') },
    { path: '^(src|commands|views)/', pathNot: room('stats') },
    'Numerics know nothing of the product',
  ),
  forbid(
    'drift-and-metrics-on-stats',
    { path: '^src/(drift|metrics)/' },
    { path: '^(src/(?!stats/|drift/|metrics/|profile/|monitors/types|errors|words)|commands/|views/)' },
    'Methods compute from profiles with stats alone',
  ),
  forbid(
    'checks-on-methods',
    { path: room('checks') },
    { path: '^(src/(?!checks/|drift/|metrics/|profile/|stats/|monitors/types|errors|words)|commands/|views/)' },
    'Checks turn profiles into measurements and know nothing of storage or Slack',
  ),
  forbid(
    'views-are-pure',
    { path: '^views/' },
    { path: '^(src|commands)/', pathNot: '(/types|/words|/format|/errors|/status)[.]ts$' },
    'A message is a function of data: types and words only',
  ),
  forbid(
    'bolt-at-the-edge',
    { pathNot: '^(src/app(\\.ts|/)|commands/|test/)' },
    { path: 'node_modules/@slack/bolt' },
    'Only the application shell and the commands know Bolt',
  ),
  forbid(
    'sqlite-in-store',
    { pathNot: '^(src/store/|test/)' },
    { path: 'node_modules/better-sqlite3' },
    'SQL of the state lives in the store',
  ),
  forbid(
    'duckdb-in-warehouse',
    { pathNot: '^(src/warehouse/|src/demo/|test/|scripts/)' },
    { path: 'node_modules/@duckdb' },
    'Engines live in the warehouse room',
  ),
  forbid(
    'commands-below-app',
    { path: '^src/(?!app|main|demo/|cli/)' },
    { path: '^commands/' },
    'Only the application composes commands',
  ),
  forbid(
    'main-on-top',
    { pathNot: '^(src/(main|cli)|test/)' },
    { path: '^src/main' },
    'Nothing imports the command line',
  ),
  forbid(
    'playground-stands-alone',
    { path: room('playground') },
    { path: '^(src/(?!playground/|clock|errors)|commands/|views/)' },
    'The local Slack knows nothing of the bot',
  ),
  forbid(
    'no-tests-in-product',
    { path: '^(src|commands|views)/' },
    { path: '^test/' },
    'The product does not lean on its tests',
  ),
];

const result = await cruise(
  ['src', 'commands', 'views'],
  {
    ruleSet: { forbidden: rules },
    validate: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'] },
  },
  null,
  { tsConfig: extractTSConfig('tsconfig.json') },
);

const { violations, totalCruised } = result.output.summary;
for (const { rule, from, to, cycle } of violations) {
  const path = cycle ? cycle.map((step) => step.name).join(' -> ') : to;
  console.error(`${rule.name}: ${from} -> ${path}`);
}
const own = result.output.modules.filter((module) => /^(src|commands|views)\//.test(module.source)).length;
if (own < MIN_MODULES)
  console.error(`Only ${own} modules were seen (of ${totalCruised}): the check would mean nothing`);
if (violations.length > 0 || own < MIN_MODULES) process.exit(1);
console.log(`${own} modules, no import in a forbidden direction`);
