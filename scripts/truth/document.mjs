// docs/truth.md: what was measured and how, the goals, and the tables.
export function writeDocument({ windows, peerWindows, seed, versions, cells, goals, tables }) {
  const clean = cells.find(({ shift }) => shift === null)?.mlmon.of ?? 0;
  const count = (number) => number.toLocaleString('en-US');
  return `# False alarms and recall

How often is unchanged data called drifted, and how often is a shift that is really there found? \`npm run bench:truth\` draws data
whose truth is known, and asks mlmon, a plain test, and Evidently and NannyML with their defaults.

- **mlmon** judges one column with every default (Wasserstein distance for numbers, JS distance for categories): the real verdict, on
  real profiles. Numeric references go through DuckDB; windows and categories are counted on the same grids, and a sample of them
  goes through DuckDB too and must give the same profiles.
- **plain test**: two-sample Kolmogorov-Smirnov (asymptotic) or chi-square on the values themselves, p < 0.005, and no threshold on the size.
- **by permutation**: the same chi-square, but where a cell is expected to hold fewer than 5 values its p-value comes from 1,999
  permutations, as textbooks ask (Cochran): the formula calls up to 40 of 1,000 clean columns of 50 categories drifted at 50 rows,
  so that at p < 0.005 it is no test at that level.
- **Evidently ${versions.evidently ?? ''} and NannyML ${versions.nannyml ?? ''}**: their own functions for a column, with the method and threshold that each takes by
  default (scipy ${versions.scipy ?? ''}, pandas ${versions.pandas ?? ''}). NannyML takes three deviations over chunks of the reference as large as the
  window; where the reference does not hold two, there is "–".
- **Columns**: normal; lognormal; 70 % zeros and the rest exponential; constant; 5 categories (40, 25, 15, 12, 8 %); 50 categories
  (Zipf, 1.1). **Shifts**: the column's mean by 0.25, 0.5 or 1 standard deviation (of the zero-inflated one only what is not zero
  moves); 10 % of the mass from the commonest category to the rarest, or to the second.
- **Measured here** with seed ${seed}, Node 20: ${count(clean)} clean and ${count(windows)} shifted windows per cell, the same ones for mlmon and the plain test, and the
  first ${count(peerWindows)} of them for the others. Each window of categories has a reference of its own; 256 serve those of numbers, and 8 the others.
  A true rate of 6.5 in 1,000 (what a verdict is meant to let through) shows as more than 10 in 4,000 windows in one cell of 250.

\`\`\`
python3 -m venv .cache/peers
.cache/peers/bin/pip install evidently==0.7.23 nannyml==0.13.1 statsmodels 'pandas<3' scipy==1.17.1
npm run bench:truth -- --write --json FILE      # this page; 500 shifted windows per cell, 8 times as many clean ones; --windows N; --quick: 50; --seed N
npm run bench:truth -- --write --reuse FILE     # the peers' counts out of FILE, where seed and versions are the same
npm run bench:truth -- --peers FOLDER           # another virtual environment; without one: mlmon and the plain test
npm run bench:truth -- --only runs              # parts: clean, shifted, runs; --processes N, one per core by default
\`\`\`

## Goals

Recall is below a test's where McNemar's exact test of the windows that only one of both found says so at one-sided 1 %; what is
lower in number is listed too. It is held against the plain test, and against that by permutation where the formula's own false
alarms in that column and size are over 10 per 1,000.

${goals}

## How categories are judged

By one permutation test of the whole table at a level of 6.5 in 1,000: the smaller of two p-values, that of chi-square and, weighted
a quarter as much, that of the category that gained most together with the one that lost most (likelihood ratios), against the
same of tables that are dealt out anew with the same totals. Chi-square finds what changes everywhere; the other finds two
categories among fifty, where chi-square's 49 degrees of freedom drown them. JS distance is the value and, over 0.05, the size that
is worth a word: 10 % of the mass that changes place between the two commonest of five categories is at 0.106.

Of a column with more values than are counted by name (256 of the reference, and ten new ones a slice) the reference alone
decides which are named: its commonest, some of them by chance, so that all of them together seem to lose. There the values that
are common on both sides together are compared one by one, and all rarer ones as one.

## Tables

${tables}
`;
}
