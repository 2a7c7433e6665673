import { AppError } from '../src/errors.ts';

/** The number of an alert as people write it: `3` or `#3`. @throws AppError invalid_input, with what to type. */
export function parseAlertId(text: string | undefined, wish: { act: string; example: string }): number {
  const match = /^#?(\d{1,9})$/.exec(text ?? '');
  if (match) return Number(match[1]);
  const what = text === undefined ? 'no alert was named' : `"${text}" is not an alert's number`;
  throw new AppError('invalid_input', `Cannot ${wish.act}: ${what}`, {
    hint: `Type \`${wish.example}\` with the number that stands in the alert; \`/mlmon status\` lists open ones`,
  });
}
