import { Icon } from '../icon.tsx';
import { fromLocalText, toLocalText } from '../lib/dates.ts';
import { useApp } from '../lib/runtime.ts';
import { fieldProps, useElement } from '../lib/use-element.ts';
import type { ElementProps } from './types.ts';

const KINDS = {
  datepicker: { input: 'date', key: 'selected_date', name: 'Date', icon: 'cal' },
  timepicker: { input: 'time', key: 'selected_time', name: 'Time', icon: 'clock' },
  datetimepicker: { input: 'datetime-local', key: 'selected_date_time', name: 'Date and time', icon: 'cal' },
} as const;

/** The browser's own pickers: typed text is accepted, and its calendar opens from the keyboard. */
export function DatePicker({ element, blockId }: ElementProps) {
  const { me } = useApp();
  const { value, choose, field } = useElement(element, blockId);
  const kind = KINDS[element.type as keyof typeof KINDS] ?? KINDS.datepicker;
  const isInstant = element.type === 'datetimepicker';
  const current = value[kind.key];
  const shown = isInstant && typeof current === 'number' ? toLocalText(current * 1000, me.tz) : String(current ?? '');
  const take = (text: string) => {
    const at = isInstant ? fromLocalText(text, me.tz) : null;
    const next = isInstant ? (at === null ? null : at / 1000) : text || null;
    if (next !== current) void choose({ [kind.key]: next });
  };
  return (
    <span class={field ? 'input input-short' : 'pick pick-date'}>
      <input
        {...fieldProps(field)}
        class="input-in"
        type={kind.input}
        value={shown}
        aria-label={field ? undefined : (element.placeholder?.text ?? kind.name)}
        title={element.timezone ?? (isInstant ? me.tz : undefined)}
        data-autofocus={element.focus_on_load ? '' : undefined}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <Icon name={kind.icon} size="s" />
    </span>
  );
}
