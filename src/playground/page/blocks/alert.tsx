import type { AlertBlock } from '@slack/types';
import { Icon } from '../icon.tsx';
import { Text } from './text.tsx';

const ICONS: Record<string, string> = { error: 'warn', warning: 'warn', success: 'check' };

export function Alert({ block }: { block: AlertBlock }) {
  const level = block.level ?? 'default';
  return (
    <div class={`b alert alert-${level}`} role={level === 'error' ? 'alert' : 'note'}>
      <Icon name={ICONS[level] ?? 'info'} />
      <span>
        <Text text={block.text} />
      </span>
    </div>
  );
}
