import type { ContainerBlock } from '@slack/types';
import type { ComponentChildren } from 'preact';
import { Icon } from '../icon.tsx';
import { RichText } from './rich-text.tsx';
import { Plain, Text } from './text.tsx';

/** A titled frame around blocks; folds only where the app allows it. */
export function Container({ block, children }: { block: ContainerBlock; children: ComponentChildren }) {
  const title = (
    <>
      {block.rich_text_title ? <RichText block={block.rich_text_title} /> : <Plain text={block.title} />}
      {block.subtitle && (
        <small>
          <Text text={block.subtitle} />
        </small>
      )}
    </>
  );
  const css = `b container container-${block.width ?? 'standard'}`;
  if (block.is_collapsible === false) {
    return (
      <div class={css}>
        <div class="container-head">{title}</div>
        <div class="container-body">{children}</div>
      </div>
    );
  }
  return (
    <details class={css} open={block.default_collapsed !== true}>
      <summary>
        <Icon name="caret" size="xs" />
        {title}
      </summary>
      <div class="container-body">{children}</div>
    </details>
  );
}
