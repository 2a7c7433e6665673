import type { PlanBlock, TaskCardBlock } from '@slack/types';
import { Icon } from '../icon.tsx';
import { Link } from './inline.tsx';
import { RichText } from './rich-text.tsx';
import { Plain } from './text.tsx';

const STATES: Record<string, { icon: string; css: string; word: string }> = {
  complete: { icon: 'check', css: 'ok', word: 'Done' },
  in_progress: { icon: 'spin', css: 'run', word: 'Running' },
  pending: { icon: 'circle', css: '', word: 'Waiting' },
  error: { icon: 'warn', css: 'bad', word: 'Failed' },
};

export function Plan({ block }: { block: PlanBlock }) {
  return (
    <div class="b plan">
      <b>
        <Plain text={block.title} />
      </b>
      <ul>
        {(block.tasks ?? []).map((task, index) => (
          <Task key={index} task={task as TaskCardBlock} />
        ))}
      </ul>
    </div>
  );
}

export function TaskCard({ block }: { block: TaskCardBlock }) {
  return (
    <div class="b plan">
      <ul>
        <Task task={block} />
      </ul>
    </div>
  );
}

function Task({ task }: { task: TaskCardBlock }) {
  const { icon, css, word } = STATES[task.status] ?? { icon: 'circle', css: '', word: task.status };
  return (
    <li>
      <span class={css}>
        <Icon name={icon} size="s" />
      </span>
      <div>
        <Plain text={task.title} />
        <span class="sr">, {word}</span>
        {task.details && <RichText block={task.details} />}
        {task.output && <RichText block={task.output} />}
        {(task.sources ?? []).map((source) => (
          <small key={source.url}>
            {/^https?:/i.test(source.url) ? <Link href={source.url}>{source.text}</Link> : source.text}
          </small>
        ))}
      </div>
    </li>
  );
}
