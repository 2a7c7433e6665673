import { expect, test } from 'vitest';
import { makeDesk } from './support.ts';

test('an unknown word is answered with the nearest subcommand', async () => {
  expect(await makeDesk().say('monitor')).toEqual([
    {
      text: expect.stringMatching(/There is no `\/mlmon monitor`.*Did you mean `\/mlmon monitors`\?/),
      isPublic: false,
    },
  ]);
});

test('a word that is near to nothing is answered with help alone', async () => {
  const [answer] = await makeDesk().say('xylophone');
  expect(answer?.text).toContain('There is no `/mlmon xylophone`. `/mlmon help` lists all commands.');
});

test('help on an unknown word names the nearest one too', async () => {
  const [answer] = await makeDesk().say('help stauts');
  expect(answer?.text).toContain('Did you mean `/mlmon status`?');
});

test('a failure says what failed, what to do, and one reference for the run and for whoever asked', async () => {
  const desk = makeDesk();
  desk.save('churn');
  const said = await desk.say('run churn');
  const text = said.at(-1)?.text ?? '';
  expect(text).toMatch(/:warning: Cannot reach the warehouse\.\\nStart it\\nReference `[0-9a-f]{8}`/);

  const reference = /Reference `(\w+)`/.exec(text)?.[1];
  const logged = desk.lines.filter((line) => line.referenceId === reference);
  expect(logged).toEqual([
    expect.objectContaining({ msg: 'A run failed', err: expect.objectContaining({ code: 'compute_unavailable' }) }),
    expect.objectContaining({ msg: 'Cannot reach the warehouse', command: 'run', userId: 'U0ANA00001' }),
  ]);
  expect(logged[1]).not.toHaveProperty('err');
  expect(desk.ctx.store.runs.latest(1)?.error).toContain(`(reference ${reference})`);
});

test('a failure of mlmon itself is logged as an error and told without its insides', async () => {
  const desk = makeDesk();
  desk.save('churn');
  const broken = new TypeError('secret of the inside');
  desk.ctx.store.runs.start = () => {
    throw broken;
  };
  const said = await desk.say('run churn');
  expect(said.at(-1)?.text).toMatch(/Something went wrong inside mlmon/);
  expect(JSON.stringify(said)).not.toContain('secret of the inside');

  const error = desk.lines.find((line) => line.level >= 50 && line.referenceId !== undefined);
  expect(JSON.stringify(error)).toContain('secret of the inside');
});

test('a wish that cannot be is no error of mlmon in the log', async () => {
  const desk = makeDesk();
  await desk.say('status nothing');
  expect(desk.lines.map(({ level }) => level)).toEqual([30]);
});

test('--public speaks to the channel, its absence to the person', async () => {
  const desk = makeDesk();
  desk.save('churn');
  expect((await desk.say('status --public')).map(({ isPublic }) => isPublic)).toEqual([true]);
  expect((await desk.say('status')).map(({ isPublic }) => isPublic)).toEqual([false]);
});

test('a failure after --public is told to the person alone', async () => {
  const [answer] = await makeDesk().say('status nothing --public');
  expect(answer).toMatchObject({ text: expect.stringContaining('Cannot find'), isPublic: false });
});

test.each(['status', 'monitors'])('%s without any monitor says how to begin', async (command) => {
  const [answer] = await makeDesk().say(command);
  expect(answer?.text).toMatch(/No monitors yet.*mlmon apply FILE/);
});

test('a model whose name has several words is found by them', async () => {
  const desk = makeDesk();
  desk.save('credit risk 2');
  expect((await desk.say('status Credit  risk 2')).at(-1)?.text).toContain('credit risk 2');
  expect((await desk.say('run credit risk 2'))[0]?.text).toContain('Running *credit risk 2*');
});

test('a flag that is spelled wrong is refused, not left out', async () => {
  const [answer] = await makeDesk().say('status --pubic');
  expect(answer).toMatchObject({ text: expect.stringContaining('Cannot read \\"--pubic\\"'), isPublic: false });
  expect(answer?.text).toContain('/mlmon help status');
});
