import type { HeaderBlock } from '@slack/types';
import { Plain } from './text.tsx';

const TAGS = ['h2', 'h3', 'h4', 'h5'] as const;

export function Header({ block }: { block: HeaderBlock & { level?: number } }) {
  const Tag = TAGS[(block.level ?? 1) - 1] ?? 'h2';
  return (
    <Tag class={`b b-header b-header-${block.level ?? 1}`}>
      <Plain text={block.text} />
    </Tag>
  );
}
