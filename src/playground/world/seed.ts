import type { Channel, User, WorkspaceSeed } from './types.ts';

const BOT_TOKEN = 'xoxb-playground';
const APP_TOKEN = 'xapp-playground';

const BOT_USER = 'U0MLMONBOT';
const PEOPLE: User[] = [
  { id: 'U0ANA00001', name: 'ana', realName: 'Ana Ruiz', tz: 'Europe/Madrid', isBot: false },
  { id: 'U0BEN00002', name: 'ben', realName: 'Ben Okafor', tz: 'Europe/London', isBot: false },
  { id: 'U0CHRIS003', name: 'chris', realName: 'Chris Lindqvist', tz: 'America/New_York', isBot: false },
];

/** A small team with a bot that so far sits in #ml-alerts alone. */
export function makeDefaultSeed(): WorkspaceSeed {
  const people = PEOPLE.map((user) => user.id);
  return {
    team: { id: 'T0PLAYGRND', name: 'Playground', domain: 'playground' },
    app: {
      appId: 'A0MLMON001',
      botId: 'B0MLMON001',
      botUserId: BOT_USER,
      botToken: BOT_TOKEN,
      appToken: APP_TOKEN,
    },
    users: [
      ...PEOPLE.map((user) => ({ ...user })),
      { id: BOT_USER, name: 'mlmon', realName: 'mlmon', tz: 'UTC', isBot: true },
    ],
    userGroups: [
      { id: 'S0MLONCALL', handle: 'ml-oncall', name: 'ML on call', users: [people[0] ?? '', people[1] ?? ''] },
      { id: 'S0MLLEADS1', handle: 'ml-leads', name: 'ML leads', users: [people[2] ?? ''] },
    ],
    channels: [
      makeChannel('C0MLALERTS', 'ml-alerts', 'Models that need somebody', [...people, BOT_USER]),
      makeChannel('C0GENERAL1', 'general', 'Everything else', people),
      makeChannel('C0DATASCI1', 'data-science', 'Experiments and papers', people),
    ],
  };
}

function makeChannel(id: string, name: string, topic: string, members: string[]): Channel {
  return { id, name, isPrivate: false, imUser: null, topic, members: [...members] };
}
