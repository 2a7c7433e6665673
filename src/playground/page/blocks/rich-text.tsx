import type { RichTextBlock, RichTextElement, RichTextList } from '@slack/types';
import type { ComponentChildren } from 'preact';
import { findEmoji } from '../lib/emoji.ts';
import { checkHref } from '../lib/inline.ts';
import { useApp } from '../lib/runtime.ts';
import { ChannelMention, DateText, Emoji, GroupMention, Link, UserMention } from './inline.tsx';

type Part = RichTextBlock['elements'][number];

export function RichText({ block }: { block: RichTextBlock }) {
  return (
    <div class="b rt txt">
      {groupLists(block.elements).map((group, index) =>
        Array.isArray(group) ? <NestedList key={index} lists={group} /> : <RichPart key={index} part={group} />,
      )}
    </div>
  );
}

/** Slack sends a nested list as neighbours with growing `indent`: neighbours that are lists belong together. */
function groupLists(parts: readonly Part[]): (Exclude<Part, RichTextList> | RichTextList[])[] {
  const groups: (Exclude<Part, RichTextList> | RichTextList[])[] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (part.type !== 'rich_text_list') groups.push(part);
    else if (
      Array.isArray(last) &&
      (part.indent ?? 0) + (last[0]?.indent ?? 0) > 0 &&
      (part.indent ?? 0) >= (last[0]?.indent ?? 0)
    )
      last.push(part);
    else groups.push([part]);
  }
  return groups;
}

/** The first list's items; deeper lists hang below the item before them. */
function NestedList({ lists }: { lists: readonly RichTextList[] }) {
  const [first] = lists;
  if (!first) return null;
  const depth = first.indent ?? 0;
  const items: { words: RichTextElement[]; below: RichTextList[] }[] = [];
  for (const list of lists) {
    const last = items.at(-1);
    if ((list.indent ?? 0) > depth && last) last.below.push(list);
    else items.push(...list.elements.map((section) => ({ words: section.elements, below: [] })));
  }
  const rows = items.map(({ words, below }, index) => (
    <li key={index}>
      <RichWords elements={words} />
      {below.length > 0 && <NestedList lists={below} />}
    </li>
  ));
  return first.style === 'ordered' ? <ol>{rows}</ol> : <ul>{rows}</ul>;
}

function RichPart({ part }: { part: Exclude<Part, RichTextList> }) {
  const words = <RichWords elements={part.elements} />;
  if (part.type === 'rich_text_quote') return <blockquote>{words}</blockquote>;
  if (part.type === 'rich_text_preformatted') return <pre>{words}</pre>;
  return <p>{words}</p>;
}

export function RichWords({ elements }: { elements: readonly RichTextElement[] }) {
  return (
    <>
      {elements.map((element, index) => (
        <Styled key={index} style={element.style}>
          <RichWord element={element} />
        </Styled>
      ))}
    </>
  );
}

function Styled({ style, children }: { style: RichTextElement['style']; children: ComponentChildren }) {
  let node = children;
  if (style?.code) node = <code>{node}</code>;
  if (style?.bold) node = <b>{node}</b>;
  if (style?.italic) node = <i>{node}</i>;
  if (style?.strike) node = <s>{node}</s>;
  return <>{node}</>;
}

function RichWord({ element }: { element: RichTextElement }) {
  const { boot } = useApp();
  switch (element.type) {
    case 'text':
      return <Lines text={element.text} />;
    case 'link': {
      const href = checkHref(element.url);
      const words = element.text ?? element.url;
      return href === null ? words : <Link href={href}>{words}</Link>;
    }
    case 'emoji': {
      const unicode = findEmoji(element.name);
      return unicode === null ? <>:{element.name}:</> : <Emoji name={element.name} unicode={unicode} />;
    }
    case 'user':
      return <UserMention id={element.user_id} label={null} />;
    case 'channel':
      return <ChannelMention id={element.channel_id} label={null} />;
    case 'usergroup':
      return <GroupMention id={element.usergroup_id} label={null} />;
    case 'broadcast':
      return <span class="mention mention-self">@{element.range}</span>;
    case 'team':
      return <b>{boot.team.name}</b>;
    case 'date':
      return (
        <DateText
          timestamp={element.timestamp}
          format={element.format}
          fallback={element.fallback ?? ''}
          href={checkHref(element.url ?? '')}
        />
      );
    case 'color':
      return (
        <>
          {element.value} <span class="swatch" style={{ backgroundColor: element.value }} />
        </>
      );
  }
}

function Lines({ text }: { text: string }) {
  return (
    <>
      {text.split('\n').map((line, index) => (
        <span key={index}>
          {index > 0 && <br />}
          {line}
        </span>
      ))}
    </>
  );
}
