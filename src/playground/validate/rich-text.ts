import {
  boolean,
  byType,
  list,
  literal,
  number,
  object,
  oneOf,
  optional,
  required,
  string,
  URL_TEXT,
} from './checks.ts';
import type { Check } from './report.ts';

const STYLES = object({
  bold: optional(boolean),
  code: optional(boolean),
  italic: optional(boolean),
  strike: optional(boolean),
  underline: optional(boolean),
  highlight: optional(boolean),
  client_highlight: optional(boolean),
  unlink: optional(boolean),
});
const style = { style: optional(STYLES) };
const word = required(string());

const TEXT = object({ type: literal('text'), text: required(string({ min: 0 })), ...style });
const LINK = object({
  type: literal('link'),
  url: required(URL_TEXT),
  text: optional(string({ min: 0 })),
  unsafe: optional(boolean),
  ...style,
});

const INLINE: Check = byType({
  text: TEXT,
  link: LINK,
  emoji: object({ type: literal('emoji'), name: word, unicode: optional(string()), url: optional(URL_TEXT), ...style }),
  user: object({ type: literal('user'), user_id: word, ...style }),
  usergroup: object({ type: literal('usergroup'), usergroup_id: word, ...style }),
  channel: object({ type: literal('channel'), channel_id: word, ...style }),
  team: object({ type: literal('team'), team_id: word, ...style }),
  broadcast: object({ type: literal('broadcast'), range: required(oneOf(['here', 'channel', 'everyone'])), ...style }),
  color: object({ type: literal('color'), value: word, ...style }),
  date: object({
    type: literal('date'),
    timestamp: required(number({ isInteger: true })),
    format: word,
    url: optional(URL_TEXT),
    fallback: optional(string()),
    ...style,
  }),
});

const border = { border: optional(oneOf([0, 1])) };
const inlines = required(list(INLINE, { min: 0 }));
const SECTION = object({ type: literal('rich_text_section'), elements: inlines });

const RICH_TEXT_PART = byType({
  rich_text_section: SECTION,
  rich_text_list: object({
    type: literal('rich_text_list'),
    style: required(oneOf(['bullet', 'ordered'])),
    elements: required(list(byType({ rich_text_section: SECTION }))),
    indent: optional(number({ min: 0, max: 8, isInteger: true })),
    offset: optional(number({ min: 0, isInteger: true })),
    ...border,
  }),
  rich_text_quote: object({ type: literal('rich_text_quote'), elements: inlines, ...border }),
  rich_text_preformatted: object({
    type: literal('rich_text_preformatted'),
    elements: required(list(byType({ text: TEXT, link: LINK }), { min: 0 })),
    language: optional(string()),
    ...border,
  }),
});

export const RICH_TEXT = object({
  type: literal('rich_text'),
  block_id: optional(string({ max: 255 })),
  elements: required(list(RICH_TEXT_PART)),
});
