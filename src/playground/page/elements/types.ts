import type { Confirm } from '@slack/types';
import type { TextObject } from '../blocks/text.tsx';

export type Option = { text: TextObject; value: string; description?: TextObject; url?: string };
export type OptionGroup = { label: TextObject; options: Option[] };

/** Every field that some element carries; which are present depends on `type`. */
export type AnyElement = {
  type: string;
  action_id?: string;
  confirm?: Confirm;
  placeholder?: TextObject;
  focus_on_load?: boolean;
  text?: TextObject;
  value?: string;
  url?: string;
  style?: string;
  accessibility_label?: string;
  options?: Option[];
  option_groups?: OptionGroup[];
  min_query_length?: number;
  max_selected_items?: number;
  multiline?: boolean;
  max_length?: number;
  min_value?: string;
  max_value?: string;
  timezone?: string;
  dispatch_action_config?: { trigger_actions_on?: string[] };
  filter?: { include?: string[]; exclude_bot_users?: boolean };
};
export type ElementProps = { element: AnyElement; blockId: string };
