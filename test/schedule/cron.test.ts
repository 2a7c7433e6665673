import { getTasks } from 'node-cron';
import { expect, test } from 'vitest';
import { checkCron, parseCron } from '../../src/schedule/cron.ts';
import { isTimezone } from '../../src/schedule/zone.ts';

test.each(['0 */6 * * *', '@daily', '0 0 L * *', '*/30 9-17 * jan-mar mon-fri', '0 0 12 * * ?'])(
  'checkCron("%s") has no complaint',
  (text) => {
    expect(checkCron(text)).toBeNull();
  },
);

test.each([
  ['99 * * * *', 'the minutes field "99" is not valid'],
  ['0 25 * * *', 'the hours field "25" is not valid'],
  ['0 0 31 2 *', 'the day of month field "31" is not valid'],
  ['0 0 1 *', 'expected 5 or 6 fields but got 4'],
  ['@reboot', 'it has characters that no cron expression has'],
  ['', 'it has characters that no cron expression has'],
  ['* * * * * *', 'it is due more than once a minute; leave the seconds field out'],
])('checkCron("%s") says what is wrong', (text, expected) => {
  expect(checkCron(text)).toBe(expected);
});

test('parseCron() throws what checkCron() says', () => {
  expect(() => parseCron('99 * * * *')).toThrow(
    'Cannot parse cron expression "99 * * * *": the minutes field "99" is not valid',
  );
});

test('parseCron() leaves nothing behind in the list of tasks of the library', () => {
  parseCron('1 2 3 * *');
  expect(getTasks().size).toBe(0);
});

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Europe/Berln', false],
  ['+02:00', false],
  ['US/Pacific', true],
  ['Asia/Calcutta', true],
  // Of several countries each.
  ['PST', false],
  ['IST', false],
  ['', false],
])('isTimezone("%s") is %s', (name, expected) => {
  expect(isTimezone(name)).toBe(expected);
});
