import type { MarkdownBlock } from '@slack/types';
import { useMemo } from 'preact/hooks';
import type { MarkdownNode } from '../lib/markdown.ts';
import { parseMarkdown } from '../lib/markdown.ts';
import { InlineText } from './inline.tsx';

const HEADINGS = ['h2', 'h3', 'h4'] as const;

export function Markdown({ block }: { block: MarkdownBlock }) {
  const nodes = useMemo(() => parseMarkdown(block.text), [block.text]);
  return (
    <div class="b rt md">
      {nodes.map((node, index) => (
        <MarkdownPart key={index} node={node} />
      ))}
    </div>
  );
}

function MarkdownPart({ node }: { node: MarkdownNode }) {
  switch (node.kind) {
    case 'pre':
      return <pre>{node.text}</pre>;
    case 'rule':
      return <hr class="b-divider" />;
    case 'heading': {
      const Tag = HEADINGS[Math.min(node.level, 3) - 1] ?? 'h4';
      return (
        <Tag class="b-header">
          <InlineText nodes={node.children} />
        </Tag>
      );
    }
    case 'quote':
      return (
        <blockquote>
          <InlineText nodes={node.children} />
        </blockquote>
      );
    case 'paragraph':
      return (
        <p>
          <InlineText nodes={node.children} />
        </p>
      );
    case 'list':
      return <MarkdownList node={node} />;
    case 'table':
      return <MarkdownTable node={node} />;
  }
}

function MarkdownList({ node }: { node: Extract<MarkdownNode, { kind: 'list' }> }) {
  const Tag = node.isOrdered ? 'ol' : 'ul';
  return (
    <Tag>
      {node.items.map((item, index) => (
        <li key={index} class={`depth-${Math.min(item.depth, 4)}`}>
          <InlineText nodes={item.children} />
        </li>
      ))}
    </Tag>
  );
}

function MarkdownTable({ node }: { node: Extract<MarkdownNode, { kind: 'table' }> }) {
  return (
    <div class="b-table">
      <div class="tbl" role="region" aria-label="Table" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {node.head.map((cell, index) => (
                <th key={index} scope="col">
                  <InlineText nodes={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {node.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column}>
                    <InlineText nodes={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
