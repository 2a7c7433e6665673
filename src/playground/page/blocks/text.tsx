import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { parseMrkdwn, parsePlain } from '../lib/mrkdwn.ts';
import { InlineText } from './inline.tsx';

export type TextObject = { type: string; text: string; emoji?: boolean };

/** A text object of either kind. `after` follows the last word, for "(edited)". */
export function Text({ text, after }: { text: TextObject | undefined; after?: ComponentChildren }) {
  if (!text) return null;
  if (text.type === 'mrkdwn') return <Mrkdwn source={text.text} after={after} />;
  return (
    <>
      <Plain text={text} />
      {after && <> {after}</>}
    </>
  );
}

/** Plain text with emoji, for labels, titles and buttons. */
export function Plain({ text }: { text: TextObject | string | undefined }) {
  const source = typeof text === 'string' ? text : (text?.text ?? '');
  const hasEmoji = typeof text === 'string' || text?.emoji !== false;
  const nodes = useMemo(() => parsePlain(source, hasEmoji), [source, hasEmoji]);
  return <InlineText nodes={nodes} />;
}

export function Mrkdwn({ source, after }: { source: string; after?: ComponentChildren }) {
  const nodes = useMemo(() => parseMrkdwn(source), [source]);
  const lastText = nodes.findLastIndex((node) => node.kind === 'text');
  return (
    <>
      {nodes.map((node, index) => {
        if (node.kind === 'pre') return <pre key={index}>{node.text}</pre>;
        const words = <InlineText nodes={node.children} />;
        if (node.kind === 'quote') return <blockquote key={index}>{words}</blockquote>;
        return (
          <span key={index}>
            {words}
            {index === lastText && after && <> {after}</>}
          </span>
        );
      })}
      {lastText < 0 && after}
    </>
  );
}
