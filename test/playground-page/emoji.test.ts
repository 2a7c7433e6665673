import { expect, it } from 'vitest';
import { findEmoji, matchEmoji, nameEmoji, searchEmoji } from '../../src/playground/page/lib/emoji.ts';

it.each([
  ['red_circle', '🔴'],
  ['large_green_circle', '🟢'],
  ['large_yellow_circle', '🟡'],
  ['robot_face', '🤖'],
  ['+1', '👍'],
  ['thumbsup', '👍'],
])("knows Slack's name %s", (name, unicode) => {
  expect(findEmoji(name)).toBe(unicode);
});

it('adds a skin tone', () => {
  expect(matchEmoji(':wave::skin-tone-4: hi')).toEqual({ name: 'wave', unicode: '👋🏽', length: 19 });
});

it.each(['no_such_emoji', '', 'constructor', '__proto__'])('does not know %j', (name) => {
  expect(findEmoji(name)).toBeNull();
});

it('is read as words', () => {
  expect(nameEmoji('white_check_mark')).toBe('white check mark');
});

it('finds names, those that begin with the words first', () => {
  const names = searchEmoji('bell', 20).map(({ name }) => name);
  expect(names[0]).toBe('bell');
  expect(names).toContain('no_bell');
});
