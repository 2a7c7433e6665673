import { Icon } from '../icon.tsx';
import { useApp } from '../lib/runtime.ts';

/** What is wrong with a connection, in words; nothing while all is well. */
export function Banner() {
  const { state, boot } = useApp();
  const words =
    state.link === 'lost'
      ? 'The connection to the local Slack is lost. Reconnecting…'
      : boot.isAppConnected
        ? null
        : `${boot.bot.realName} is not connected. Start the bot; buttons and commands will not answer until then.`;
  return (
    <div role="status" class="banner-slot">
      {words !== null && (
        <div class="banner">
          <Icon name="warn" size="s" />
          {words}
        </div>
      )}
    </div>
  );
}
