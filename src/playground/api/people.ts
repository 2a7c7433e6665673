import type { Core } from '../core.ts';
import { SlackError } from '../slack-error.ts';
import { toSlackUser, toSlackUserGroup } from '../world/slack-shapes.ts';
import { type Answer, botMethod, type MethodTable } from './method.ts';
import { paginate } from './page.ts';

export const PEOPLE_METHODS: MethodTable = {
  'api.test': { tier: 'none', token: 'none', run: (_core, args) => ({ args: args.toJSON() }) },
  'auth.test': botMethod('none', describeBot),
  'team.info': botMethod('tier3', ({ world }) => ({ team: { ...world.team, email_domain: '', icon: {} } })),
  'users.list': botMethod('tier2', (core, args) => {
    const page = paginate([...core.world.users.values()], args, { fallback: 200, max: 1000 });
    const members = page.items.map((user) => toSlackUser(core.world, user));
    return { members, response_metadata: { next_cursor: page.nextCursor } };
  }),
  'users.info': botMethod('tier4', (core, args) => {
    const user = core.world.users.get(args.required('user'));
    if (user === undefined) throw new SlackError('user_not_found');
    return { user: toSlackUser(core.world, user) };
  }),
  'usergroups.list': botMethod('tier2', ({ world }) => {
    return { usergroups: world.userGroups.map((group) => toSlackUserGroup(world, group)) };
  }),
};

function describeBot(core: Core): Answer {
  const { app, team, users } = core.world;
  return {
    url: `${core.baseUrl()}/`,
    team: team.name,
    user: users.get(app.botUserId)?.name,
    team_id: team.id,
    user_id: app.botUserId,
    bot_id: app.botId,
    is_enterprise_install: false,
  };
}
