import type { Logger as SlackLogger } from '@slack/web-api';
import { LogLevel } from '@slack/web-api';
import type { Logger } from 'pino';

/**
 * Lets Slack's packages write to our log. They are talkative, so each level moves one down: their `info` is our
 * `debug`. Their `debug` would carry whole payloads and is dropped.
 */
export function createSlackLogger(log: Logger, part: string): SlackLogger {
  const child = log.child({ part });
  return {
    debug: () => {},
    info: (...words) => child.debug(joinWords(words)),
    warn: (...words) => child.warn(joinWords(words)),
    error: (...words) => child.error(joinWords(words)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

function joinWords(words: readonly unknown[]): string {
  return words.map((word) => (word instanceof Error ? word.message : String(word))).join(' ');
}
