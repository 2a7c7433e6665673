import type {
  ActionsBlock,
  AlertBlock,
  CardBlock,
  CarouselBlock,
  ContainerBlock,
  ContextActionsBlock,
  ContextBlock,
  DataTableBlock,
  FileBlock,
  HeaderBlock,
  ImageBlock,
  InputBlock,
  MarkdownBlock,
  PlanBlock,
  RichTextBlock,
  SectionBlock,
  TableBlock,
  TaskCardBlock,
  VideoBlock,
} from '@slack/types';
import type { ComponentChildren } from 'preact';
import type { SlackBlock } from '../../protocol.ts';
import { Actions, ContextActions } from './actions.tsx';
import { Alert } from './alert.tsx';
import { Card, Carousel } from './card.tsx';
import { Container } from './container.tsx';
import { Context } from './context.tsx';
import { DataTable } from './data-table.tsx';
import type { DataVisualizationBlock } from './data-visualization.tsx';
import { DataVisualization } from './data-visualization.tsx';
import { FileLink, Video } from './file.tsx';
import { Header } from './header.tsx';
import { ImageFigure } from './image.tsx';
import { Input } from './input.tsx';
import { Markdown } from './markdown.tsx';
import { Plan, TaskCard } from './plan.tsx';
import { RichText } from './rich-text.tsx';
import { Section } from './section.tsx';
import { Table } from './table.tsx';

/** Blocks in order. `after` ("(edited)") follows the last words of the first section. */
export function Blocks({ blocks, after }: { blocks: readonly SlackBlock[]; after?: ComponentChildren }) {
  const carrier = after ? blocks.findIndex((block) => block.type === 'section' && block.text !== undefined) : -1;
  return (
    <>
      {blocks.map((block, index) => (
        <Block
          key={block.block_id ?? index}
          block={block}
          index={index}
          after={index === carrier ? after : undefined}
        />
      ))}
      {after && carrier < 0 && <div class="b">{after}</div>}
    </>
  );
}

type Props = { block: SlackBlock; index: number; after?: ComponentChildren };

function Block({ block, index, after }: Props) {
  const id = block.block_id ?? `block-${index}`;
  switch (block.type) {
    case 'section':
      return <Section block={as<SectionBlock>(block)} id={id} after={after} />;
    case 'header':
      return <Header block={as<HeaderBlock & { level?: number }>(block)} />;
    case 'context':
      return <Context block={as<ContextBlock>(block)} />;
    case 'actions':
      return <Actions block={as<ActionsBlock>(block)} id={id} />;
    case 'context_actions':
      return <ContextActions block={as<ContextActionsBlock>(block)} id={id} />;
    case 'divider':
      return <hr class="b b-divider" />;
    case 'image':
      return <ImageFigure image={as<ImageBlock>(block)} />;
    case 'rich_text':
      return <RichText block={as<RichTextBlock>(block)} />;
    case 'markdown':
      return <Markdown block={as<MarkdownBlock>(block)} />;
    case 'table':
      return <Table block={as<TableBlock>(block)} />;
    case 'data_table':
      return <DataTable block={as<DataTableBlock>(block)} />;
    case 'data_visualization':
      return <DataVisualization block={as<DataVisualizationBlock>(block)} />;
    case 'input':
      return <Input block={as<InputBlock>(block)} id={id} />;
    default:
      return <RareBlock block={block} index={index} />;
  }
}

function RareBlock({ block, index }: Props) {
  const id = block.block_id ?? `block-${index}`;
  switch (block.type) {
    case 'alert':
      return <Alert block={as<AlertBlock>(block)} />;
    case 'card':
      return <Card block={as<CardBlock>(block)} id={id} />;
    case 'carousel':
      return <Carousel block={as<CarouselBlock>(block)} id={id} />;
    case 'container':
      return (
        <Container block={as<ContainerBlock>(block)}>
          <Blocks blocks={as<{ child_blocks: SlackBlock[] }>(block).child_blocks} />
        </Container>
      );
    case 'plan':
      return <Plan block={as<PlanBlock>(block)} />;
    case 'task_card':
      return <TaskCard block={as<TaskCardBlock>(block)} />;
    case 'file':
      return <FileLink block={as<FileBlock>(block)} />;
    case 'video':
      return <Video block={as<VideoBlock>(block)} />;
    default:
      return <Unknown type={block.type} />;
  }
}

/** Never blank: what the page cannot draw is named. */
function Unknown({ type }: { type: string }) {
  return (
    <p class="b unknown">
      The playground does not draw blocks of type <code>{type}</code>.
    </p>
  );
}

// The server has checked the block against Slack's rules; its type says which shape it has.
function as<T>(block: SlackBlock): T {
  return block as unknown as T;
}
